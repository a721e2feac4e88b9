package io.github.h11j.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The common part of an exchange and of another protocol, as the application sees them: both can be paused, flushed,
 * and can fail.
 */
abstract class CallOwner implements Call.Owner {

    final Session session;

    /** Why there are no more calls; null as long as there may be some. */
    @Nullable
    Exception failure;

    boolean paused;

    private final String lost;

    /**
     * Creates an owner of calls.
     *
     * @param lost the message of the exception if the application continues after a failure
     */
    CallOwner(Session session, String lost) {
        this.session = session;
        this.lost = lost;
    }

    @Override
    public final boolean isOver() {
        return failure != null;
    }

    @Override
    public final boolean isPaused() {
        return paused;
    }

    final void requireNotFailed() {
        if (failure != null) {
            throw new UncheckedIOException(new IOException(lost, failure));
        }
    }

    public final void flush() {
        requireNotFailed();
        session.flush();
        requireNotFailed();
    }

    public final boolean isWritable() {
        return session.isWritable();
    }

    public final void pause() {
        paused = true;
    }

    public final void resume() {
        paused = false;
    }

    public final void execute(Runnable task) {
        session.execute(new Call(this, task::run));
    }
}
