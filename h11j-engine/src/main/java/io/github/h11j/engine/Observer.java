package io.github.h11j.engine;

/**
 * Learns what becomes of the connections and exchanges of a server or a client: for access logs, metrics and tracing, without
 * a wrapper around the application. It is a component of {@link ServerRules} and {@link ClientRules}, so every adapter has it.
 *
 * <p>A session calls it as it calls the application, by a {@link Call} of its own that the adapter makes, in the order in
 * which things happened, each before the handler's next call. So it may be called by several threads, for several connections
 * at a time, and what takes long in it holds up its connection, and on an event loop all others of the loop. Whatever it
 * throws, an {@link Error} too, has no effect but that it is reported to {@link Host#callFailed}.
 *
 * <p>Each connection begins and ends once. Between that, each of its exchanges begins and ends once, one after another on a
 * client; on a server the next may begin before the end of the one before, whose response is still being written. What
 * begins and what ends is the same object, which can be a key of a map. The times are of the session's clock.
 */
public interface Observer {

    /**
     * A connection begins: it was accepted, or is being made. TLS is not agreed on yet.
     *
     * @param connection knows its peer, if it is a server's
     */
    default void connectionBegan(ObservedConnection connection) {
        // of no interest
    }

    /**
     * An exchange begins. On a server the head of its request has come; if none comes that can be read and the server answers
     * that with an error (400, 408, 431), the exchange begins with that response, and has no request. On a client the request
     * has got its connection: one that is sent on another connection again begins again there.
     *
     * @param exchange knows its request
     */
    default void exchangeBegan(ObservedExchange exchange) {
        // of no interest
    }

    /**
     * An exchange has ended, well or not. On a server that is when all of its response has been written and the rest of its
     * request was read, or when the connection has ended. An exchange that leads to another protocol ends with the switch.
     *
     * @param exchange knows all of it now
     */
    default void exchangeEnded(ObservedExchange exchange) {
        // of no interest
    }

    /**
     * A connection has ended, after its last exchange.
     *
     * @param connection knows all of it now
     */
    default void connectionEnded(ObservedConnection connection) {
        // of no interest
    }
}
