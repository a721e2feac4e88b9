package io.github.h11j.spec.conformance;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Runs cases, several at a time. A case that fails or is inconclusive is run once more, alone. Only a case that fails
 * twice counts as failed; one with two different verdicts is inconclusive. A subject that ends in a case, and so cannot
 * be reached a second time, fails it at once.
 */
public abstract sealed class ConformanceRunner implements AutoCloseable permits CalibratedRunner, ClientRunner {

    private final String subject;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final ReadWriteLock alone = new ReentrantReadWriteLock();
    private final AtomicInteger runs = new AtomicInteger();
    private final String runName = Long.toString(System.nanoTime(), 36);

    ConformanceRunner(String subject, int parallel) {
        this.subject = subject;
        this.workers = Executors.newFixedThreadPool(parallel, Daemons.named("h11j-conformance"));
        this.timer = Executors.newScheduledThreadPool(1, Daemons.named("h11j-conformance-timer"));
    }

    /**
     * Returns what was found out before the cases ran.
     *
     * @return a line for people
     */
    public abstract String setting();

    /** Returns why a case is inconclusive for this subject; empty if it is not. */
    abstract Optional<String> missing(ConformanceCase test);

    /**
     * Returns whether cases can run at the same time. A subject that serves one connection at a time lets the others
     * wait, and they would look silent.
     */
    boolean servesSeveral() {
        return true;
    }

    /** Runs a case once. */
    abstract CaseResult once(ConformanceCase test);

    /** Returns a token that is unique to one run of a case. */
    final String newId() {
        return runName + runs.incrementAndGet();
    }

    final ScheduledExecutorService timer() {
        return timer;
    }

    /**
     * Runs cases in the background.
     *
     * @param cases of the runner's kind
     * @return a result for each, in the same order
     */
    public final List<CompletableFuture<CaseResult>> start(List<ConformanceCase> cases) {
        return cases.stream()
                .map(test -> CompletableFuture.supplyAsync(() -> runTwice(test), workers))
                .toList();
    }

    /**
     * Runs a case, and runs it again if it fails or is inconclusive.
     *
     * @param test a case of the runner's kind
     * @return the result
     */
    public final CaseResult run(ConformanceCase test) {
        return start(List.of(test)).get(0).join();
    }

    private CaseResult runTwice(ConformanceCase test) {
        Optional<String> missing = missing(test);
        if (missing.isPresent()) {
            return CaseResult.inapplicable(test, missing.get());
        }
        CaseResult first = locked(servesSeveral() ? alone.readLock() : alone.writeLock(), test);
        if (first.verdict() == Verdict.PASS || first.verdict() == Verdict.TOLERATED) {
            return first;
        }
        CaseResult second = locked(alone.writeLock(), test);
        if (first.isGone() && second.isUnreachable()) {
            return first;
        }
        return second.verdict() == first.verdict()
                ? second
                : CaseResult.inconclusive(
                        test,
                        "the " + subject + " behaves inconsistently: first " + seen(first) + ", then " + seen(second),
                        second.transcript());
    }

    /** What was observed or, if nothing could be, the reason. */
    private static String seen(CaseResult result) {
        return result.observation().sightings().isEmpty() && result.verdict() == Verdict.INCONCLUSIVE
                ? result.explanation()
                : result.observation().toString();
    }

    private CaseResult locked(Lock lock, ConformanceCase test) {
        lock.lock();
        try {
            return once(test);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Interrupts running cases, and does not wait for them. Futures of cases that have not begun are never completed.
     */
    @Override
    public void close() {
        workers.shutdownNow();
        timer.shutdownNow();
    }
}
