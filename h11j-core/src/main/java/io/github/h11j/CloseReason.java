package io.github.h11j;

/** Why a connection cannot be used for another request. If there are several reasons, the first one is kept. */
public enum CloseReason {
    /** We sent {@code Connection: close}. */
    WE_SENT_CLOSE("We sent \"Connection: close\"."),
    /** The peer sent {@code Connection: close}. */
    PEER_SENT_CLOSE("The peer sent \"Connection: close\"."),
    /** The peer speaks HTTP/1.0 and did not ask for a persistent connection, or cannot have one. */
    HTTP_1_0("An HTTP/1.0 message made this the last exchange."),
    /** The body of the response ends when the connection closes. */
    BODY_ENDS_AT_CLOSE("The body of the response has no announced length: it ends when the connection closes."),
    /** We sent the final response while the client was waiting for 100 (Continue). */
    EXPECTATION_NOT_MET(
            "The final response was sent while the client waited for 100 (Continue): its body may not come."),
    /**
     * A message was tolerated that another recipient could frame differently: it has both Content-Length and
     * Transfer-Encoding, or one of the faults after which, as {@link Violation} says, the connection is not used again.
     */
    AMBIGUOUS_FRAMING("A message was tolerated that another recipient could frame differently."),
    /** The peer broke the protocol. */
    PEER_ERROR("The peer broke the protocol."),
    /** We broke the protocol, or failed to send what we had announced. */
    OUR_ERROR("This side broke the protocol or failed to send what it had announced."),
    /** The {@link Policy.ToleranceListener} or the JVM threw something in the middle of a message. */
    READING_ABANDONED("An exception that is not the peer's fault ended the reading in the middle of a message."),
    /** The peer closed its side. */
    PEER_CLOSED("The peer closed its side of the connection."),
    /** We closed our side. */
    WE_CLOSED("This side closed the connection."),
    /** The server sent a response, or other bytes, that no request asked for. A server may do so, for example with 408. */
    UNSOLICITED_BYTES("The server sent a response, or other bytes, that no request asked for."),
    /** The connection now speaks another protocol. */
    SWITCHED("The connection speaks another protocol now.");

    private final String explanation;

    CloseReason(String explanation) {
        this.explanation = explanation;
    }

    /**
     * Returns the reason in words.
     *
     * @return a sentence
     */
    public String explanation() {
        return explanation;
    }
}
