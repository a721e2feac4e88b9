package io.github.h11j;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The ways to send the same events, each as the bytes that reach the wire. */
enum SendPath {
    EVENTS {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            return events.isEmpty() ? NOTHING : connection.send(events.get(0), rest(events));
        }
    },
    LIST {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            return connection.send(events);
        }
    },
    ONE_BY_ONE {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            events.forEach(event -> all.writeBytes(connection.send(event)));
            return all.toByteArray();
        }
    },
    PASSTHROUGH {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            return events.isEmpty() ? NOTHING : join(connection.sendWithDataPassthrough(events.get(0), rest(events)));
        }
    },
    PASSTHROUGH_LIST {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            return join(connection.sendWithDataPassthrough(events));
        }
    },
    /** Each {@link Data} is a body from outside, together with the events before it. */
    OUTSIDE {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<Event> before = new ArrayList<>();
            for (Event event : events) {
                if (event instanceof Data data) {
                    BodyFrame frame = connection.sendBody(data.bytes().length(), before);
                    before.clear();
                    all.writeBytes(frame.before().toByteArray());
                    all.writeBytes(data.bytes().slice(0, (int) frame.length()).toByteArray());
                    all.writeBytes(frame.after().toByteArray());
                } else {
                    before.add(event);
                }
            }
            all.writeBytes(connection.send(before));
            return all.toByteArray();
        }
    };

    private static final byte[] NOTHING = {};

    /** Sends the events and returns what is written to the wire. */
    abstract byte[] send(Connection connection, List<? extends Event> events);

    /** Whether all the events go out in one call. */
    boolean isOneCall() {
        return this != ONE_BY_ONE && this != OUTSIDE;
    }

    private static Event[] rest(List<? extends Event> events) {
        return events.subList(1, events.size()).toArray(Event[]::new);
    }

    private static byte[] join(List<ByteBuffer> buffers) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (ByteBuffer buffer : buffers) {
            if (!buffer.hasRemaining()) {
                throw new AssertionError("an empty buffer");
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.duplicate().get(part);
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
