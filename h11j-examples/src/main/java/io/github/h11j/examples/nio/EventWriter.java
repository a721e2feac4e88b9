package io.github.h11j.examples.nio;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Step 4 of the driving loop: turns events into what is queued, so that head, body and end leave together. */
final class EventWriter {

    /** Bodies up to here are copied behind their head: one buffer is quicker than two. */
    private static final int SMALL = 4 * 1024;

    private final Connection http;
    private final OutputQueue output;

    EventWriter(Connection http, OutputQueue output) {
        this.http = http;
        this.output = output;
    }

    /** Whether a message ends with these events. */
    static boolean ends(List<? extends Event> events) {
        return !events.isEmpty() && events.get(events.size() - 1) instanceof EndOfMessage;
    }

    /** Queues events; the array is not the caller's any more. */
    void write(Event[] events) {
        if (events.length == 0) {
            return;
        }
        long octets = 0;
        for (int i = 0; i < events.length; i++) {
            if (events[i] instanceof Data data) {
                octets += data.bytes().length();
                if (data.bytes().isBorrowed()) {
                    events[i] = new Data(data.bytes().detach());
                }
            }
        }
        if (octets <= SMALL) {
            output.add(ByteBuffer.wrap(http.send(List.of(events))));
        } else {
            output.add(http.sendWithDataPassthrough(events[0], Arrays.copyOfRange(events, 1, events.length)));
        }
    }
}
