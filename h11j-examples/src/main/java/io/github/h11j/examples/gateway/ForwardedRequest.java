package io.github.h11j.examples.gateway;

import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.HttpVersion;
import io.github.h11j.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The head of a request as a proxy forwards it.
 *
 * @param request to the next server
 * @param hasBody whether content follows
 */
record ForwardedRequest(Request request, boolean hasBody) {

    /**
     * Creates the head for the next server.
     *
     * @param received the request from the client
     * @param target the request-target for the next server
     * @param host the value of {@code Host} for it
     * @param pseudonym our name, for {@code Via}
     */
    static ForwardedRequest of(Request received, String target, String host, String pseudonym) {
        Headers headers = received.headers();
        boolean chunked = headers.contains("Transfer-Encoding");
        boolean hasLength = headers.contains("Content-Length");
        boolean hasBody = chunked || (hasLength && length(headers) > 0);
        HeadersBuilder fields = Headers.builder().add("Host", host); // first: RFC 9110 §7.2
        HopByHop.forward(headers, fields, name -> isReplaced(name, received, hasBody));
        if (chunked) {
            fields.add("Transfer-Encoding", "chunked");
        } else if (hasLength) {
            fields.add("Content-Length", Long.toString(length(headers)));
        }
        addForThisConnection(received, hasBody, fields);
        HopByHop.addVia(received.version(), pseudonym, fields);
        return new ForwardedRequest(new Request(received.method(), target, fields.build()), hasBody);
    }

    /** The server has checked the field. It may contain several equal values if the policy tolerates that. */
    private static long length(Headers headers) {
        return Long.parseLong(headers.tokens("Content-Length").get(0));
    }

    private static boolean isReplaced(String name, Request received, boolean hasBody) {
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("Host");
            case 6 ->
                name.equalsIgnoreCase("Expect")
                        && (!hasBody || received.version().equals(HttpVersion.HTTP_1_0)); // RFC 9110 §10.1.1
            case 19 -> name.equalsIgnoreCase("Proxy-Authorization"); // for us, RFC 9110 §11.7.2
            default -> false;
        };
    }

    /** Adds what the client asked for on its connection and we ask for on ours: trailers, another protocol. */
    private static void addForThisConnection(Request received, boolean hasBody, HeadersBuilder fields) {
        List<String> connection = new ArrayList<>(0);
        if (received.headers().containsToken("TE", "trailers")) {
            fields.add("TE", "trailers");
            connection.add("TE"); // RFC 9110 §10.1.4
        }
        List<String> protocols = hasBody ? List.of() : protocols(received);
        if (!protocols.isEmpty()) {
            fields.add("Upgrade", String.join(", ", protocols));
            connection.add("upgrade"); // RFC 9110 §7.8
        }
        if (!connection.isEmpty()) {
            fields.add("Connection", String.join(", ", connection));
        }
    }

    /**
     * Returns the offered protocols without those that would carry requests past this proxy: other HTTP versions, and
     * TLS.
     */
    private static List<String> protocols(Request received) {
        Headers headers = received.headers();
        boolean offered = headers.containsToken("Connection", "upgrade")
                && !received.version().equals(HttpVersion.HTTP_1_0);
        return offered
                ? headers.tokens("Upgrade").stream()
                        .filter(protocol -> !isHttpOrTls(protocol.toLowerCase(Locale.ROOT)))
                        .toList()
                : List.of();
    }

    private static boolean isHttpOrTls(String protocol) {
        return protocol.startsWith("h2") || protocol.startsWith("http/") || protocol.startsWith("tls");
    }
}
