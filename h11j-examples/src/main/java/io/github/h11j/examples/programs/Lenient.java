package io.github.h11j.examples.programs;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Signal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A client that reads what a careless server sends, and says what was wrong with it. No socket: only the protocol. */
public final class Lenient {

    private Lenient() {}

    /** Lines that end with LF alone, and a space before a colon. */
    private static final String CARELESS = "HTTP/1.1 200 OK\nContent-Type : text/plain\nContent-Length: 3\n\nhi\n";

    static void read(PrintStream out) {
        Policy policy = Policy.TOLERANT_CLIENT.with(
                (sender, violation, offset, excerpt) -> out.println("tolerated at " + offset + ": " + violation));
        Connection connection = Connection.client(policy);
        connection.send(new Request("GET", "/", Headers.of("Host", "example.com")), EndOfMessage.NO_TRAILERS);
        connection.receiveData(CARELESS.getBytes(StandardCharsets.US_ASCII));
        for (NextEvent event = connection.nextEvent();
                event != Signal.NEED_DATA && event != Signal.PAUSED && !(event instanceof ConnectionClosed);
                event = connection.nextEvent()) {
            out.println(event);
        }
    }

    public static void main(String[] args) {
        read(System.out);
    }
}
