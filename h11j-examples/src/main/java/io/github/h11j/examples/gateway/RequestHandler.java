package io.github.h11j.examples.gateway;

import io.github.h11j.Request;
import io.github.h11j.handler.Exchange;
import java.util.Optional;

/** A link of a {@link Gateway} that receives requests before the application does. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Handles a request. On an event loop this method must not block.
     *
     * @param request as passed on by the previous handler
     * @param exchange to respond, or to see the peer's address
     * @return the request for the next handler, changed or not; empty if this handler answers
     * @throws Exception is passed to the exception handlers
     */
    Optional<Request> handle(Request request, Exchange exchange) throws Exception;
}
