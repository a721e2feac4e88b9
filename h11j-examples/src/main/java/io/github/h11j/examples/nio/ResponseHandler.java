package io.github.h11j.examples.nio;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;

/**
 * Takes the response to a request of a {@link NioClient}. All calls are made on the client's thread, one after the other,
 * and must not block. After {@link #end} or {@link #failed} no other follows. What a method throws, an
 * {@link Error} too, ends the connection and goes to {@link #failed}; nothing else suffers.
 */
public interface ResponseHandler {

    /**
     * The request's head is queued and the server is ready for the body: it is to be sent here, or later. Called only if
     * the request was given without its end, and not if a final response comes instead of 100 (Continue).
     *
     * @param exchange where the body goes
     * @throws Exception ends the connection
     */
    default void sendBody(ClientExchange exchange) throws Exception {
        throw new IllegalStateException("the request has no end, and nobody to send it");
    }

    /**
     * An interim response has come. At 101 the connection can be taken over by
     * {@link ClientExchange#switchTo(io.github.h11j.handler.ProtocolHandler)}.
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
     * A part of the body has come.
     *
     * @param data never empty; its bytes may be borrowed, and are then valid only during this call
     *     ({@link io.github.h11j.Bytes#detach()} keeps them)
     * @throws Exception ends the connection
     */
    void data(Data data) throws Exception;

    /**
     * The response is complete. A request that is not sent to its end is given up.
     *
     * @param end with the trailers
     * @throws Exception ends the connection
     */
    void end(EndOfMessage end) throws Exception;

    /**
     * The response is not complete and will not be: the connection could not be made or was lost, the server broke the
     * protocol or was silent for too long, or the client has stopped. What it throws is logged, and has no other effect.
     *
     * @param cause why; an {@link Error} comes as the cause of an {@link IllegalStateException}
     */
    void failed(Exception cause);
}
