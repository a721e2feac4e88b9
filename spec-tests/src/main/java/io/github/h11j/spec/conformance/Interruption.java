package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reports the results so far when a run is stopped by Ctrl-C or SIGTERM. */
final class Interruption implements AutoCloseable {

    /** Receives the results so far. */
    @FunctionalInterface
    interface Report {

        void of(List<CaseResult> results) throws IOException;
    }

    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread hook;

    Interruption(List<CompletableFuture<CaseResult>> running, Report report) {
        this.hook = new Thread(() -> stop(running, report), "h11j-conformance-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(List<CompletableFuture<CaseResult>> running, Report report) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        try {
            report.of(running.stream()
                    .filter(one -> one.isDone() && !one.isCompletedExceptionally())
                    .map(CompletableFuture::join)
                    .toList());
        } catch (IOException e) {
            System.err.println("the reports could not be written: " + e.getMessage());
        }
    }

    /** All cases are done. Waits forever if the run is being stopped, so that only one report is written. */
    void isNoMore() throws InterruptedException {
        if (!over.compareAndSet(false, true)) {
            Thread.currentThread().join();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down, and the hook is running
        }
    }
}
