package io.github.h11j.examples.app;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a body back as it comes, its trailers too. The head waits for the first part, so that they leave together. */
final class EchoBody implements BodyHandler {

    private final Exchange exchange;

    /** Not sent yet. */
    private @Nullable Response head;

    EchoBody(Request request, Exchange exchange) {
        this.exchange = exchange;
        this.head = new Response(200, fields(request.headers()));
    }

    private static Headers fields(Headers of) {
        Headers fields = Headers.of("Content-Type", of.first("Content-Type").orElse("application/octet-stream"));
        if (of.contains("Transfer-Encoding")) {
            return of.first("Trailer")
                    .map(names -> fields.with("Trailer", names))
                    .orElse(fields);
        }
        List<String> lengths = of.tokens("Content-Length");
        return fields.with("Content-Length", lengths.isEmpty() ? "0" : lengths.get(0));
    }

    @Override
    public void data(Data data) {
        send(new Data(data.bytes().detach()));
        if (!exchange.isWritable()) {
            exchange.pause();
            exchange.onWritable(exchange::resume);
        }
    }

    @Override
    public void end(EndOfMessage end) {
        send(end);
    }

    private void send(Event event) {
        List<Event> events = new ArrayList<>(2);
        if (head != null) {
            events.add(head);
            head = null;
        }
        events.add(event);
        exchange.send(events);
    }
}
