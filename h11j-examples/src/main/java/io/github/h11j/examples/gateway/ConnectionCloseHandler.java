package io.github.h11j.examples.gateway;

import io.github.h11j.Request;
import io.github.h11j.Response;

/**
 * Adds {@code Connection: close} to every response, so that every connection carries one request. It hides the slowness
 * of a server on keep-alive connections, at the cost of a new connection per request (LocalStack issue 6557); the real
 * fix is in {@code docs/guide/adapters.md}, rules 1 and 2.
 */
public final class ConnectionCloseHandler implements ResponseHandler {

    /** Creates the handler. */
    public ConnectionCloseHandler() {}

    @Override
    public Response handle(Request request, Response response) {
        if (response.headers().containsToken("Connection", "close")) {
            return response;
        }
        return new Response(
                response.statusCode(),
                response.reason(),
                response.headers().withAdded("Connection", "close"),
                response.version());
    }
}
