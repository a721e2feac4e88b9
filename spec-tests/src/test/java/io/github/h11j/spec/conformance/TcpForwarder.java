package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The simplest of proxies: it forwards bytes unchanged. For bytes that contain {@code MARK}, it does what its fault
 * says.
 */
final class TcpForwarder implements AutoCloseable {

    /** What it does with marked bytes. */
    enum Fault {
        NONE,
        /** Sends a request to the origin twice. */
        REPEATS,
        /**
         * Never sends the second half of a request, and sends the first only when the client's connection has ended.
         */
        CUTS,
        /** Answers by itself. */
        REFUSES,
        /** Closes the connection to the client without a response. */
        HANGS_UP,
        /** Ends: stops listening, and closes the connection to the client without a response. */
        DIES,
        /** Ends, but in the other order: it closes the connection to the client first, then stops listening. */
        DIES_SLOWLY,
        /** Answers by itself, and ends after that. */
        REFUSES_AND_DIES,
        /** Forwards nothing. */
        SWALLOWS,
        /** Sends bytes to the origin that are not a request. */
        GARBLES_REQUESTS,
        /** Sends bytes to the client that are not a response. */
        GARBLES_RESPONSES,
        /** Sends a response to the client twice. */
        ANSWERS_TWICE,
        /** Ends the connection to the origin after a response. */
        LEAVES_ORIGIN,
        /** Sends the origin a request whose head never ends. */
        FLOODS_REQUESTS,
        /** Sends the client a response that never ends. */
        FLOODS_RESPONSES
    }

    private static final String MARK = "MARK";

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final int origin;
    private volatile Fault fault;
    private volatile boolean dying;

    TcpForwarder(int origin, Fault fault) throws IOException {
        this.origin = origin;
        this.fault = fault;
        Daemons.start("tcp-forwarder", this::accept);
    }

    /** Continues with another fault. */
    void become(Fault other) {
        fault = other;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket front = listener.accept();
                if (dying) {
                    listener.close();
                    front.close();
                    return;
                }
                Socket back = new Socket(InetAddress.getLoopbackAddress(), origin);
                front.setTcpNoDelay(true);
                back.setTcpNoDelay(true);
                pump(front, back, bytes -> request(bytes, front, back));
                pump(back, front, bytes -> response(bytes, front, back));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void pump(Socket from, Socket to, Consumer<String> forward) {
        Daemons.start("tcp-forwarder", () -> {
            byte[] buffer = new byte[1 << 18];
            try {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    forward.accept(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
                to.shutdownOutput();
            } catch (IOException e) {
                close(from);
                close(to);
            }
        });
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Socket to, String bytes) {
        try {
            OutputStream out = to.getOutputStream();
            out.write(Latin.bytes(bytes));
        } catch (IOException e) {
            close(to);
        }
    }

    /** Until the kit has had enough. */
    private static void flood(Socket to, String start) {
        write(to, start);
        while (!to.isClosed()) {
            write(to, "A: b\r\n".repeat(1000));
        }
    }

    private void request(String bytes, Socket front, Socket back) {
        if (!bytes.contains(MARK)) {
            write(back, bytes);
            return;
        }
        switch (fault) {
            case REPEATS -> write(back, bytes + bytes);
            case CUTS -> {
                end(front, !bytes.contains("h11j-probe"));
                write(back, bytes.substring(0, bytes.indexOf(MARK)));
                close(back);
            }
            case REFUSES -> refuse(front);
            case HANGS_UP -> close(front);
            case DIES -> {
                stopListening();
                close(front);
            }
            case DIES_SLOWLY -> {
                dying = true;
                close(front);
            }
            case REFUSES_AND_DIES -> {
                stopListening();
                refuse(front);
            }
            case SWALLOWS -> {}
            case GARBLES_REQUESTS -> write(back, "\0" + bytes);
            case FLOODS_REQUESTS -> flood(back, "GET / HTTP/1.1\r\n");
            default -> write(back, bytes);
        }
    }

    private static void refuse(Socket front) {
        write(front, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        close(front);
    }

    /**
     * Stops listening. The system may go on to accept connections until the thread that waits in {@code accept} has
     * noticed the end.
     */
    private void stopListening() {
        try {
            listener.close();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (isListening()) {
                assertThat(System.nanoTime()).as("still listening").isLessThan(deadline);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isListening() throws IOException {
        try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /** Ends a connection from here, and waits until what the client sends last has come, if it is still to come. */
    private static void end(Socket front, boolean probeIsToCome) {
        try {
            front.shutdownOutput();
            if (probeIsToCome) {
                front.getInputStream().read();
            }
        } catch (IOException e) {
            close(front);
        }
    }

    private void response(String bytes, Socket front, Socket back) {
        if (!bytes.contains(MARK)) {
            write(front, bytes);
            return;
        }
        switch (fault) {
            case GARBLES_RESPONSES -> write(front, "x" + bytes);
            case ANSWERS_TWICE -> write(front, bytes + bytes);
            case FLOODS_RESPONSES -> flood(front, "HTTP/1.1 200 OK\r\n\r\n");
            case LEAVES_ORIGIN -> {
                write(front, bytes);
                close(back);
            }
            default -> write(front, bytes);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
