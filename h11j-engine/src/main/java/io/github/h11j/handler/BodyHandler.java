package io.github.h11j.handler;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;

/**
 * Takes the body of a message, part by part. That of a request gets nothing more once the response is complete: what is
 * left of the body is dropped.
 */
public interface BodyHandler {

    /**
     * Takes a part of the body.
     *
     * @param data never empty; its bytes may be borrowed, and are then valid only during this call
     *     ({@link io.github.h11j.Bytes#detach()} keeps them)
     * @throws Exception as {@link Handler#handle}
     */
    void data(Data data) throws Exception;

    /**
     * The body is complete. Called for messages without a body too, and never for a truncated one.
     *
     * @param end with the trailers
     * @throws Exception as {@link Handler#handle}
     */
    void end(EndOfMessage end) throws Exception;
}
