package io.github.h11j.examples.gateway;

import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;
import java.util.List;

/** The heads of responses as a proxy forwards them. */
final class ForwardedResponse {

    private ForwardedResponse() {}

    /**
     * Returns whether the body can be understood without the field Transfer-Encoding, which is not forwarded. In
     * HTTP/1.0, and with a coding other than chunked, a body until close is still coded (RFC 9112 §6.1).
     *
     * @param method the method of the request
     */
    static boolean isDecoded(Response received, String method) {
        List<String> codings = received.headers().tokens("Transfer-Encoding");
        boolean bodiless = method.equals("HEAD") || received.statusCode() == 204 || received.statusCode() == 304;
        return bodiless
                || codings.isEmpty()
                || (!received.version().equals(HttpVersion.HTTP_1_0)
                        && codings.size() == 1
                        && codings.get(0).equalsIgnoreCase("chunked"));
    }

    /** Returns a final response. If its length is not known, our server frames it as its client's version allows. */
    static Response of(Response received, String pseudonym) {
        Headers headers = received.headers();
        HeadersBuilder fields = HopByHop.endToEnd(headers);
        List<String> lengths = headers.tokens("Content-Length");
        if (!headers.contains("Transfer-Encoding") && !lengths.isEmpty() && isLength(lengths.get(0))) {
            fields.add("Content-Length", lengths.get(0));
        }
        if (received.statusCode() == 426) { // RFC 9110 §15.5.22: it says to which protocol
            addUpgrade(headers, fields);
        }
        HopByHop.addVia(received.version(), pseudonym, fields);
        Headers all = fields.build();
        return isClean(received.reason())
                ? new Response(received.statusCode(), received.reason(), all, HttpVersion.HTTP_1_1)
                : new Response(received.statusCode(), all);
    }

    /**
     * Returns whether a reason phrase may be sent: one with control characters may be received if that is tolerated,
     * but not sent.
     */
    private static boolean isClean(String reason) {
        for (int i = 0; i < reason.length(); i++) {
            char c = reason.charAt(i);
            if (c != '\t' && (c < ' ' || c == 0x7F)) {
                return false;
            }
        }
        return true;
    }

    /** If no body follows, as in a response to HEAD, the field has not been checked. */
    private static boolean isLength(String value) {
        return value.length() <= 18 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns the response that agrees to another protocol. */
    static InformationalResponse switching(InformationalResponse received, String pseudonym) {
        HeadersBuilder fields = HopByHop.endToEnd(received.headers());
        addUpgrade(received.headers(), fields);
        HopByHop.addVia(received.version(), pseudonym, fields);
        return new InformationalResponse(101, fields.build());
    }

    private static void addUpgrade(Headers headers, HeadersBuilder fields) {
        fields.add("Upgrade", String.join(", ", headers.tokens("Upgrade")));
        fields.add("Connection", "upgrade");
    }

    /** Returns an interim response (RFC 9110 §15.2). */
    static InformationalResponse interim(InformationalResponse received, String pseudonym) {
        HeadersBuilder fields = HopByHop.endToEnd(received.headers());
        HopByHop.addVia(received.version(), pseudonym, fields);
        return new InformationalResponse(received.statusCode(), fields.build());
    }
}
