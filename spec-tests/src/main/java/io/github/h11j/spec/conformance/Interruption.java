package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Reports the results so far when a run is stopped by Ctrl-C or SIGTERM. */
final class Interruption implements AutoCloseable {

    /** Receives the results so far. */
    @FunctionalInterface
    interface Report {

        void of(List<CaseResult> results) throws IOException;
    }

    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread hook;

    /**
     * Waits for the end of the JVM.
     *
     * @param soFar returns the results so far
     */
    Interruption(Supplier<List<CaseResult>> soFar, Report report) {
        this.hook = new Thread(() -> stop(soFar, report), "h11j-conformance-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns the results of the cases that are done. */
    static List<CaseResult> done(List<CompletableFuture<CaseResult>> running) {
        return running.stream()
                .filter(one -> one.isDone() && !one.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }

    private void stop(Supplier<List<CaseResult>> soFar, Report report) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        try {
            report.of(soFar.get());
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
