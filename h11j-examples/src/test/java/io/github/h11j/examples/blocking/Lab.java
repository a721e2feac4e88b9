package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server with a socket that records its writes, and what tests need to talk to it. */
final class Lab implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(20);

    final List<byte[]> writes = new CopyOnWriteArrayList<>();
    final List<Socket> accepted = new CopyOnWriteArrayList<>();
    final BlockingServer server;

    Lab(Handler handler) throws IOException {
        this(handler, BlockingSettings.DEFAULT);
    }

    Lab(Handler handler, BlockingSettings options) throws IOException {
        ServerSocket listener = new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                Socket socket = new RecordingSocket();
                implAccept(socket);
                accepted.add(socket);
                return socket;
            }
        };
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = new BlockingServer(listener, handler, options);
    }

    private final class RecordingSocket extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    ByteArrayOutputStream copy = new ByteArrayOutputStream();
                    copy.write(bytes, offset, length);
                    writes.add(copy.toByteArray());
                    out.write(bytes, offset, length);
                }
            };
        }
    }

    BlockingClient client() {
        return new BlockingClient(ClientSettings.DEFAULT);
    }

    Origin origin() {
        return Origin.http("127.0.0.1", server.port());
    }

    Socket raw() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) LONG.toMillis());
        return socket;
    }

    /** Sends text on a new connection and returns everything that comes back until its end. */
    String talk(String text) throws IOException {
        try (Socket socket = raw()) {
            write(socket, text);
            socket.shutdownOutput();
            return readAll(socket);
        }
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads until the text has come, or the end. */
    static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf(end) < 0) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            text.append((char) c);
        }
        return text.toString();
    }

    static Request get(String target) {
        return new Request("GET", target, Headers.of("Host", "test"));
    }

    static Request chunked(String method, String target) {
        return new Request(method, target, Headers.of("Host", "test", "Transfer-Encoding", "chunked"));
    }

    static Request sized(String method, String target, long length) {
        return new Request(method, target, Headers.of("Host", "test", "Content-Length", Long.toString(length)));
    }

    static String text(ClientResponse response) throws IOException {
        return response.readAll(1 << 24).toString(StandardCharsets.UTF_8);
    }

    static RequestBody body(String text) {
        return RequestBody.of(Bytes.utf8(text));
    }

    static void hello(Request request, Exchange exchange) {
        exchange.send(Responses.text(200, "hello " + request.target()));
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("time is up").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    void awaitNoConnections() {
        await(() -> server.connections() == 0);
    }

    @Override
    public void close() {
        server.close();
        awaitNoConnections();
    }
}
