package io.github.h11j.examples.blocking;

/** Starts threads that wait for peers: platform threads. On JDK 21 and later another class of this name does. */
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
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
