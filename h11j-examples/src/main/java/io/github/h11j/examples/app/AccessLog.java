package io.github.h11j.examples.app;

import io.github.h11j.Request;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
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
 * Writes one line per response, in the combined format of Apache and nginx: address, time, request line, status, bytes
 * of the content that the handler sent, {@code Referer}, {@code User-Agent}. The line is written when the response is
 * complete, or can no longer be completed. A request whose head breaks the protocol reaches no handler and is not
 * logged. Thread-safe.
 */
public final class AccessLog implements AutoCloseable {

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
     * A log in a file.
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
     * A log.
     *
     * @param out receives each line in one write
     * @param clock the clock for the time of each request
     * @return the log
     */
    public static AccessLog to(OutputStream out, Clock clock) {
        return new AccessLog(out, clock);
    }

    /**
     * A handler whose responses are logged.
     *
     * @param next receives all requests
     * @return the handler
     */
    public Handler before(Handler next) {
        return (request, exchange) -> next.handle(request, new Logged(request, exchange));
    }

    /** Counts what is sent of one response. */
    private final class Logged extends WatchedExchange {

        private final Request request;
        private final SocketAddress peer;
        private final String time;
        private long bytes;

        Logged(Request request, Exchange exchange) {
            super(exchange);
            this.request = request;
            this.peer = exchange.peer();
            this.time = TIME.format(clock.instant());
        }

        @Override
        void sent(long content) {
            boolean none = request.method().equals("HEAD") || status() == 204 || status() == 304;
            bytes += none ? 0 : content;
        }

        @Override
        void ended() {
            write(line());
        }

        private String line() {
            String address = peer instanceof InetSocketAddress inet && inet.getAddress() != null
                    ? inet.getAddress().getHostAddress()
                    : "-";
            return address + " - - [" + time + "] \"" + escaped(request.method()) + " " + escaped(request.target())
                    + " HTTP/" + request.version() + "\" " + shownStatus() + " " + (bytes == 0 ? "-" : bytes) + " \""
                    + field("Referer") + "\" \"" + field("User-Agent") + "\"\n";
        }

        /** 499, as nginx writes it, where there was no response. */
        private String shownStatus() {
            return status() == 0 ? "499" : Integer.toString(status());
        }

        private String field(String name) {
            return request.headers().first(name).map(AccessLog::escaped).orElse("-");
        }
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
