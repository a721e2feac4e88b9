package io.github.h11j.engine;

/** Runs tasks of other threads between the calls of a session. */
public interface Turns {

    /**
     * Runs a task while no method of the session is running, and then does what follows a report: makes the calls that
     * are due, writes, does what {@link Session#next()} says, and sets the timer. Any thread may call this.
     *
     * @param turn the task; may only be dropped after the transport has been closed
     * @throws java.util.concurrent.RejectedExecutionException if too many tasks wait, so that this one will not be run
     */
    void execute(Runnable turn);
}
