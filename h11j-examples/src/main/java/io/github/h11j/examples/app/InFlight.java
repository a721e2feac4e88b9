package io.github.h11j.examples.app;

import io.github.h11j.Request;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a handler and counts the requests whose response is not complete. */
public final class InFlight implements Handler {

    private final Handler handler;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * A counter.
     *
     * @param handler receives the requests
     */
    public InFlight(Handler handler) {
        this.handler = handler;
    }

    /**
     * Returns how many requests are being answered; any thread may ask.
     *
     * @return 0 or more; an exchange that was switched to another protocol is not counted
     */
    public int count() {
        return count.get();
    }

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        count.incrementAndGet();
        handler.handle(request, new WatchedExchange(exchange) {
            @Override
            void ended() {
                count.decrementAndGet();
            }
        });
    }
}
