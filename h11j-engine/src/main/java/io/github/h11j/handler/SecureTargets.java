package io.github.h11j.handler;

import io.github.h11j.Request;
import io.github.h11j.RequestTarget;

/**
 * Checks that {@code https} requests arrive on a TLS connection. Only a server that knows its connection can check
 * that.
 */
public final class SecureTargets {

    private SecureTargets() {}

    /**
     * Returns a handler that answers requests for {@code https} URIs on a connection without TLS with 421 (RFC 9110
     * §7.4). It is not for servers behind a proxy that ends TLS for them and sends absolute targets.
     *
     * @param next receives all other requests
     * @return the handler
     */
    public static Handler guard(Handler next) {
        return (request, exchange) -> {
            if (isHttps(request) && exchange.tls().isEmpty()) {
                exchange.send(Responses.text(421, "this connection is not secured\n"));
            } else {
                next.handle(request, exchange);
            }
        };
    }

    private static boolean isHttps(Request request) {
        return RequestTarget.parse(request.method(), request.target())
                .flatMap(RequestTarget::scheme)
                .filter("https"::equals)
                .isPresent();
    }
}
