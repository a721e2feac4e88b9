package io.github.h11j.examples;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;

/** Sends a request's body back as it comes, with its trailers. */
public final class Echo implements BodyHandler {

    private final Exchange exchange;
    private boolean begun;

    private Echo(Exchange exchange) {
        this.exchange = exchange;
    }

    /** As a handler. */
    public static void handle(Request request, Exchange exchange) {
        exchange.receiveBody(new Echo(exchange));
    }

    private void begin() {
        if (!begun) {
            begun = true;
            exchange.send(new Response(200, Headers.EMPTY));
        }
    }

    @Override
    public void data(Data data) {
        begin();
        exchange.send(new Data(data.bytes().detach()));
    }

    @Override
    public void end(EndOfMessage end) {
        begin();
        exchange.send(end);
    }
}
