package io.github.h11j.handler;

import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;

/**
 * Takes the response to a request of a client. All calls of one exchange are made one after the other. After
 * {@link #end} or {@link #failed} no other follows. What a method throws, an {@link Error} too, ends the connection and is
 * passed to {@link #failed}; nothing else suffers.
 */
public interface ResponseHandler extends BodyHandler {

    /**
     * The request's head is queued and the server is ready for the body: it is to be sent here, or later. Called only if
     * the request was passed without its end, and not if a final response comes instead of 100 (Continue).
     *
     * @param exchange where the body is sent
     * @throws Exception ends the connection
     */
    default void sendBody(ClientExchange exchange) throws Exception {
        throw new IllegalStateException("the request has no end, and nobody to send it");
    }

    /**
     * An interim response has come. At 101 the connection can be taken over by
     * {@link ClientExchange#switchTo(ProtocolHandler)}.
     *
     * @param response its head
     * @param exchange the exchange
     * @throws Exception ends the connection
     */
    default void interim(InformationalResponse response, ClientExchange exchange) throws Exception {}

    /**
     * The head of the final response has come, possibly before the request was sent to its end.
     *
     * @param response its head
     * @param exchange the exchange
     * @throws Exception ends the connection
     */
    void head(Response response, ClientExchange exchange) throws Exception;

    /**
     * The response is not complete and will not be: the connection could not be made or was lost, the server broke the
     * protocol, a time-out has passed, the exchange was given up, or the client has stopped. What it throws is logged, and has
     * no other effect.
     *
     * @param cause why; an {@link Error} comes as the cause of an {@link IllegalStateException}
     */
    void failed(Exception cause);
}
