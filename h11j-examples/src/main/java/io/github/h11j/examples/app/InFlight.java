package io.github.h11j.examples.app;

import io.github.h11j.handler.Handler;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests whose response is not complete. */
public final class InFlight {

    private final AtomicInteger count = new AtomicInteger();

    /**
     * Returns a handler that counts the requests of another handler.
     *
     * @param handler receives the requests
     * @return a handler that precedes it
     */
    public Handler before(Handler handler) {
        return (request, exchange) -> {
            count.incrementAndGet();
            handler.handle(request, new WatchedExchange(exchange) {
                @Override
                void ended() {
                    count.decrementAndGet();
                }
            });
        };
    }

    /**
     * Returns how many requests are being answered; any thread may ask.
     *
     * @return 0 or more; an exchange that was switched to another protocol is not counted
     */
    public int count() {
        return count.get();
    }
}
