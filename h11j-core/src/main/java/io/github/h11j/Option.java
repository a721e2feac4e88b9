package io.github.h11j;

/**
 * A behavior that a {@link Policy} switches on or off. {@link Policy#STRICT} and {@link Policy#TOLERANT_CLIENT} have
 * all of them, {@link Policy#H11} has none.
 */
public enum Option {
    /**
     * An HTTP/1.0 peer that asks for {@code keep-alive} gets a persistent connection if bodies are framed (RFC 9112
     * §9.3). Proxies switch this off.
     */
    HTTP_1_0_KEEP_ALIVE,
    /**
     * Bytes after the last message of a connection are counted and dropped (RFC 9112 §9.6), instead of being a
     * {@link Violation#DATA_AFTER_CLOSE}.
     */
    DISCARD_AFTER_CLOSE,
    /**
     * Bytes from a server without an outstanding request are an {@link Violation#UNSOLICITED_RESPONSE}, except empty
     * lines, which are dropped (RFC 9112 §9.2).
     */
    REFUSE_UNSOLICITED_RESPONSES,
    /** TLS and HTTP/2 at the very start of a connection are recognized and reported as such. */
    RECOGNIZE_OTHER_PROTOCOLS,
    /**
     * {@code Upgrade} takes effect only with the {@code upgrade} connection option and in an HTTP/1.1 request, and a
     * 101 is accepted only for a protocol that was offered (RFC 9110 §7.8). A response with {@code Upgrade} is sent
     * with that option.
     */
    CHECK_UPGRADES,
    /**
     * If a message with both Content-Length and Transfer-Encoding is tolerated, its Content-Length is removed and it is
     * the last on its connection (RFC 9112 §6.1, §6.3).
     */
    CLOSE_AFTER_AMBIGUOUS_FRAMING,
    /**
     * A final response to a client that is waiting for 100 (Continue) contains {@code Connection: close}. "A server
     * that responds with a final status code before reading the entire request content SHOULD indicate whether it
     * intends to close the connection [...] or continue reading the request content" (RFC 9110 §10.1.1). Such a client
     * may send its body or not, so the server could mistake the body for the next request, or the next request for the
     * body.
     */
    CLOSE_AFTER_UNMET_EXPECTATION,
    /**
     * A final response that no request asked for, for example 408 when no request comes, is the last on its connection,
     * and is sent with {@code Connection: close}: a request that came after it would seem to be answered already (RFC
     * 9112 §9.6). Without this option the connection cannot be used for another request either, but the response need
     * not say so.
     */
    CLOSE_AFTER_UNSOLICITED_RESPONSE,
    /** What we send after the peer broke the protocol or closed its side contains {@code Connection: close}. */
    CLOSE_AFTER_PEER_ENDED,
    /**
     * What a response must not contain is left out: the body of a 304, the framing fields of 1xx, 204 and 2xx to
     * CONNECT, interim responses to HTTP/1.0 (RFC 9110 §8.6, §15.2, §15.4.5). The bodies of 204 and 205 are rejected.
     * Without this option these fields and responses are sent, and the body of a 304 is rejected. The body of a
     * response to HEAD is left out whether this option is on or off.
     */
    LEAVE_OUT_WHAT_MAY_NOT_BE_SENT,
    /**
     * If head and end of a message are sent in one call, its length is known: {@code Content-Length} is added unless
     * the head has that field or {@code Transfer-Encoding}, or trailers are sent. It is not added to a 204, a 304 or a
     * 2xx to CONNECT, which have no length; to a response to HEAD only if the call contains {@link Data} for it; to a
     * request only if it has content or its method is POST, PUT or PATCH, which normally have content (RFC 9110 §8.6).
     * Without this option such a response is sent chunked, or, to an HTTP/1.0 client, until the connection closes, and
     * such a request cannot have content.
     */
    SET_CONTENT_LENGTH,
    /** A request without content that expects 100 (Continue) does not wait for it (RFC 9110 §10.1.1). */
    IGNORE_EXPECT_WITHOUT_CONTENT,
    /**
     * Only 100 (Continue) ends a client's wait for it; a 102 or 103 does not. "The 100 (Continue) status code indicates
     * that the initial part of a request has been received" (RFC 9110 §15.2.1); other interim responses do not indicate
     * that.
     */
    ONLY_100_CONTINUES,
    /** The framing fields of responses that have no body are ignored (RFC 9112 §6.3). */
    IGNORE_FRAMING_WITHOUT_BODY,
    /** What is to be sent is checked against the rules of {@link Policy#STRICT} before anything changes. */
    CHECK_BEFORE_SENDING,
    /**
     * Trailers that frame or route a message are rejected. Other trailers that only have a meaning as header fields are
     * removed when they are received, and rejected when they are to be sent.
     */
    CHECK_TRAILERS,
    /**
     * Events that must not be sent change nothing, whatever their fault: other events can be sent instead. Without this
     * option our state becomes {@link State#ERROR} after an event that the state or the framing of the body forbids.
     */
    REFUSE_WITHOUT_CHANGE,
    /** A request of a version 1.x above 1.1 needs a Host field, as one of version 1.1 does (RFC 9110 §2.5). */
    READ_HIGHER_MINOR_AS_1_1
}
