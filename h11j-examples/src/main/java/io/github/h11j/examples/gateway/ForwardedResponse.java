package io.github.h11j.examples.gateway;

import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.ClientResponse;
import java.util.List;

/** The heads of responses as a proxy sends them on. */
final class ForwardedResponse {

    private ForwardedResponse() {}

    /**
     * Whether the body can be understood without the field Transfer-Encoding, which is not forwarded: in HTTP/1.0, and
     * with a coding other than chunked, a body until close is still coded (RFC 9112 §6.1).
     *
     * @param method of the request
     */
    static boolean isDecoded(ClientResponse received, String method) {
        List<String> codings = received.headers().tokens("Transfer-Encoding");
        boolean bodiless = method.equals("HEAD") || received.statusCode() == 204 || received.statusCode() == 304;
        return bodiless
                || codings.isEmpty()
                || (!received.version().equals(HttpVersion.HTTP_1_0)
                        && codings.size() == 1
                        && codings.get(0).equalsIgnoreCase("chunked"));
    }

    /** A final response. One whose length is not told is framed by our server as its client's version allows. */
    static Response of(ClientResponse received, String pseudonym) {
        Headers headers = received.headers();
        List<Headers.Field> fields = HopByHop.endToEnd(headers);
        List<String> lengths = headers.tokens("Content-Length");
        if (!headers.contains("Transfer-Encoding") && !lengths.isEmpty() && isLength(lengths.get(0))) {
            fields.add(new Headers.Field("Content-Length", lengths.get(0)));
        }
        if (received.statusCode() == 426) { // RFC 9110 §15.5.22: it says to which protocol
            addUpgrade(headers, fields);
        }
        fields.add(HopByHop.via(received.version(), pseudonym));
        Headers all = Headers.of(fields);
        return isClean(received.reason())
                ? new Response(received.statusCode(), received.reason(), all, HttpVersion.HTTP_1_1)
                : new Response(received.statusCode(), all);
    }

    /**
     * Whether a reason phrase may be sent: one with control characters can only be received, where that is tolerated.
     */
    private static boolean isClean(String reason) {
        return reason.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F));
    }

    /** Where no body follows, as in a response to HEAD, the field has not been checked. */
    private static boolean isLength(String value) {
        return value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The agreement to another protocol. */
    static InformationalResponse switching(ClientResponse received, String pseudonym) {
        List<Headers.Field> fields = HopByHop.endToEnd(received.headers());
        addUpgrade(received.headers(), fields);
        fields.add(HopByHop.via(received.version(), pseudonym));
        return new InformationalResponse(101, Headers.of(fields));
    }

    private static void addUpgrade(Headers headers, List<Headers.Field> fields) {
        fields.add(new Headers.Field("Upgrade", String.join(", ", headers.tokens("Upgrade"))));
        fields.add(new Headers.Field("Connection", "upgrade"));
    }

    /** An interim response (RFC 9110 §15.2). */
    static InformationalResponse interim(InformationalResponse received) {
        return new InformationalResponse(received.statusCode(), Headers.of(HopByHop.endToEnd(received.headers())));
    }

    /** The fields after a body. */
    static Headers trailers(Headers received) {
        return Headers.of(HopByHop.endToEnd(received));
    }
}
