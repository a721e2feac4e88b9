package io.github.h11j;

/**
 * The sender has closed its side of the connection: no more bytes will come from it. Received after the end of the
 * stream between messages, orderly or not; sent by a peer that is about to shut down its output, for which it yields
 * no bytes.
 */
public record ConnectionClosed() implements Event {

    static final ConnectionClosed INSTANCE = new ConnectionClosed();

    @Override
    public EventType type() {
        return EventType.CONNECTION_CLOSED;
    }
}
