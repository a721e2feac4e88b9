package io.github.h11j;

import java.util.Objects;

/**
 * The end of a request or of a final response.
 *
 * @param trailers the fields after the last chunk (RFC 9112 §7.1.2); empty if the message is not chunked
 */
public record EndOfMessage(Headers trailers) implements Event {

    /** The end of a message without trailers; equal to {@code new EndOfMessage()}. */
    public static final EndOfMessage NO_TRAILERS = new EndOfMessage(Headers.EMPTY);

    /**
     * Creates the end of a message.
     *
     * @param trailers the fields after the last chunk, possibly none
     * @throws NullPointerException if the trailers are null
     */
    public EndOfMessage {
        Objects.requireNonNull(trailers, "trailers");
    }

    /** Creates the end of a message without trailers. */
    public EndOfMessage() {
        this(Headers.EMPTY);
    }

    @Override
    public EventType type() {
        return EventType.END_OF_MESSAGE;
    }
}
