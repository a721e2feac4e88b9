package io.github.h11j.examples.programs;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A server that finishes what it has begun when it gets SIGTERM, and says to clients that no more follows. */
public final class GracefulStop {

    private GracefulStop() {}

    static BlockingServer start(int port, Handler handler) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), handler, BlockingSettings.DEFAULT);
    }

    /** Returns whether all requests were answered. */
    static boolean stop(BlockingServer server) {
        try {
            return server.stop(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public static void main(String[] args) throws Exception {
        Executor later = CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS); // enough time to press Ctrl-C
        BlockingServer server = start(
                8080,
                (request, exchange) ->
                        later.execute(() -> exchange.execute(() -> exchange.send(Responses.text(200, "at last\n")))));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("all finished: " + stop(server))));
        System.out.println("curl -i http://127.0.0.1:8080/    and meanwhile Ctrl-C here");
        Thread.currentThread().join();
    }
}
