package io.github.h11j.spec.bindings;

import java.time.Duration;

/** A server that one of the bindings has started, as the tests of all three see it. */
interface RunningServer {

    /**
     * The timeouts of a server.
     *
     * @param idle between two requests
     * @param head for the rest of a head whose first byte has arrived
     * @param body for the next bytes of a body
     */
    record Timeouts(Duration idle, Duration head, Duration body) {

        static final Timeouts LONG =
                new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    int port();

    /**
     * Accepts no more connections, lets exchanges in flight finish within a time limit, and closes the rest. Returns
     * whether nothing was cut off.
     */
    boolean stop(Duration atMost) throws InterruptedException;
}
