package io.github.h11j.examples.blocking;

/** Starts the threads of connections: platform threads. On JDK 21 and later another class of this name does. */
final class Threads {

    private Threads() {}

    static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
