package io.github.h11j;

/**
 * A piece of an HTTP/1.1 conversation: what {@link Connection#nextEvent()} returns for the peer's bytes, and what
 * {@link Connection#send(Event, Event...)} turns into bytes.
 *
 * <p>Events are values: immutable, comparable, printable. A message is one {@link Request} or {@link Response}, then
 * any number of {@link Data}, then one {@link EndOfMessage}; a response may be preceded by
 * {@link InformationalResponse}s. Constructors refuse what may never travel (a name that is no token, a line break
 * anywhere) with a {@link LocalProtocolException}; what depends on the conversation is judged by the
 * {@link Connection}.
 */
public sealed interface Event extends NextEvent
        permits Request, InformationalResponse, Response, Data, EndOfMessage, ConnectionClosed {

    /**
     * The kind of this event.
     *
     * @return its column in {@link StateMachine#eventRules()}
     */
    EventType type();
}
