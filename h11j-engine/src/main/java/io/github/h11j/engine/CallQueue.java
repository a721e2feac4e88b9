package io.github.h11j.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The calls into the application that are due on one connection, and the call that is being made. */
final class CallQueue {

    private @Nullable Call running;

    /** The next call of the protocol. */
    private @Nullable Call due;

    /** Calls to listeners and observers, which are due whatever happens to the connection. */
    private @Nullable Queue<Call> notices;

    private @Nullable Queue<Call> tasks;
    private @Nullable Call whenWritable;

    /** Returns whether no call is due or being made, so that the protocol can continue. */
    boolean isIdle() {
        return running == null && due == null;
    }

    /** Returns whether a call is being made. */
    boolean isMaking() {
        return running != null;
    }

    @SuppressWarnings("ReferenceEquality") // the same object
    boolean isMaking(Call call) {
        return call == running;
    }

    /** Returns the next call, which counts as being made from now on; null if none is due, or one is being made. */
    @Nullable
    Call next(boolean writable) {
        if (running != null) {
            return null;
        }
        running = take(writable);
        return running;
    }

    private @Nullable Call take(boolean writable) {
        Call next = poll(notices);
        if (next == null) {
            next = poll(tasks);
        }
        if (next == null && whenWritable != null && writable) {
            next = whenWritable;
            whenWritable = null;
        }
        if (next == null) {
            Call held = due;
            if (held != null && !held.owner.isPaused()) {
                due = null;
                next = held;
            }
        }
        return next;
    }

    private static @Nullable Call poll(@Nullable Queue<Call> calls) {
        return calls == null ? null : calls.poll();
    }

    @SuppressWarnings("ReferenceEquality") // the same object
    void ended(Call call) {
        if (call != running) {
            throw new IllegalStateException("that call is not being made");
        }
        running = null;
    }

    void setDue(@Nullable Call call) {
        due = call;
    }

    /** Returns how many bytes the due call keeps, because it may have to wait as long as its owner is paused. */
    int kept() {
        Call held = due;
        return held != null && held.owner.isPaused() ? held.bytes() : 0;
    }

    /** Copies what the due call borrows. */
    void detachDue() {
        Call next = due;
        if (next != null) {
            next.detach();
        }
    }

    void addNotice(Call call) {
        if (notices == null) {
            notices = new ArrayDeque<>(2);
        }
        notices.add(call);
    }

    void add(Call task) {
        if (tasks == null) {
            tasks = new ArrayDeque<>(2);
        }
        tasks.add(task);
    }

    /** Sets the task to run when there is room; null for none. */
    void whenWritable(@Nullable Call task) {
        whenWritable = task;
    }

    /** Drops the calls and tasks of an owner. */
    @SuppressWarnings("ReferenceEquality") // the same object
    void forget(Call.Owner owner) {
        if (tasks != null) {
            tasks.removeIf(task -> task.owner == owner);
        }
        whenWritable = null;
        due = null;
    }

    void forgetDue() {
        due = null;
    }

    /** Drops all calls except those to listeners and observers. */
    void forgetAll() {
        tasks = null;
        whenWritable = null;
        due = null;
    }
}
