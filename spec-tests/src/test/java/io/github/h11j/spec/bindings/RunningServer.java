package io.github.h11j.spec.bindings;

import java.time.Duration;

/** A server that one of the bindings has started, as the tests of all three see it. */
interface RunningServer {

    /**
     * What a server waits for at most.
     *
     * @param idle between two requests
     * @param head for the rest of a head whose first byte has come
     * @param body for the next bytes of a body
     */
    record Timeouts(Duration idle, Duration head, Duration body) {

        static final Timeouts LONG =
                new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    int port();

    /** Accepts no more, lets what is in flight end within a time, and closes the rest; whether nothing was cut off. */
    boolean stop(Duration atMost) throws InterruptedException;
}
