package io.github.h11j.handler;

import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;

/**
 * Receives the response to a client's request. All calls of one exchange are made one after the other. No call follows
 * {@link #end}, except {@link #failed} if {@code end} throws, and none follows {@code failed}. What a method throws,
 * including an {@link Error}, ends the connection and is passed to {@link #failed}; it has no other effect.
 */
public interface ResponseHandler extends BodyHandler {

    /**
     * Called when the request's head is queued and the server is ready for the body, which may be sent in this call or
     * later. It is called only if the request was passed without its end, and not if a final response arrives instead
     * of 100 (Continue).
     *
     * @param exchange sends the body
     * @throws Exception ends the connection
     */
    default void sendBody(ClientExchange exchange) throws Exception {
        throw new IllegalStateException("the request has no end, and the handler does not override sendBody");
    }

    /**
     * Called for each interim response. After a 101, {@link ClientExchange#switchTo(ProtocolHandler)} can take over the
     * connection.
     *
     * @param response its head
     * @param exchange the exchange
     * @throws Exception ends the connection
     */
    default void interim(InformationalResponse response, ClientExchange exchange) throws Exception {}

    /**
     * Called with the head of the final response, possibly before all of the request has been sent.
     *
     * @param response its head
     * @param exchange the exchange
     * @throws Exception ends the connection
     */
    void head(Response response, ClientExchange exchange) throws Exception;

    /**
     * Called when the response is incomplete and will stay so: the connection could not be made or was lost, the server
     * broke the protocol, a timeout has passed, the exchange was aborted, or the client has stopped. What this method
     * throws is logged, and has no other effect.
     *
     * @param cause why; an {@link Error} is passed as the cause of an {@link IllegalStateException}
     */
    void failed(Exception cause);
}
