package io.github.h11j.examples.keepalive;

import java.util.Locale;

/**
 * One combination that is measured.
 *
 * @param client the name of the program that makes the calls
 * @param io the adapter that answers
 * @param variant whether the adapter is correct
 * @param handlerMillis how long the handler takes, in milliseconds
 * @param mode whether the connection is kept
 */
public record Cell(String client, Io io, Variant variant, int handlerMillis, Mode mode) {

    /** The client of this project, a {@link io.github.h11j.examples.blocking.BlockingClient}. */
    public static final String OWN = "h11j";

    /** The adapter. */
    public enum Io {
        /** One thread per connection. */
        BLOCKING,
        /** Event loops. */
        NIO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the response is written. */
    public enum Variant {
        /** As the adapters do it: one write, TCP_NODELAY on. */
        FIXED,
        /** Head and body in two writes, TCP_NODELAY off. */
        TRAP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happens to the connection after a response. */
    public enum Mode {
        /** It serves the next call. */
        KEEP_ALIVE,
        /** The server closes it: {@code Connection: close}. */
        CLOSE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Returns the same cell in the other mode. */
    Cell with(Mode other) {
        return new Cell(client, io, variant, handlerMillis, other);
    }
}
