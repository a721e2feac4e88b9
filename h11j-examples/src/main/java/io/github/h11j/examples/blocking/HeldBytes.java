package io.github.h11j.examples.blocking;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all connections of a server hold: input that is not used yet, output that is not written. Above half of
 * what they may, output is not gathered any more; above all of it, the server is called, to close the worst. For all
 * threads.
 */
final class HeldBytes {

    /** For connections that are not a server's. */
    static final HeldBytes UNBOUNDED = new HeldBytes(Long.MAX_VALUE, () -> {});

    private final long most;
    private final Runnable whenOver;
    private final AtomicLong held = new AtomicLong();
    private final AtomicBoolean calling = new AtomicBoolean();

    HeldBytes(long most, Runnable whenOver) {
        this.most = most;
        this.whenOver = whenOver;
    }

    /** A connection holds more, or less. */
    void change(long difference) {
        if (held.addAndGet(difference) > most && difference > 0 && !calling.getAndSet(true)) {
            try {
                whenOver.run();
            } finally {
                calling.set(false);
            }
        }
    }

    boolean isTight() {
        return held.get() > most / 2;
    }

    /** How many bytes too many are held; 0 or less if all is well. */
    long excess() {
        return held.get() - most;
    }

    long held() {
        return held.get();
    }
}
