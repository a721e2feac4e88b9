package io.github.h11j.examples.gateway;

import io.github.h11j.Event;
import io.github.h11j.Request;
import java.util.List;
import java.util.Optional;

/** A link of a {@link Gateway} that turns an exception into a response. */
@FunctionalInterface
public interface ExceptionHandler {

    /**
     * Handles an exception that occurred before the response began.
     *
     * @param request as the client sent it
     * @param failure what a handler or the application threw
     * @return a complete response, which passes the response handlers too; empty to leave the exception to the next
     *     handler, and after the last one to the server, which responds with 500
     */
    Optional<List<Event>> handle(Request request, Exception failure);
}
