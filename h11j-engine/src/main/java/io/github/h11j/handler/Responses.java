package io.github.h11j.handler;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;
import java.util.List;

/**
 * Complete responses, ready for {@link Exchange#send(List)}. A status code that is not 200 to 999, or an invalid field,
 * is a {@link io.github.h11j.LocalProtocolException}. What depends on the request is checked when the events are sent:
 * for example, a 204 or 205 must not have a body.
 */
public final class Responses {

    private Responses() {}

    /**
     * Returns a response with a text, as {@code text/plain} in UTF-8.
     *
     * @param status 200 to 999
     * @param text the body; no line end is added
     * @return its events
     */
    public static List<Event> text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", Bytes.utf8(text));
    }

    /**
     * Returns a response with a body.
     *
     * @param status 200 to 999
     * @param contentType the type of the body
     * @param body not changed afterwards
     * @return its events
     */
    public static List<Event> bytes(int status, String contentType, Bytes body) {
        return of(status, Headers.of("Content-Type", contentType), body);
    }

    /**
     * Returns a response with fields and a body.
     *
     * @param status 200 to 999
     * @param headers {@code Content-Length} is added, or replaced if present
     * @param body not changed afterwards
     * @return its events
     */
    public static List<Event> of(int status, Headers headers, Bytes body) {
        Headers framed = headers.with("Content-Length", Integer.toString(body.length()));
        return List.of(new Response(status, framed), new Data(body), EndOfMessage.NO_TRAILERS);
    }

    /**
     * Returns a response without content.
     *
     * @param status 200 to 999
     * @param headers {@code Content-Length: 0} is added, or replaces the one present, unless the status is 204 or 304
     * @return its events
     */
    public static List<Event> empty(int status, Headers headers) {
        boolean unframed = status == 204 || status == 304;
        return List.of(
                new Response(status, unframed ? headers : headers.with("Content-Length", "0")),
                EndOfMessage.NO_TRAILERS);
    }

    /**
     * Returns whether a response may come before the end of its request, so that the server may have to drop the rest
     * of the request. This is so if these events contain the end of the response, or begin with a final response of
     * status 300 or more, after which the body is usually not wanted.
     *
     * @param events events of a response, possibly none
     * @return whether the last event is the end of the response, or the first is a response with such a status code
     */
    public static boolean mayComeEarly(List<? extends Event> events) {
        return !events.isEmpty()
                && (events.get(events.size() - 1) instanceof EndOfMessage
                        || (events.get(0) instanceof Response response && response.statusCode() >= 300));
    }

    /**
     * Returns the response that agrees to switch protocols.
     *
     * @param protocol the protocol, as the client offered it
     * @return the interim response 101
     */
    public static InformationalResponse switching(String protocol) {
        return new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", protocol));
    }
}
