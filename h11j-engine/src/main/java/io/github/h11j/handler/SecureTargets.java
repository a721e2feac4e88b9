package io.github.h11j.handler;

import io.github.h11j.Request;
import io.github.h11j.RequestTarget;

/** What only a server that knows its connection can judge of a target: whether {@code https} is answered in the open. */
public final class SecureTargets {

    private SecureTargets() {}

    /**
     * A handler before which requests for {@code https} URIs that came over a connection without TLS are answered with
     * 421 (RFC 9110 §7.4). Not for servers behind something that ends TLS for them and sends absolute targets.
     *
     * @param next gets all other requests
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
