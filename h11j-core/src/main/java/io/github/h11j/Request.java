package io.github.h11j;

import java.util.Objects;

/**
 * The head of a request (RFC 9112 §3).
 *
 * @param method a case-sensitive token such as {@code GET}
 * @param target the request-target as it is in the request line: one or more visible US-ASCII characters. The target of
 *     a received request may contain bytes above 0x7F, as characters of ISO-8859-1, if the policy tolerates
 *     {@link Violation#TARGET_NON_ASCII}; such a target can only be sent if {@link Policy#allowingToSend} allows it.
 *     {@link RequestTarget} parses it
 * @param headers the header fields, in order
 * @param version the version of the request line; only {@link HttpVersion#HTTP_1_1} can be sent
 */
public record Request(String method, String target, Headers headers, HttpVersion version) implements Event {

    /**
     * Creates a request.
     *
     * @param method a case-sensitive token such as {@code GET}
     * @param target the request-target as it is in the request line: one or more characters, as above
     * @param headers the header fields, in order
     * @param version the version of the request line; only {@link HttpVersion#HTTP_1_1} can be sent
     * @throws LocalProtocolException {@link Violation#BAD_METHOD} if the method is not a token;
     *     {@link Violation#BAD_TARGET} if the target is empty or contains white space, a control character or a
     *     character above 255
     * @throws NullPointerException if an argument is null
     */
    public Request {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(version, "version");
        Grammar.requireMethod(method);
        if (!headers.wasReadWithTarget(target)) {
            Grammar.requireTarget(target);
        }
    }

    /**
     * Creates an HTTP/1.1 request.
     *
     * @param method a case-sensitive token such as {@code GET}
     * @param target the request-target, for example {@code /index.html?q=1}
     * @param headers the header fields, in order
     * @throws LocalProtocolException as the canonical constructor
     * @throws NullPointerException if an argument is null
     */
    public Request(String method, String target, Headers headers) {
        this(method, target, headers, HttpVersion.HTTP_1_1);
    }

    /**
     * Returns the request head on one line, for people and logs.
     *
     * @return the head, with {@code ***} in place of user information in the target and of what
     *     {@link Headers#toString()} hides
     */
    @Override
    public String toString() {
        return "Request[method=" + method + ", target="
                + LineExcerpt.ofTarget(target).whole() + ", headers=" + headers + ", version=" + version + "]";
    }

    @Override
    public EventType type() {
        return EventType.REQUEST;
    }
}
