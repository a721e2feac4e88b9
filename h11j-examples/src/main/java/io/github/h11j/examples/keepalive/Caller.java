package io.github.h11j.examples.keepalive;

import java.io.IOException;
import java.util.List;

/** A program that calls a server several times, one call after another, and keeps connections that it may keep. */
interface Caller {

    /** As {@link Cell#client()}. */
    String name();

    /** Calls and says how long each call took, in milliseconds. */
    List<Double> call(MeasuredServer server, int calls) throws IOException, InterruptedException;
}
