package io.github.h11j.explorer;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that the page offers as buttons.
 *
 * @param key its name in links
 * @param role who can send it
 * @param label what stands on the button
 * @param event the event
 */
record Offer(String key, Role role, String label, Event event) {

    private static final String SITE = "h11j.example";

    // spotless:off
    static final List<Offer> ALL = List.of(
            request("get", "GET /", "GET", "/"),
            request("head", "HEAD /", "HEAD", "/"),
            request("post", "POST, 5 bytes", "POST", "/", "Content-Length", "5"),
            request("chunked", "POST, chunked", "POST", "/", "Transfer-Encoding", "chunked"),
            request("expect", "POST, Expect: 100-continue", "POST", "/",
                    "Content-Length", "5", "Expect", "100-continue"),
            request("last", "GET, Connection: close", "GET", "/", "Connection", "close"),
            request("upgrade", "GET, Upgrade: chat", "GET", "/", "Connection", "upgrade", "Upgrade", "chat"),
            connect("connect", "CONNECT"),
            data("data", Role.CLIENT),
            end("end", Role.CLIENT),
            trailers("trailers", Role.CLIENT),
            closed("close", Role.CLIENT),
            interim("100", "100 Continue", 100),
            interim("103", "103 Early Hints", 103, "Link", "</style.css>; rel=preload"),
            response("ok", "200, 5 bytes", 200, "Content-Length", "5"),
            response("chunks", "200, chunked", 200, "Transfer-Encoding", "chunked"),
            response("bye", "200, Connection: close", 200, "Content-Length", "5", "Connection", "close"),
            response("nothing", "204", 204),
            response("bad", "400, Connection: close", 400, "Content-Length", "0", "Connection", "close"),
            response("large", "413", 413, "Content-Length", "0"),
            interim("101", "101, Upgrade: chat", 101, "Connection", "upgrade", "Upgrade", "chat"),
            response("tunnel", "200, no fields", 200),
            data("data", Role.SERVER),
            end("end", Role.SERVER),
            trailers("trailers", Role.SERVER),
            closed("close", Role.SERVER));
    // spotless:on

    /** The one with that key; null if there is none. */
    static @Nullable Offer find(Role role, String key) {
        for (Offer offer : ALL) {
            if (offer.role() == role && offer.key().equals(key)) {
                return offer;
            }
        }
        return null;
    }

    private static Offer request(String key, String label, String method, String target, String... fields) {
        String[] all = new String[fields.length + 2];
        all[0] = "Host";
        all[1] = SITE;
        System.arraycopy(fields, 0, all, 2, fields.length);
        return new Offer(key, Role.CLIENT, label, new Request(method, target, Headers.of(all)));
    }

    private static Offer connect(String key, String label) {
        String authority = SITE + ":443";
        return new Offer(key, Role.CLIENT, label, new Request("CONNECT", authority, Headers.of("Host", authority)));
    }

    private static Offer response(String key, String label, int status, String... fields) {
        return new Offer(key, Role.SERVER, label, new Response(status, Headers.of(fields)));
    }

    private static Offer interim(String key, String label, int status, String... fields) {
        return new Offer(key, Role.SERVER, label, new InformationalResponse(status, Headers.of(fields)));
    }

    private static Offer data(String key, Role role) {
        return new Offer(key, role, "Data \"hello\"", Data.of(new byte[] {'h', 'e', 'l', 'l', 'o'}));
    }

    private static Offer end(String key, Role role) {
        return new Offer(key, role, "EndOfMessage", new EndOfMessage());
    }

    private static Offer trailers(String key, Role role) {
        return new Offer(key, role, "EndOfMessage, trailer", new EndOfMessage(Headers.of("Checksum", "5d41")));
    }

    private static Offer closed(String key, Role role) {
        return new Offer(key, role, "ConnectionClosed", new ConnectionClosed());
    }
}
