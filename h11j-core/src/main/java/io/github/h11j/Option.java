package io.github.h11j;

/**
 * A behaviour that a {@link Policy} switches on or off. {@link Policy#STRICT} and {@link Policy#TOLERANT_CLIENT} have
 * all of them, {@link Policy#H11} has none.
 */
public enum Option {
    /**
     * An HTTP/1.0 peer that asks for {@code keep-alive} gets it where bodies are framed (RFC 9112 §9.3). Proxies
     * switch this off.
     */
    HTTP_1_0_KEEP_ALIVE,
    /**
     * Bytes after the last message of a connection are counted and dropped (RFC 9112 §9.6) instead of being a
     * {@link Violation#DATA_AFTER_CLOSE}.
     */
    DISCARD_AFTER_CLOSE,
    /**
     * Bytes from a server without an outstanding request are an {@link Violation#UNSOLICITED_RESPONSE}, but for
     * empty lines, which are dropped (RFC 9112 §9.2).
     */
    REFUSE_UNSOLICITED_RESPONSES,
    /** TLS and HTTP/2 at the very start of a connection are recognised as what they are. */
    RECOGNISE_OTHER_PROTOCOLS,
    /**
     * {@code Upgrade} counts only with the {@code upgrade} connection option and from HTTP/1.1, and 101 only for a
     * protocol that was offered (RFC 9110 §7.8).
     */
    CHECK_UPGRADES,
    /**
     * A message with both Content-Length and Transfer-Encoding, where it is tolerated, loses the Content-Length and
     * is the last on its connection (RFC 9112 §6.1, §6.3).
     */
    CLOSE_AFTER_AMBIGUOUS_FRAMING,
    /**
     * A final response to a client that waits for 100 (Continue) says {@code Connection: close}. "A server that responds
     * with a final status code before reading the entire request content SHOULD indicate whether it intends to close the
     * connection [...] or continue reading the request content" (RFC 9110 §10.1.1). Such a client may send its body or
     * not, and what comes next would be read as the one though it is the other.
     */
    CLOSE_AFTER_UNMET_EXPECTATION,
    /** What we send after the peer broke the protocol or closed its side says {@code Connection: close}. */
    CLOSE_AFTER_PEER_ENDED,
    /**
     * What a response may not carry is left out instead of sent: a body on a 304, framing fields on 1xx, 204 and 2xx to
     * CONNECT, interim responses to HTTP/1.0 (RFC 9110 §8.6, §15.2, §15.4.5). A body in answer to HEAD is left out
     * under every policy.
     */
    LEAVE_OUT_WHAT_MAY_NOT_BE_SENT,
    /**
     * A message whose head and end are in one call is whole, so its length is known: {@code Content-Length} is added where
     * the head has neither that nor {@code Transfer-Encoding}, and no trailers are sent. Not to a 204, a 304 or a 2xx to
     * CONNECT, which have no length; to a response to HEAD only if the call has {@link Data} for it; to a request only if
     * it has content, or if its method is POST, PUT or PATCH, which expect some (RFC 9110 §8.6). Without it such a response
     * goes out chunked, or ends with the connection to an HTTP/1.0 client, and such a request cannot have content.
     */
    SET_CONTENT_LENGTH,
    /** A request without content that expects 100 (Continue) does not wait for it (RFC 9110 §10.1.1). */
    IGNORE_EXPECT_WITHOUT_CONTENT,
    /**
     * Of the interim responses only 100 (Continue) ends a client's waiting for it; a 102 or 103 does not: "The 100 (Continue)
     * status code indicates that the initial part of a request has been received" (RFC 9110 §15.2.1), and no other does.
     */
    ONLY_100_CONTINUES,
    /** The framing fields of responses that have no body are not looked at (RFC 9112 §6.3). */
    IGNORE_FRAMING_WITHOUT_BODY,
    /** What is sent is held to the rules of {@link Policy#STRICT} before anything changes. */
    CHECK_BEFORE_SENDING,
    /** Trailers that frame or route a message are refused, others that only mean something as headers removed. */
    CHECK_TRAILERS,
    /**
     * Events that may not be sent change nothing, whatever is wrong with them: other events can be sent in their place.
     * Without it our state is {@link State#ERROR} after an event that the state or the length of the body forbids.
     */
    REFUSE_WITHOUT_CHANGE,
    /** A version 1.x above 1.1 counts as 1.1 (RFC 9110 §2.5). */
    READ_HIGHER_MINOR_AS_1_1
}
