package io.github.h11j.examples.blocking;

/** Starts the threads of connections: virtual threads. */
final class Threads {

    private Threads() {}

    static Thread start(String name, Runnable task) {
        return Thread.ofVirtual().name(name).start(task);
    }
}
