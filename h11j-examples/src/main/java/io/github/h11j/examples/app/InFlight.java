package io.github.h11j.examples.app;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ForwardingExchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ProtocolHandler;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands before a handler and counts the requests whose response is not complete. */
public final class InFlight implements Handler {

    private final Handler handler;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * A counter.
     *
     * @param handler gets the requests
     */
    public InFlight(Handler handler) {
        this.handler = handler;
    }

    /**
     * How many requests are being answered; any thread may ask.
     *
     * @return 0 or more; an exchange that was switched to another protocol is not counted
     */
    public int count() {
        return count.get();
    }

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        handler.handle(request, new Counted(exchange));
    }

    private final class Counted extends ForwardingExchange {

        private final AtomicBoolean open = new AtomicBoolean(true);
        private @Nullable Consumer<? super Exception> listener;
        private @Nullable Exception failure;

        Counted(Exchange exchange) {
            super(exchange);
            count.incrementAndGet();
            exchange.onFailure(this::failed);
        }

        private void ended() {
            if (open.getAndSet(false)) {
                count.decrementAndGet();
            }
        }

        private void failed(Exception cause) {
            ended();
            failure = cause;
            if (listener != null) {
                listener.accept(cause);
            }
        }

        @Override
        public void send(List<? extends Event> events) {
            super.send(events);
            if (events.stream().anyMatch(EndOfMessage.class::isInstance)) {
                ended();
            }
        }

        @Override
        public void sendFile(Response head, FileChannel file, long position, long length) {
            super.sendFile(head, file, position, length);
            ended();
        }

        @Override
        public void switchTo(ProtocolHandler protocol) {
            super.switchTo(protocol);
            ended();
        }

        @Override
        public void onFailure(Consumer<? super Exception> told) {
            if (failure != null) {
                told.accept(failure);
            } else {
                listener = told;
            }
        }
    }
}
