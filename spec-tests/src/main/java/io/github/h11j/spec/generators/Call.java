package io.github.h11j.spec.generators;

import io.github.h11j.Event;
import java.util.List;
import java.util.stream.Collectors;

/** One call of a connection's methods. */
public sealed interface Call {

    /**
     * Bytes arrive.
     *
     * @param bytes from the peer
     */
    record Receive(ByteString bytes) implements Call {
        @Override
        public String toString() {
            return "receive " + bytes;
        }
    }

    /**
     * The peer's stream ends.
     *
     * @param orderly whether it was closed, and not cut off
     */
    record ReceiveEnd(boolean orderly) implements Call {
        @Override
        public String toString() {
            return orderly ? "receive the end of the stream" : "receive a reset";
        }
    }

    /** Asks for one event. */
    record Next() implements Call {
        @Override
        public String toString() {
            return "next event";
        }
    }

    /**
     * Sends events.
     *
     * @param events one or more
     */
    record Send(List<Event> events) implements Call {

        /**
         * Sends events.
         *
         * @param events one or more
         */
        public Send {
            events = List.copyOf(events);
        }

        @Override
        public String toString() {
            return events.stream().map(Object::toString).collect(Collectors.joining(", ", "send ", ""));
        }
    }

    /** Begins the next cycle. */
    record NextCycle() implements Call {
        @Override
        public String toString() {
            return "start the next cycle";
        }
    }

    /** What was sent did not reach the peer. */
    record SendFailed() implements Call {
        @Override
        public String toString() {
            return "sending failed";
        }
    }
}
