package io.github.h11j;

/**
 * An element of an HTTP/1.1 conversation: what {@link Connection#nextEvent()} returns for the peer's bytes, and what
 * {@link Connection#send(Event, Event...)} turns into bytes.
 *
 * <p>Events are immutable values, and can be compared and printed. A message is one {@link Request} or
 * {@link Response}, then any number of {@link Data}, then one {@link EndOfMessage}. A response may be preceded by
 * {@link InformationalResponse}s. Constructors reject what must never be sent (a name that is not a token, a line break
 * anywhere) with a {@link LocalProtocolException}. What depends on the conversation is checked by the
 * {@link Connection}.
 */
public sealed interface Event extends NextEvent
        permits Request, InformationalResponse, Response, Data, EndOfMessage, ConnectionClosed {

    /**
     * Returns the kind of this event.
     *
     * @return its column in {@link StateMachine#eventRules()}
     */
    EventType type();
}
