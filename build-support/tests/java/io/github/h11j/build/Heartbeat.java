package io.github.h11j.build;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints a line when a test class has run for another 25 seconds, so that a build that works can be told from one that
 * hangs: Surefire prints a class only when it starts and when it has ended.
 */
public final class Heartbeat implements TestExecutionListener {

    private static final int SECONDS = 25;

    /** The stream of now: tests replace {@code System.out}. */
    private final PrintStream out = System.out;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger finished = new AtomicInteger();
    private volatile String running = "";

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Thread thread = new Thread(this::beat, "heartbeat");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            running = test.getDisplayName();
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            finished.incrementAndGet();
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        ended.countDown();
    }

    private void beat() {
        try {
            for (int seconds = SECONDS; !ended.await(SECONDS, TimeUnit.SECONDS); seconds += SECONDS) {
                out.println(seconds + " s: " + finished + " tests have finished; running: " + running);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
