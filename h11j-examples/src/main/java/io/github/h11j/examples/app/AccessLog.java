package io.github.h11j.examples.app;

import io.github.h11j.Request;
import io.github.h11j.engine.ObservedExchange;
import io.github.h11j.engine.Observer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes one line per exchange, in the combined format of Apache and nginx: address, time of its end, request line,
 * status, bytes of content that were sent, {@code Referer}, {@code User-Agent}. The line is written when the response
 * has been written, or can no longer be. A request without a valid head, which the server has answered with 400, 408 or
 * 431, has the request line {@code "-"}. An exchange that ends without a response has the status 499. If content was
 * cut off, the number of bytes is an upper limit of those that were sent. Thread-safe.
 */
public final class AccessLog implements Observer, AutoCloseable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final System.Logger LOG = System.getLogger("io.github.h11j.examples");

    private final OutputStream out;
    private final Clock clock;
    private final AtomicBoolean broken = new AtomicBoolean();

    private AccessLog(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * Returns a log in a file.
     *
     * @param file the file to append to
     * @param clock the clock for the time of each request
     * @return the log
     * @throws IOException if the file cannot be opened
     */
    public static AccessLog to(Path file, Clock clock) throws IOException {
        return new AccessLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), clock);
    }

    /**
     * Returns a log.
     *
     * @param out receives each line in one write
     * @param clock the clock for the time of each request
     * @return the log
     */
    public static AccessLog to(OutputStream out, Clock clock) {
        return new AccessLog(out, clock);
    }

    @Override
    public void exchangeEnded(ObservedExchange exchange) {
        write(line(exchange));
    }

    private String line(ObservedExchange exchange) {
        String address = exchange.connection().peer().map(AccessLog::address).orElse("-");
        String request = exchange.request().map(AccessLog::requestLine).orElse("-");
        long bytes = exchange.failure().isEmpty() ? exchange.content() : Math.min(exchange.content(), exchange.sent());
        return address + " - - [" + TIME.format(clock.instant()) + "] \"" + request + "\" " + status(exchange) + " "
                + (bytes == 0 ? "-" : bytes) + " \"" + field(exchange, "Referer") + "\" \""
                + field(exchange, "User-Agent")
                + "\"\n";
    }

    private static String address(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "-";
    }

    private static String requestLine(Request request) {
        return escaped(request.method()) + " " + escaped(request.target()) + " HTTP/" + request.version();
    }

    /** Returns 499, as nginx writes it, if there was no response. */
    private static String status(ObservedExchange exchange) {
        return exchange.status() == 0 ? "499" : Integer.toString(exchange.status());
    }

    private static String field(ObservedExchange exchange, String name) {
        return exchange.request()
                .flatMap(request -> request.headers().first(name))
                .map(AccessLog::escaped)
                .orElse("-");
    }

    /** What a client sends must not be able to end the quoted text, or the line. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
            }
        }
        return escaped.toString();
    }

    /** A log that cannot be written is no reason not to serve, but it is reported, once. */
    private synchronized void write(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException | UncheckedIOException e) {
            if (!broken.getAndSet(true)) {
                LOG.log(System.Logger.Level.WARNING, "the access log cannot be written: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
