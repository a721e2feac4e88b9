package io.github.h11j.examples.keepalive;

import java.io.IOException;
import java.util.List;

/** A program that calls a server several times, one call after another, and reuses connections if it may. */
interface Caller {

    /** As {@link Cell#client()}. */
    String name();

    /** Makes the calls, and returns how long each call took, in milliseconds. */
    List<Double> call(MeasuredServer server, int calls) throws IOException, InterruptedException;
}
