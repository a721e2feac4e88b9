package io.github.h11j.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The calls of the application that are due on one connection, and the one that is being made. */
final class CallQueue {

    private @Nullable Call running;

    /** What the protocol has come to. */
    private @Nullable Call due;

    /** Due whatever becomes of the connection: those that are owed to listeners and observers. */
    private @Nullable Queue<Call> owed;

    private @Nullable Queue<Call> tasks;
    private @Nullable Call whenWritable;

    /** Whether none is being made, and the protocol can go on to its next. */
    boolean isIdle() {
        return running == null && due == null;
    }

    /** Whether one is being made. */
    boolean isMaking() {
        return running != null;
    }

    @SuppressWarnings("ReferenceEquality") // this very call
    boolean isMaking(Call call) {
        return call == running;
    }

    /** The next one, which is being made from now on; null if none is due, or one is being made. */
    @Nullable
    Call next(boolean writable) {
        if (running != null) {
            return null;
        }
        running = take(writable);
        return running;
    }

    private @Nullable Call take(boolean writable) {
        Call next = poll(owed);
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

    @SuppressWarnings("ReferenceEquality") // this very call
    void ended(Call call) {
        if (call != running) {
            throw new IllegalStateException("that call is not being made");
        }
        running = null;
    }

    void setDue(@Nullable Call call) {
        due = call;
    }

    /** What is due borrows nothing any more. */
    void detachDue() {
        Call next = due;
        if (next != null) {
            next.detach();
        }
    }

    void owe(Call call) {
        if (owed == null) {
            owed = new ArrayDeque<>(2);
        }
        owed.add(call);
    }

    void add(Call task) {
        if (tasks == null) {
            tasks = new ArrayDeque<>(2);
        }
        tasks.add(task);
    }

    /** The task for when there is room; null for none any more. */
    void whenWritable(@Nullable Call task) {
        whenWritable = task;
    }

    /** What an owner has left to do is not done. */
    @SuppressWarnings("ReferenceEquality") // this very owner
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

    /** All but those that are owed. */
    void forgetAll() {
        tasks = null;
        whenWritable = null;
        due = null;
    }
}
