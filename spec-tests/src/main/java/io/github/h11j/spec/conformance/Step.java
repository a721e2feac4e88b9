package io.github.h11j.spec.conformance;

/** One thing that the kit does in a case. The steps of a case run one after another. */
public sealed interface Step {

    /**
     * Which of the kit's two parts performs the step. Server cases have only the client, client cases only the origin,
     * proxy cases both.
     */
    enum Side {
        /** The kit as a client: it connects, sends requests and receives responses. */
        CLIENT,
        /** The kit as an origin server: it listens, receives requests and sends responses. */
        ORIGIN
    }

    /** What is waited for. */
    enum Event {
        /** At the client: one more final response, to its end. */
        RESPONSE,
        /** At the client: one more interim or final response. */
        INTERIM,
        /** At the origin: one more request, to its end. */
        REQUEST,
        /** The head of one more message: at the origin of a request, at the client of a response. */
        HEAD,
        /** In a client case: the client accepts or rejects one more response. */
        VERDICT,
        /** At the side that the step names: the end of the connection. */
        END
    }

    /** How a connection is ended. */
    enum Ending {
        /** Half-close: nothing more is sent, but the kit keeps reading. */
        HALF_CLOSE,
        /** An orderly close of both directions. */
        CLOSE,
        /** With a TCP reset. */
        RESET
    }

    /**
     * Sends bytes. In a case file {@code send} for the client, {@code reply} for the origin.
     *
     * @param side who sends
     * @param bytes what
     */
    record Send(Side side, ByteTemplate bytes) implements Step {}

    /**
     * Waits for something, at most until the connection ends or the time is up, and continues in any case.
     * In a case file {@code await}.
     *
     * @param side who waits
     * @param event for what
     */
    record Await(Side side, Event event) implements Step {}

    /**
     * Ends the connection. In a case file {@code half-close}, {@code close} or {@code reset}.
     *
     * @param side whose connection
     * @param ending how
     */
    record End(Side side, Ending ending) implements Step {}

    /**
     * Sends an ordinary request with {@code Connection: close}, as the client, and waits for the end of the
     * connection. Its response shows that the connection was still usable and in sync. In a case for clients, waits for
     * one more request and answers it with 200. In a case file {@code probe}.
     */
    record Probe() implements Step {}

    /**
     * Lets the client make its next request. In a client case with such steps each request except the first waits for
     * one. In a case file {@code next}.
     */
    record Next() implements Step {}
}
