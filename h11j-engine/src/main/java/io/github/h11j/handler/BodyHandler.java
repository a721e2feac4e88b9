package io.github.h11j.handler;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;

/**
 * Receives the body of a message, part by part. Once the response is complete, the rest of a request's body is dropped
 * and not passed to it.
 */
public interface BodyHandler {

    /**
     * Receives a part of the body.
     *
     * @param data never empty; its bytes may be borrowed, and are then valid only during this call
     *     ({@link io.github.h11j.Bytes#detach()} keeps them)
     * @throws Exception as {@link Handler#handle}
     */
    void data(Data data) throws Exception;

    /**
     * Called when the body is complete, also for a message without a body. Never called for a truncated one. On a
     * server it is not called once the response is complete.
     *
     * @param end the end of the message, with its trailers
     * @throws Exception as {@link Handler#handle}
     */
    void end(EndOfMessage end) throws Exception;
}
