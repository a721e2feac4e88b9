package io.github.h11j.examples.gateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a thread that may block wait for a connection whose calls must not block: a step is passed to the connection,
 * and the thread waits for it. One thread waits at a time.
 */
final class Bridge {

    private @Nullable Exception failure;
    private @Nullable CompletableFuture<@Nullable Void> pending;

    /** What is done on the connection. */
    interface Step {
        /** Runs the step; {@code done} must be run when the thread may continue. */
        void run(Runnable done);
    }

    /**
     * Waits until a step is done.
     *
     * @param connection runs tasks as calls of the connection; runs none once it has failed
     * @throws IOException if the step throws, or the connection fails before
     */
    void await(Consumer<Runnable> connection, Step step) throws IOException {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        begin(done);
        connection.accept(() -> {
            try {
                step.run(() -> done.complete(null));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    private synchronized void begin(CompletableFuture<@Nullable Void> done) throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
        pending = done;
    }

    /** The connection has failed: wakes all waiting threads. */
    synchronized void fail(Exception cause) {
        if (failure == null) {
            failure = cause;
            if (pending != null) {
                pending.completeExceptionally(cause);
            }
        }
    }

    synchronized boolean hasFailed() {
        return failure != null;
    }
}
