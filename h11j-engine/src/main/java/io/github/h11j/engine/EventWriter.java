package io.github.h11j.engine;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.Event;
import java.nio.ByteBuffer;
import java.util.List;

/** Queues events: step 4 of the numbered driving loop. */
final class EventWriter {

    /** Bodies of at most 4 KiB are copied after their head: one buffer is faster than two. */
    private static final int SMALL = 4 * 1024;

    private EventWriter() {}

    static void write(Connection http, OutputQueue output, List<? extends Event> events) {
        long bytes = 0;
        for (Event event : events) {
            bytes += event instanceof Data data ? data.bytes().length() : 0;
        }
        if (bytes <= SMALL) {
            output.add(ByteBuffer.wrap(http.send(events)));
        } else {
            output.add(http.sendWithDataPassthrough(events));
        }
    }
}
