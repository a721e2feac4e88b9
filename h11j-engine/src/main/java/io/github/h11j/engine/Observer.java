package io.github.h11j.engine;

/**
 * Is notified of the connections and exchanges of a server or a client: for access logs, metrics and tracing, without a
 * wrapper around the application. It is a component of {@link ServerRules} and {@link ClientRules}, so every adapter
 * supports it.
 *
 * <p>A session calls it as it calls the application, with a separate {@link Call} that the adapter makes, in the order
 * in which things happened, and before the handler's next call. So several threads may call it at the same time, for
 * several connections. A slow observer delays its connection, and on an event loop all other connections of the loop.
 * What it throws, including an {@link Error}, is reported to {@link Host#callFailed} and has no other effect.
 *
 * <p>Each connection begins and ends once. In between, each of its exchanges begins and ends once. On a client they
 * follow one another. On a server the next exchange may begin before the previous one ends, because the previous
 * response is still being written. The methods for the beginning and for the end receive the same object, which can be
 * a key of a map. Times are those of the session's clock.
 */
public interface Observer {

    /**
     * Called when a connection begins: it was accepted, or is being made. The TLS handshake has not been made yet.
     *
     * @param connection contains its peer, if it is a server's connection
     */
    default void connectionBegan(ObservedConnection connection) {
        // does nothing by default
    }

    /**
     * Called when an exchange begins. On a server this is when the head of its request has been received; if no valid
     * head is received and the server answers with an error (for example 400, 408 or 431), the exchange begins with
     * that response and has no request. On a client this is when the request is assigned to its connection; if it is
     * sent again on another connection, another exchange begins there.
     *
     * @param exchange contains its request
     */
    default void exchangeBegan(ObservedExchange exchange) {
        // does nothing by default
    }

    /**
     * Called when an exchange has ended, successfully or not. On a server this is when all of its response has been
     * written and the rest of its request has been read, or when the connection has ended. An exchange that leads to
     * another protocol ends with the switch.
     *
     * @param exchange now contains everything about it
     */
    default void exchangeEnded(ObservedExchange exchange) {
        // does nothing by default
    }

    /**
     * Called when a connection has ended, after its last exchange.
     *
     * @param connection now contains everything about it
     */
    default void connectionEnded(ObservedConnection connection) {
        // does nothing by default
    }
}
