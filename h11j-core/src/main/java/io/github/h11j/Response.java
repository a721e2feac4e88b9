package io.github.h11j;

import java.util.Objects;

/**
 * The head of a final response (RFC 9112 §4). If it has neither {@code Content-Length} nor {@code Transfer-Encoding},
 * its body is framed when it is sent, as {@link Connection#send(Event, Event...)} describes.
 *
 * @param statusCode 200 to 999
 * @param reason the reason phrase, possibly empty: spaces, tabs, visible characters and bytes above 127. The phrase of
 *     a received response may also contain control characters other than NUL, LF, VT, FF and CR, if the policy
 *     tolerates {@link Violation#BAD_REASON}; such a phrase cannot be sent
 * @param headers the header fields, in order
 * @param version the version of the status line; only {@link HttpVersion#HTTP_1_1} can be sent
 */
public record Response(int statusCode, String reason, Headers headers, HttpVersion version) implements Event {

    /**
     * Creates a final response.
     *
     * @param statusCode 200 to 999
     * @param reason the reason phrase, possibly empty, as above
     * @param headers the header fields, in order
     * @param version the version of the status line; only {@link HttpVersion#HTTP_1_1} can be sent
     * @throws LocalProtocolException {@link Violation#BAD_STATUS_CODE} if the status code is not 200 to 999;
     *     {@link Violation#BAD_REASON} if the phrase contains NUL, LF, VT, FF, CR or a character above 255
     * @throws NullPointerException if an argument is null
     */
    public Response {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(version, "version");
        Grammar.requireStatus(statusCode, 200, 999);
        Grammar.requireReason(reason);
    }

    /**
     * Creates an HTTP/1.1 response with the standard reason phrase, which is empty if the status code has none.
     *
     * @param statusCode 200 to 999
     * @param headers the header fields, in order
     * @throws LocalProtocolException as the canonical constructor
     * @throws NullPointerException if the headers are null
     */
    public Response(int statusCode, Headers headers) {
        this(statusCode, ReasonPhrases.of(statusCode), headers, HttpVersion.HTTP_1_1);
    }

    /**
     * Creates an HTTP/1.1 response with a custom reason phrase.
     *
     * @param statusCode 200 to 999
     * @param reason the reason phrase, possibly empty: spaces, tabs, visible characters and bytes above 127
     * @param headers the header fields, in order
     * @throws LocalProtocolException as the canonical constructor
     * @throws NullPointerException if an argument is null
     */
    public Response(int statusCode, String reason, Headers headers) {
        this(statusCode, reason, headers, HttpVersion.HTTP_1_1);
    }

    /**
     * Returns a text for people.
     *
     * @return all parts, with control characters escaped and without what {@link Headers#toString()} hides
     */
    @Override
    public String toString() {
        return "Response[statusCode=" + statusCode + ", reason="
                + LineExcerpt.of(reason).whole() + ", headers=" + headers + ", version=" + version + "]";
    }

    @Override
    public EventType type() {
        return EventType.RESPONSE;
    }
}
