package io.github.h11j;

/**
 * The sender has closed its side of the connection and will send no more bytes. {@link Connection#nextEvent()} returns
 * this event when the stream has ended between messages, in an orderly way or not. A peer that is about to shut down
 * its output sends it; it produces no bytes.
 */
public record ConnectionClosed() implements Event {

    static final ConnectionClosed INSTANCE = new ConnectionClosed();

    @Override
    public EventType type() {
        return EventType.CONNECTION_CLOSED;
    }
}
