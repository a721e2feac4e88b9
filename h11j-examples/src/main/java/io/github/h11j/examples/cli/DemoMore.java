package io.github.h11j.examples.cli;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The second part of the {@link Demo}: what happens less often, each on a separate connection. */
final class DemoMore {

    /** What two peers do. */
    private interface Scene {
        void play(DemoPeer client, DemoPeer server) throws IOException;
    }

    private final DemoPaper paper;

    DemoMore(DemoPaper paper) {
        this.paper = paper;
    }

    void run() throws IOException {
        play(this::expectation);
        play(this::pipeline);
        play(this::fault);
        play(this::upgrade);
    }

    private void play(Scene scene) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket far = listener.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            scene.play(DemoPeer.client(near, paper), DemoPeer.server(far, paper));
        }
    }

    private void expectation(DemoPeer client, DemoPeer server) throws IOException {
        paper.headline(
                "8. Expect: 100-continue, on a new connection",
                "The client asks whether its body is wanted before it sends it. 100 is an interim response:",
                "the server still owes the final one.");
        Headers fields = Headers.of("Host", "localhost", "Content-Length", "5", "Expect", "100-continue");
        server.receive(client.send(new Request("POST", "/", fields)));
        server.explainWaiting();
        client.receive(server.send(new InformationalResponse(100, Headers.EMPTY)));
        server.receive(client.send(Data.utf8("hello"), EndOfMessage.NO_TRAILERS));
        client.receive(server.send(new Response(204, Headers.EMPTY), EndOfMessage.NO_TRAILERS));
    }

    private void pipeline(DemoPeer client, DemoPeer server) throws IOException {
        paper.headline(
                "9. Two requests at once, on a new connection",
                "The second stays in the connection until startNextCycle(): no response can go to the wrong",
                "request. PAUSED says so, and that the socket should not be read for now.");
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        server.receive(client.sendByHand(request + request));
        server.send(new Response(204, Headers.EMPTY), EndOfMessage.NO_TRAILERS);
        server.startNextCycle();
        server.proceed();
        server.send(new Response(204, Headers.EMPTY), EndOfMessage.NO_TRAILERS);
    }

    private void fault(DemoPeer client, DemoPeer server) throws IOException {
        paper.headline(
                "10. A request that breaks the protocol, on a new connection",
                "White space before the colon: another recipient might read another field. The fault has a name,",
                "a place and an answer, and the connection ends.");
        server.receiveFault(client.sendByHand("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"));
    }

    private void upgrade(DemoPeer client, DemoPeer server) throws IOException {
        paper.headline(
                "11. The connection changes its protocol, on a new connection",
                "Until the server answers, the client does not know what its next byte would mean, so it waits.",
                "After 101 neither side speaks HTTP.");
        Headers fields = Headers.of("Host", "localhost", "Connection", "upgrade", "Upgrade", "chat");
        server.receive(client.send(new Request("GET", "/", fields), EndOfMessage.NO_TRAILERS));
        Headers accepted = Headers.of("Connection", "upgrade", "Upgrade", "chat");
        client.receive(server.send(new InformationalResponse(101, accepted)));
    }
}
