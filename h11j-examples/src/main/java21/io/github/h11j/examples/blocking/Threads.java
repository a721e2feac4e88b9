package io.github.h11j.examples.blocking;

/** Starts threads that wait for peers: virtual threads. */
public final class Threads {

    private Threads() {}

    /**
     * Starts a thread.
     *
     * @param name of the thread
     * @param task what it does
     * @return the thread, which does not keep the program alive
     */
    public static Thread start(String name, Runnable task) {
        return Thread.ofVirtual().name(name).start(task);
    }
}
