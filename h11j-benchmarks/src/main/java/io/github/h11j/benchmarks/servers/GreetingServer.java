package io.github.h11j.benchmarks.servers;

/** A running server on the loopback interface. */
interface GreetingServer {

    int port();

    void stop() throws Exception;

    /** Starts one. */
    @FunctionalInterface
    interface Starter {
        GreetingServer start() throws Exception;
    }
}
