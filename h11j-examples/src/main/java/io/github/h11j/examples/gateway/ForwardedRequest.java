package io.github.h11j.examples.gateway;

import io.github.h11j.Headers;
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
     * Makes it.
     *
     * @param received from the client
     * @param target for the next server
     * @param host the value of {@code Host} for it
     * @param pseudonym ours, for {@code Via}
     */
    static ForwardedRequest of(Request received, String target, String host, String pseudonym) {
        Headers headers = received.headers();
        boolean chunked = headers.contains("Transfer-Encoding");
        boolean hasLength = headers.contains("Content-Length");
        boolean hasBody = chunked || (hasLength && length(headers) > 0);
        List<Headers.Field> fields = HopByHop.endToEnd(headers);
        fields.removeIf(field -> isReplaced(field.name(), received, hasBody));
        fields.add(0, new Headers.Field("Host", host)); // RFC 9110 §7.2
        if (chunked) {
            fields.add(new Headers.Field("Transfer-Encoding", "chunked"));
        } else if (hasLength) {
            fields.add(new Headers.Field("Content-Length", Long.toString(length(headers))));
        }
        addForThisConnection(received, hasBody, fields);
        fields.add(HopByHop.via(received.version(), pseudonym));
        return new ForwardedRequest(new Request(received.method(), target, Headers.of(fields)), hasBody);
    }

    /** The server has judged the field; several equal values may stand in it where a policy tolerates that. */
    private static long length(Headers headers) {
        return Long.parseLong(headers.tokens("Content-Length").get(0));
    }

    private static boolean isReplaced(String name, Request received, boolean hasBody) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "host" -> true;
            case "proxy-authorization" -> true; // for us, RFC 9110 §11.7.2
            case "expect" -> !hasBody || received.version().equals(HttpVersion.HTTP_1_0); // RFC 9110 §10.1.1
            default -> false;
        };
    }

    /** What the client has asked of its connection and we ask of ours: trailers, another protocol. */
    private static void addForThisConnection(Request received, boolean hasBody, List<Headers.Field> fields) {
        List<String> connection = new ArrayList<>();
        if (received.headers().containsToken("TE", "trailers")) {
            fields.add(new Headers.Field("TE", "trailers"));
            connection.add("TE"); // RFC 9110 §10.1.4
        }
        List<String> protocols = hasBody ? List.of() : protocols(received);
        if (!protocols.isEmpty()) {
            fields.add(new Headers.Field("Upgrade", String.join(", ", protocols)));
            connection.add("upgrade"); // RFC 9110 §7.8
        }
        if (!connection.isEmpty()) {
            fields.add(new Headers.Field("Connection", String.join(", ", connection)));
        }
    }

    /** The offered protocols without those that would carry requests past this proxy: other HTTP, and TLS. */
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
