package io.github.h11j.engine.simulation;

/** Who sends requests, as the server's side sees it. */
interface Asker {

    /** Nothing can be expected of a connection any more. */
    void faulty(String why);

    /** A fault has happened to what is going on. */
    void hit(Fault fault);

    /** Whether its requests may be garbled. */
    boolean isHostile();

    /** How many bytes are sent at once at most, by either side. */
    int largestSend();

    /** A request comes for the second time: the plan for that, or null if it must not. */
    Plan again(Plan plan);
}
