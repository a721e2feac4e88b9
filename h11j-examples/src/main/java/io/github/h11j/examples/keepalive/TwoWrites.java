package io.github.h11j.examples.keepalive;

import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ForwardingExchange;
import io.github.h11j.handler.Handler;
import java.util.List;

/** The first half of the trap: precedes a handler and sends the head in a separate write, then the rest. */
record TwoWrites(Handler handler) implements Handler {

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        handler.handle(request, new Splitting(exchange));
    }

    private static final class Splitting extends ForwardingExchange {

        Splitting(Exchange exchange) {
            super(exchange);
        }

        @Override
        public void send(List<? extends Event> events) {
            if (events.size() > 1 && events.get(0) instanceof Response) {
                super.send(events.subList(0, 1));
                flush();
                super.send(events.subList(1, events.size()));
            } else {
                super.send(events);
            }
        }
    }
}
