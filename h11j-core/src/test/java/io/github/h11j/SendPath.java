package io.github.h11j;

import java.io.ByteArrayOutputStream;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

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
    INTO_HEAP {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            return into(size -> ByteBuffer.allocate(size + 5).position(3).limit(size + 3), connection, events);
        }
    },
    INTO_DIRECT {
        @Override
        byte[] send(Connection connection, List<? extends Event> events) {
            return into(size -> ByteBuffer.allocateDirect(size + 2).position(1).limit(size + 1), connection, events);
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

    /** Tries buffers that are too small first: that changes nothing. */
    private static byte[] into(IntFunction<ByteBuffer> buffers, Connection connection, List<? extends Event> events) {
        int size = 0;
        while (true) {
            ByteBuffer buffer = buffers.apply(size);
            int start = buffer.position();
            try {
                if (events.isEmpty()) {
                    connection.sendTo(buffer, events);
                } else {
                    connection.sendTo(buffer, events.get(0), rest(events));
                }
            } catch (BufferOverflowException e) {
                size = 2 * size + 1;
                continue;
            }
            byte[] sent = new byte[buffer.position() - start];
            buffer.flip().position(start).get(sent);
            return sent;
        }
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
