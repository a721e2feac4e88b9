package io.github.h11j.spec.conformance;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the JVM alive. */
final class Daemons {

    private Daemons() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    static void start(String name, Runnable task) {
        named(name).newThread(task).start();
    }
}
