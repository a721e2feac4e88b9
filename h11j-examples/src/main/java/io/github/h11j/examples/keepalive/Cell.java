package io.github.h11j.examples.keepalive;

import java.util.Locale;

/**
 * What is measured: one combination.
 *
 * @param client the name of the program that calls
 * @param io the adapter that answers
 * @param variant whether the adapter is as it should be
 * @param handlerMillis how long the handler takes, in milliseconds
 * @param mode whether the connection is kept
 */
public record Cell(String client, Io io, Variant variant, int handlerMillis, Mode mode) {

    /** The client of this project, a {@link io.github.h11j.examples.blocking.BlockingClient}. */
    public static final String OWN = "h11j";

    /** The adapter. */
    public enum Io {
        /** A thread a connection. */
        BLOCKING,
        /** Event loops. */
        NIO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the response leaves. */
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

    /** What becomes of the connection after a response. */
    public enum Mode {
        /** It serves the next call. */
        KEEP_ALIVE,
        /** The server ends it: {@code Connection: close}. */
        CLOSE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The same in the other mode. */
    Cell with(Mode other) {
        return new Cell(client, io, variant, handlerMillis, other);
    }
}
