package io.github.h11j.examples.cli;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Two requests on one connection. Both peers run in this program and take turns, so the lines appear in the order of
 * cause and effect; the bytes between them go through a real socket on the loopback interface.
 */
final class Demo {

    private final DemoPaper paper;

    Demo(DemoPaper paper) {
        this.paper = paper;
    }

    void run() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket far = listener.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            DemoPeer client = DemoPeer.client(near, paper);
            DemoPeer server = DemoPeer.server(far, paper);
            paper.headline(
                    "Two requests on one TCP connection, to port " + listener.getLocalPort() + " of this machine",
                    "Each peer has a Connection of h11j: events go in and bytes come out (>), and the other way round.",
                    "On the right: the state of the client / the state of the server, as the one that acts sees them.");
            first(client, server);
            nextCycle(client, server);
            second(client, server);
            close(client, server);
        }
        new DemoMore(paper).run();
    }

    private void first(DemoPeer client, DemoPeer server) throws IOException {
        paper.headline(
                "1. The client asks",
                "A request without content is a head: request line, fields, empty line. \\r\\n ends a line on the wire.");
        int asked =
                client.send(new Request("GET", "/greeting", Headers.of("Host", "localhost")), EndOfMessage.NO_TRAILERS);
        server.receive(asked);
        paper.headline(
                "2. The server answers",
                "Content-Length says where the body ends, so the connection need not end with it. Head, body and end",
                "leave in one write: in two, the second could wait 40 ms for an acknowledgement (docs/guide/adapters.md).");
        int answered = server.send(
                new Response(200, Headers.of("Content-Length", "6")), Data.utf8("Hello\n"), EndOfMessage.NO_TRAILERS);
        client.receive(answered);
    }

    private void nextCycle(DemoPeer client, DemoPeer server) {
        paper.headline(
                "3. Keep-alive: both are DONE and neither said \"Connection: close\", so the connection is reused",
                "startNextCycle() takes both states back to IDLE. No new connection, no new handshake.");
        client.startNextCycle();
        server.startNextCycle();
    }

    private void second(DemoPeer client, DemoPeer server) throws IOException {
        paper.headline(
                "4. The client sends a body whose length it does not know yet: in chunks",
                "A chunk is its length in hexadecimal digits, then its bytes. The server reads what has arrived.");
        int begun = client.send(
                new Request("POST", "/upload", Headers.of("Host", "localhost", "Transfer-Encoding", "chunked")),
                Data.utf8("first part, "),
                Data.utf8("second part"));
        server.receive(begun);
        paper.headline("5. The body ends: a chunk of length 0, then a trailer, a field that was not known before");
        int ended = client.send(new EndOfMessage(Headers.of("Checksum", "23")));
        server.receive(ended);
        paper.headline(
                "6. The server says in its response that this was the last exchange",
                "It states no length: h11j adds it, because it sees the whole body in one call.");
        int answered = server.send(
                new Response(201, Headers.of("Connection", "close")), Data.utf8("stored\n"), EndOfMessage.NO_TRAILERS);
        client.receive(answered);
    }

    private void close(DemoPeer client, DemoPeer server) throws IOException {
        paper.headline("7. Both are in MUST_CLOSE: startNextCycle() would be refused");
        client.explainClose();
        client.close();
        server.receiveEnd();
        server.close();
        client.receiveEnd();
        paper.headline("Two requests, two responses, one connection.");
    }
}
