package io.github.h11j.examples.app;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ForwardingExchange;
import io.github.h11j.handler.ProtocolHandler;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exchange that notices its end: the response is complete, the protocol is another one, or the exchange failed. */
abstract class WatchedExchange extends ForwardingExchange {

    private final AtomicBoolean open = new AtomicBoolean(true);
    private @Nullable Consumer<? super Exception> listener;
    private @Nullable Exception failure;

    WatchedExchange(Exchange exchange) {
        super(exchange);
        exchange.onFailure(this::failed);
    }

    /** Called once. */
    abstract void ended();

    private void end() {
        if (open.getAndSet(false)) {
            ended();
        }
    }

    private void failed(Exception cause) {
        end();
        failure = cause;
        if (listener != null) {
            listener.accept(cause);
        }
    }

    @Override
    public void send(List<? extends Event> events) {
        super.send(events);
        if (!events.isEmpty() && events.get(events.size() - 1) instanceof EndOfMessage) {
            end();
        }
    }

    @Override
    public void sendFile(Response head, FileChannel file, long position, long length) {
        super.sendFile(head, file, position, length);
        end();
    }

    @Override
    public void switchTo(ProtocolHandler protocol) {
        super.switchTo(protocol);
        end();
    }

    @Override
    public void onFailure(Consumer<? super Exception> whenFailed) {
        if (failure != null) {
            whenFailed.accept(failure);
        } else {
            listener = whenFailed;
        }
    }
}
