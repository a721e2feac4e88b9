package io.github.h11j.examples.nio;

import io.github.h11j.BodyFrame;
import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;

/** Step 4 of the driving loop: turns events into what is queued, so that head, body and end leave together. */
final class EventWriter {

    /** Bodies up to here are copied behind their head: one buffer is quicker than two. */
    private static final int SMALL = 4 * 1024;

    /** Files up to here leave in one write with their head. */
    private static final int SMALL_FILE = 16 * 1024;

    private static final EndOfMessage END = new EndOfMessage();

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

    /** A response whose length is told, unless its framing is told already. */
    static Response framed(Response head, long length) {
        Headers headers = head.headers();
        if (headers.contains("Content-Length") || headers.contains("Transfer-Encoding")) {
            return head;
        }
        return new Response(
                head.statusCode(),
                head.reason(),
                headers.with("Content-Length", Long.toString(length)),
                head.version());
    }

    /** A whole response with a part of a file; whether the file was taken over, to be closed later. */
    boolean file(Event[] head, FileChannel file, long position, long length, boolean headOnly) {
        if (length <= SMALL_FILE && !headOnly) {
            Event[] events = Arrays.copyOf(head, head.length + 2);
            events[head.length] = new Data(Bytes.wrap(read(file, position, (int) length)));
            events[head.length + 1] = END;
            write(events);
            return false;
        }
        BodyFrame frame = http.sendBody(length, head);
        byte[] end = http.send(END);
        output.add(frame.before().asByteBuffer());
        if (frame.length() > 0) {
            output.add(file, position, frame.length());
        }
        output.add(frame.after().asByteBuffer());
        output.add(ByteBuffer.wrap(end));
        return frame.length() > 0;
    }

    private static byte[] read(FileChannel file, long position, int length) {
        ByteBuffer octets = ByteBuffer.allocate(length);
        try {
            while (octets.hasRemaining()) {
                if (file.read(octets, position + octets.position()) < 0) {
                    throw new IOException("the file is shorter than what was announced");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.array();
    }
}
