package io.github.h11j.handler;

import io.github.h11j.Request;

/**
 * An application: answers requests. One handler serves all connections of a server, and therefore several at the same
 * time.
 */
@FunctionalInterface
public interface Handler {

    /**
     * Handles a request. The response may be sent in this call or later: from the {@link BodyHandler}, or in a task
     * passed to {@link Exchange#execute(Runnable)}. The server does not limit how long that takes: no timeout ends the
     * connection of a request that is never answered. On an event loop this method must not block.
     *
     * @param request the head of the request
     * @param exchange sends the response, and receives the body
     * @throws Exception if the request cannot be answered. The server answers 500, or ends the connection if the
     *     response has begun: a truncated body is never completed. The same holds for an {@link Error}. Neither affects
     *     other connections
     */
    void handle(Request request, Exchange exchange) throws Exception;
}
