package io.github.h11j.examples.gateway;

import io.github.h11j.Request;
import io.github.h11j.Response;

/** A link of a {@link Gateway} that receives the head of each final response before the client does. */
@FunctionalInterface
public interface ResponseHandler {

    /**
     * Handles a response. On an event loop this method must not block.
     *
     * @param request as the client sent it
     * @param response as passed on by the previous handler
     * @return the response for the next handler, changed or not
     * @throws RuntimeException is passed to the exception handlers
     */
    Response handle(Request request, Response response);
}
