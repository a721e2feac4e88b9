package io.github.h11j.examples.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One side of a connection, played by a test.
 *
 * @param raw the TCP connection
 * @param socket the same, or TLS on it
 */
public record Peer(Socket raw, Socket socket) implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    /** Reads a whole message with a length; empty at the end of the stream. */
    public Optional<String> message() throws IOException {
        String head = readUntil("\r\n\r\n");
        if (head.isEmpty()) {
            return Optional.empty();
        }
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        if (at < 0) {
            return Optional.of(head);
        }
        int end = head.indexOf("\r\n", at);
        int length = Integer.parseInt(head.substring(at + "content-length: ".length(), end));
        byte[] body = socket.getInputStream().readNBytes(length);
        return Optional.of(head + new String(body, StandardCharsets.ISO_8859_1));
    }

    /** Reads a whole message, which must be there. */
    public String answer() throws IOException {
        return message().orElseThrow(() -> new IOException("there is no answer"));
    }

    /** Until the text has come, or the end. */
    public String readUntil(String end) throws IOException {
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

    public String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    public Peer write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Sends a whole answer. */
    public void ok(String body) throws IOException {
        write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Ends the stream, with TLS by close_notify; what the other side sends is still read. */
    public void end() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the stream and closes: a TLS socket of the JDK would wait for the other side's close_notify, for 20 seconds. */
    public void endAndClose() throws IOException {
        end();
        raw.close();
    }

    public void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    public static void await(String what, BooleanSupplier condition) {
        await("", what, condition);
    }

    /** With something that explains why not, in the end. */
    static void await(Object story, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("time is up: " + what + "\n" + story);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
