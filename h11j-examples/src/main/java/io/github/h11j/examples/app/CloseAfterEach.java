package io.github.h11j.examples.app;

import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.handler.Exchange;
import io.github.h11j.examples.handler.ForwardingExchange;
import io.github.h11j.examples.handler.Handler;
import java.nio.channels.FileChannel;
import java.util.List;

/** Stands before a handler and makes each of its responses the last on its connection: {@code Connection: close}. */
public final class CloseAfterEach implements Handler {

    private final Handler handler;

    /**
     * A handler that closes.
     *
     * @param handler gets the requests
     */
    public CloseAfterEach(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        handler.handle(request, new Closing(exchange));
    }

    private static final class Closing extends ForwardingExchange {

        Closing(Exchange exchange) {
            super(exchange);
        }

        private static Response last(Response response) {
            return response.headers().containsToken("Connection", "close")
                    ? response
                    : new Response(
                            response.statusCode(),
                            response.reason(),
                            response.headers().with("Connection", "close"),
                            response.version());
        }

        @Override
        public void send(List<? extends Event> events) {
            super.send(events.stream()
                    .map(event -> event instanceof Response response ? last(response) : event)
                    .toList());
        }

        @Override
        public void sendFile(Response head, FileChannel file, long position, long length) {
            super.sendFile(last(head), file, position, length);
        }
    }
}
