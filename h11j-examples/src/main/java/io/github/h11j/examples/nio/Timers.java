package io.github.h11j.examples.nio;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a loop. Moving a deadline to a later time, as every request does, does not touch the queue: an entry
 * that expires too early is put back.
 */
final class Timers {

    private final LongSupplier nanoTime;
    private final PriorityQueue<Entry> queue = new PriorityQueue<>((a, b) -> Long.signum(a.at - b.at));

    Timers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** About how many entries belong to timers that were cancelled. */
    private int cancelled;

    private record Entry(long at, Timer timer) {}

    /** One deadline, which can be moved. */
    static final class Timer {
        private @Nullable Runnable action;
        private boolean armed;
        private long deadline;
        /** Whether there is an entry in the queue, and for which time; other entries are stale. */
        private boolean queued;

        private long queuedAt;

        Timer(Runnable action) {
            this.action = action;
        }

        void disarm() {
            armed = false;
        }
    }

    /** Disarms permanently, and drops the reference to the action. Entries of cancelled timers are removed in time. */
    void cancel(Timer timer) {
        timer.armed = false;
        timer.action = null;
        if (timer.queued && ++cancelled > queue.size() / 2) {
            queue.removeIf(entry -> entry.timer.action == null);
            cancelled = 0;
        }
    }

    /** Returns how many entries there are, including stale ones. */
    int size() {
        return queue.size();
    }

    /** Returns the current time, in nanoseconds. */
    long now() {
        return nanoTime.getAsLong();
    }

    void arm(Timer timer, Duration delay) {
        armAt(timer, now() + delay.toNanos());
    }

    void armAt(Timer timer, long deadline) {
        timer.armed = true;
        timer.deadline = deadline;
        if (!timer.queued || timer.deadline - timer.queuedAt < 0) {
            enqueue(timer);
        }
    }

    private void enqueue(Timer timer) {
        timer.queued = true;
        timer.queuedAt = timer.deadline;
        queue.add(new Entry(timer.deadline, timer));
    }

    /** Returns the time until the next deadline; negative if there is none. */
    long nanosToNext() {
        Entry next = queue.peek();
        return next == null ? -1 : Math.max(0, next.at - nanoTime.getAsLong());
    }

    /** Runs the actions whose deadline has passed. */
    void expire() {
        long now = nanoTime.getAsLong();
        for (Entry next = queue.peek(); next != null && next.at - now <= 0; next = queue.peek()) {
            queue.remove();
            expire(next, now);
        }
    }

    private void expire(Entry entry, long now) {
        Timer timer = entry.timer;
        if (!timer.queued || timer.queuedAt != entry.at) {
            return;
        }
        timer.queued = false;
        Runnable action = timer.action;
        if (!timer.armed || action == null) {
            return;
        }
        if (timer.deadline - now > 0) {
            enqueue(timer);
        } else {
            timer.armed = false;
            EventLoop.run(action);
        }
    }
}
