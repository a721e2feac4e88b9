package io.github.h11j.examples;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Two requests on one connection. Both peers live in this program and take turns, so the lines come in the order of
 * cause and effect; the bytes between them go through a real socket of the loopback interface.
 */
final class Demo {

    private final PrintWriter out;

    Demo(PrintWriter out) {
        this.out = out;
    }

    void run() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket far = listener.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            DemoPeer client = DemoPeer.client(near, out);
            DemoPeer server = DemoPeer.server(far, out);
            say(
                    "One TCP connection, two requests",
                    "A client and a server, each with a Connection of h11j, talk over a socket on port "
                            + listener.getLocalPort() + ".",
                    "Each line ends with the states of both peers as the one that acts sees them.",
                    "> bytes written, < an event made of bytes read; \\r\\n is the end of a line on the wire.");
            first(client, server);
            nextCycle(client, server);
            second(client, server);
            close(client, server);
        }
    }

    private void first(DemoPeer client, DemoPeer server) throws IOException {
        say("1. The client asks. A request without content is a head and nothing more.");
        client.send(new Request("GET", "/greeting", Headers.of("Host", "localhost")), new EndOfMessage());
        server.receiveMessage();
        say(
                "2. The server answers: head, body and end in one write. Two writes would be the trap of docs/adapters.md.");
        server.send(
                new Response(200, Headers.of("Content-Type", "text/plain", "Content-Length", "6")),
                Data.utf8("Hello\n"),
                new EndOfMessage());
        client.receiveMessage();
    }

    private void nextCycle(DemoPeer client, DemoPeer server) {
        say(
                "3. Keep-alive. Both peers are DONE, neither said \"Connection: close\": the connection can be used again.",
                "startNextCycle() takes both back to IDLE. No new connection, no new handshake.");
        client.startNextCycle();
        server.startNextCycle();
    }

    private void second(DemoPeer client, DemoPeer server) throws IOException {
        say(
                "4. The client sends a body whose length it does not know yet: in chunks, with a trailer after the last.",
                "Each chunk is its length in hexadecimal digits, then its octets; a chunk of length 0 ends the body.");
        Event head = new Request(
                "POST",
                "/upload",
                Headers.of("Host", "localhost", "Transfer-Encoding", "chunked", "Trailer", "Checksum"));
        client.send(head, Data.utf8("first part, "), Data.utf8("second part"));
        client.send(new EndOfMessage(Headers.of("Checksum", "23")));
        server.receiveMessage();
        say(
                "5. The server answers, and says that this was the last exchange. It gave no length: h11j chose chunks,",
                "because the client speaks HTTP/1.1.");
        server.send(new Response(201, Headers.of("Connection", "close")), Data.utf8("stored\n"), new EndOfMessage());
        client.receiveMessage();
    }

    private void close(DemoPeer client, DemoPeer server) throws IOException {
        say("6. Both peers are in MUST_CLOSE: startNextCycle() would be refused.");
        client.explainClose();
        client.close(new ConnectionClosed());
        server.receiveMessage();
        server.close(new ConnectionClosed());
        client.receiveMessage();
        say("Two requests, two responses, one connection.");
    }

    private void say(String first, String... more) {
        out.println();
        out.println(first);
        for (String line : more) {
            out.println(line);
        }
        out.println();
    }
}
