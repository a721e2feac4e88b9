package io.github.h11j.examples.cli;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jol.info.GraphLayout;

/**
 * Measures what an idle keep-alive connection costs: the objects of one {@code Connection}, seen by JOL, and the heap
 * of a server with many connections, whose clients are in a process of their own. Run as
 * docs/reports/idle-connections.md says.
 */
final class IdleConnections {

    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private IdleConnections() {}

    /** Arguments: how many connections; and for the process of the clients the server's port. */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
        if (arguments.length == 2) {
            connect(count, Integer.parseInt(arguments[1]));
            return;
        }
        GraphLayout own = ownObjects();
        System.out.println("One Connection (server) after one cycle, what it shares with another left out:");
        System.out.println(own.toFootprint());
        System.out.println("JDK " + Runtime.version());
        for (Serving.Io io : Serving.Io.values()) {
            serve(io, count);
        }
        System.exit(0); // does not wait for the connections of the blocking server to end
    }

    /** The objects of one connection after one cycle that a second connection does not share. */
    private static GraphLayout ownObjects() {
        Connection first = afterOneCycle();
        Connection second = afterOneCycle();
        return GraphLayout.parseInstance(first).subtract(GraphLayout.parseInstance(second));
    }

    private static Connection afterOneCycle() {
        Connection client = Connection.client();
        Connection server = Connection.server();
        server.receiveData(client.send(
                new Request("GET", "/", Headers.of("Host", "localhost", "Accept", "*/*")), new EndOfMessage()));
        take(server, 2);
        client.receiveData(server.send(new Response(200, Headers.of("Content-Length", "0")), new EndOfMessage()));
        take(client, 2);
        server.startNextCycle();
        take(server, 0);
        return server;
    }

    private static void take(Connection connection, int events) {
        for (int i = 0; i < events; i++) {
            connection.nextEvent();
        }
        NextEvent last = connection.nextEvent();
        if (last != Signal.NEED_DATA) {
            throw new IllegalStateException("instead of NEED_DATA: " + last);
        }
    }

    private static void serve(Serving.Io io, int count) throws Exception {
        Duration ever = Duration.ofMinutes(10);
        Serving.Settings settings = new Serving.Settings(
                io,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                count + 1,
                ever,
                ever,
                ever,
                Policy.STRICT,
                ServerRules.DEFAULT.fields(),
                Optional.empty());
        try (Serving server =
                Serving.start(settings, (request, exchange) -> exchange.send(Responses.text(200, "ok")))) {
            int port = ((InetSocketAddress) server.address()).getPort();
            warmUp(port);
            while (server.connections() > 0) {
                Thread.onSpinWait();
            }
            long before = heap();
            Process clients = connectInOtherProcess(count, port);
            int open = server.connections();
            long after = heap();
            System.out.printf(
                    "%s: %,d idle connections after one request each: heap %,d -> %,d bytes, %,d per connection%n",
                    io, open, before, after, (after - before) / open);
            clients.destroy();
        }
    }

    /** Warms up, so that classes are loaded and compiled: interpreted frames make a waiting thread's stack larger. */
    private static void warmUp(int port) throws IOException {
        for (int i = 0; i < 30_000; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(REQUEST);
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("no answer");
                }
                socket.setSoLinger(true, 0);
            }
        }
    }

    private static Process connectInOtherProcess(int count, int port) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleConnections.class.getName(),
                        Integer.toString(count),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        InputStream ready = process.getInputStream();
        if (ready.read() != '!') {
            throw new IOException("the clients could not connect; is `ulimit -n` above " + count + "?");
        }
        return process;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The clients: each makes one request and stays. */
    private static void connect(int count, int port) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        ByteBuffer answer = ByteBuffer.allocate(1000);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(REQUEST));
            channel.read(answer.clear());
            channels.add(channel);
        }
        System.out.write('!');
        System.out.flush();
        while (System.in.read() >= 0) {
            // until the server's process is done with us
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
