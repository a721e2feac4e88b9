package io.github.h11j.examples.gateway;

import io.github.h11j.Event;
import io.github.h11j.Request;
import java.util.List;
import java.util.Optional;

/** A link of a {@link Gateway} that turns an exception into a response. */
@FunctionalInterface
public interface ExceptionHandler {

    /**
     * Takes an exception that came before a response had begun.
     *
     * @param request as the client sent it
     * @param failure what a handler or the application threw
     * @return a whole response, which the response handlers see too; empty leaves it to the next handler, and after the
     *     last to the server, which answers 500
     */
    Optional<List<Event>> handle(Request request, Exception failure);
}
