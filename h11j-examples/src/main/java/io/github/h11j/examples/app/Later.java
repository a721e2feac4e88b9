package io.github.h11j.examples.app;

import io.github.h11j.handler.Exchange;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tasks of an exchange that run after a delay. They block neither a connection's thread nor an event loop. */
final class Later {

    private Later() {}

    static void run(Exchange exchange, long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> exchange.execute(task));
    }
}
