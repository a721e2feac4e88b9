package io.github.h11j.handler;

import io.github.h11j.Request;

/** An application: answers requests. One handler serves all connections of a server, and so several at a time. */
@FunctionalInterface
public interface Handler {

    /**
     * Takes a request. The response may be sent here, or later: from the {@link BodyHandler}, or in a task given to
     * {@link Exchange#execute(Runnable)}. On an event loop this must not block.
     *
     * @param request its head
     * @param exchange where the response goes and the body comes from
     * @throws Exception is answered with 500, or ends the connection if the response has begun: a truncated body is
     *     never completed. So is an {@link Error}, whatever it is: neither costs more than this connection
     */
    void handle(Request request, Exchange exchange) throws Exception;
}
