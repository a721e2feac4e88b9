package io.github.h11j.spec.conformance;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Guards the state that the threads of one run of a case share, and lets a thread wait for a change. */
final class Monitor {

    /** Changes the shared state, and wakes all waiting threads. */
    synchronized void change(Runnable change) {
        change.run();
        notifyAll();
    }

    /** Reads the shared state. */
    synchronized boolean holds(BooleanSupplier condition) {
        return condition.getAsBoolean();
    }

    /**
     * Waits until a condition holds, but no longer than {@code patience} after the last progress.
     *
     * @param progress a number that changes with each progress
     * @return whether it holds
     */
    synchronized boolean await(BooleanSupplier condition, LongSupplier progress, Duration patience) {
        long last = progress.getAsLong();
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (progress.getAsLong() != last) {
                last = progress.getAsLong();
                deadline = System.nanoTime() + patience.toNanos();
            }
            long millis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the run is being stopped
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Waits until a condition holds, but no longer than {@code patience}. */
    boolean await(BooleanSupplier condition, Duration patience) {
        return await(condition, () -> 0, patience);
    }
}
