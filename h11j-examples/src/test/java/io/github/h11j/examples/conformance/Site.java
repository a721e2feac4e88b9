package io.github.h11j.examples.conformance;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;

/** A small site, as an application would have it: a text, an echo, and what only an application can judge. */
final class Site implements Handler {

    @Override
    public void handle(Request request, Exchange exchange) {
        switch (request.method()) {
            case "GET", "HEAD" -> exchange.send(Responses.text(200, "hello\n"));
            case "POST" ->
                WholeBody.receive(
                        request,
                        exchange,
                        1 << 20,
                        (body, trailers) -> exchange.send(Responses.bytes(200, "application/octet-stream", body)));
            case "OPTIONS" -> exchange.send(Responses.empty(204, Headers.of("Allow", "GET, HEAD, POST, OPTIONS")));
            case "DELETE", "PUT" ->
                exchange.send(Responses.empty(405, Headers.of("Allow", "GET, HEAD, POST, OPTIONS")));
            default -> exchange.send(Responses.text(501, "there is no such method\n"));
        }
    }
}
