package io.github.h11j.spec.conformance;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A server of a few lines over core's Connection: correct, unless it is created with a mutant. */
final class TinyServer implements AutoCloseable {

    private static final String ETAG = "\"tiny\"";
    private static final LocalDateTime MODIFIED = LocalDateTime.of(2026, 11, 23, 0, 0);
    private static final String DATE = "Date: Tue, 24 Nov 2026 00:00:00 GMT";

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Mutant mutant;

    TinyServer(Mutant mutant) throws IOException {
        this.mutant = mutant;
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tiny-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                daemon(() -> {
                    try (socket) {
                        new Talk(socket).run();
                    } catch (IOException e) {
                        // the client has disconnected
                    }
                });
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** One connection. */
    private final class Talk {
        private final Socket socket;
        private final byte[] buffer = new byte[1 << 18];
        private Connection http = Connection.server();
        private Request request = new Request("GET", "/", Headers.of("Host", "none"));
        private ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final StringBuilder raw = new StringBuilder();
        private int reads;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
        }

        void run() throws IOException {
            while (step()) {
                // again
            }
            socket.shutdownOutput();
            for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                // what the client still sends, so that the answer is not lost by a reset
            }
        }

        private boolean step() throws IOException {
            NextEvent next;
            try {
                next = http.nextEvent();
            } catch (RemoteProtocolException e) {
                return refuse(e);
            }
            if (next == Signal.NEED_DATA) {
                return read();
            } else if (next instanceof Request head) {
                request = head;
                body = new ByteArrayOutputStream();
                if (mutant.has(Mutant.Flaw.ANSWERS_EARLY)
                        && (head.headers().contains("Content-Length")
                                || head.headers().contains("Transfer-Encoding"))) {
                    write(http200close());
                    return false;
                }
                if (http.theyAreWaitingFor100Continue() && !mutant.has(Mutant.Flaw.NEVER_SAYS_CONTINUE)) {
                    write(http.send(new InformationalResponse(100, Headers.EMPTY)));
                }
            } else if (next instanceof Data data) {
                body.writeBytes(data.bytes().toByteArray());
            } else if (next instanceof EndOfMessage) {
                return answer();
            }
            return !(next instanceof ConnectionClosed);
        }

        private boolean read() throws IOException {
            int n = socket.getInputStream().read(buffer);
            if (n < 0) {
                http.receiveEof();
                return true;
            }
            reads++;
            String bytes = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
            if (mutant.refuses(bytes, reads)) {
                write(Latin.bytes(String.join(
                        "\r\n", "HTTP/1.1 400 Bad Request", "Content-Length: 0", "Connection: close", DATE, "", "")));
                return false;
            }
            if (mutant.crashes(bytes)
                    || (mutant.has(Mutant.Flaw.FAILS_ON_PIECES) && reads > 1 && !bytes.contains("User-Agent"))) {
                write(Latin.bytes("java.lang.NullPointerException\n"));
                return false;
            }
            raw.append(bytes);
            http.receiveData(Latin.bytes(mutant.input(bytes)));
            return true;
        }

        private boolean refuse(RemoteProtocolException error) throws IOException {
            if (mutant.forgives(error.violation())) {
                http = Connection.server();
                write(http200());
                return true;
            }
            List<Event> events = new ArrayList<>(http.errorResponse(error));
            if (!events.isEmpty()) {
                if (mutant.has(Mutant.Flaw.ANSWERS_REFUSED_WITHOUT_END)
                        && error.violation() == Violation.BAD_CONTENT_LENGTH) {
                    flood();
                }
                events.set(0, dated((Response) events.get(0)));
                write(http.send(events));
            }
            if (mutant.has(Mutant.Flaw.READS_ON_AFTER_REFUSAL)) {
                for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                    // until the client has enough
                }
            }
            return false;
        }

        private void flood() throws IOException {
            write(Latin.bytes("HTTP/1.1 200 OK\r\n" + DATE + "\r\n\r\n"));
            while (true) {
                write(Latin.bytes("x".repeat(1000)));
            }
        }

        private byte[] http200close() {
            return Latin.bytes(
                    String.join("\r\n", "HTTP/1.1 200 OK", "Content-Length: 0", "Connection: close", DATE, "", ""));
        }

        private byte[] http200() {
            return Latin.bytes(String.join("\r\n", "HTTP/1.1 200 OK", "Content-Length: 6", DATE, "", "hello\n"));
        }

        private boolean answer() throws IOException {
            write(http.send(respond()));
            raw.setLength(0);
            if (mutant.has(Mutant.Flaw.CLOSES_EACH)) {
                return false;
            }
            if (mutant.has(Mutant.Flaw.CLOSES_WITHOUT_A_WORD)) {
                return false;
            }
            if (!http.isReusable() && !mutant.has(Mutant.Flaw.NEVER_CLOSES)) {
                return false;
            }
            if (http.isReusable()) {
                http.startNextCycle();
            } else {
                http = Connection.server();
            }
            return true;
        }

        private List<Event> respond() {
            boolean secured = request.target().toLowerCase(Locale.ROOT).startsWith("https:");
            int condition = request.method().matches("GET|HEAD") ? condition() : 0;
            if (condition != 0) {
                Headers validators = Headers.of("ETag", ETAG);
                return List.of(
                        dated(new Response(
                                condition, condition == 304 ? validators : validators.with("Content-Length", "0"))),
                        new EndOfMessage());
            }
            if (request.target().contains("h11j-none")) {
                return List.of(dated(new Response(404, Headers.of("Content-Length", "0"))), new EndOfMessage());
            }
            if (request.method().equals("OPTIONS")) {
                return List.of(
                        dated(new Response(204, Headers.of("Allow", "GET, HEAD, POST, OPTIONS"))), new EndOfMessage());
            }
            boolean known = List.of("GET", "HEAD", "POST", "OPTIONS").contains(request.method());
            int other = request.method().equals("CONNECT") ? 501 : 405;
            int status = secured && !mutant.has(Mutant.Flaw.TAKES_HTTPS) ? 421 : known ? 200 : other;
            byte[] content = request.method().equals("POST") ? posted() : Latin.bytes("hello\n");
            Headers headers = Headers.of("Content-Length", Integer.toString(content.length));
            if (request.method().matches("GET|HEAD")) {
                headers = headers.with("ETag", ETAG).with("Last-Modified", DateForm.IMF_FIXDATE.format(MODIFIED));
            }
            if (status == 405) {
                headers = headers.with("Allow", "GET, HEAD, POST, OPTIONS");
            }
            if (mutant.has(Mutant.Flaw.CLOSES_EACH)) {
                headers = headers.with("Connection", "close");
            }
            return List.of(dated(new Response(status, headers)), new Data(Bytes.wrap(content)), new EndOfMessage());
        }

        private String field(String name) {
            return request.headers().first(name).orElse("");
        }

        /** 304 or 412 if a precondition is false; else 0. */
        private int condition() {
            if (mutant.has(Mutant.Flaw.IGNORES_PRECONDITIONS)) {
                return 0;
            }
            String match = field("If-Match");
            String weakly = mutant.has(Mutant.Flaw.COMPARES_WEAKLY) ? match.replace("W/", "") : match;
            boolean changed = match.isEmpty()
                    ? isBefore("If-Unmodified-Since")
                    : !weakly.equals("*") && !List.of(weakly.split(", ")).contains(ETAG);
            if (changed) {
                return 412;
            }
            String none = field("If-None-Match");
            if (isSinceModified() && (none.isEmpty() || mutant.has(Mutant.Flaw.PREFERS_DATES))) {
                return 304;
            }
            String compared = mutant.has(Mutant.Flaw.COMPARES_STRONGLY) ? none : none.replace("W/", "");
            boolean same = compared.equals("*") || List.of(compared.split(", ")).contains(ETAG);
            return same || (!none.isEmpty() && mutant.has(Mutant.Flaw.TAKES_ANY_TAG)) ? 304 : 0;
        }

        private boolean isBefore(String name) {
            String value = field(name);
            return date(value).map(MODIFIED::isAfter).orElse(!value.isEmpty() && takesAnyDate());
        }

        private boolean isSinceModified() {
            String value = field("If-Modified-Since");
            return date(value).map(since -> !MODIFIED.isAfter(since)).orElse(!value.isEmpty() && takesAnyDate());
        }

        private boolean takesAnyDate() {
            return mutant.has(Mutant.Flaw.TAKES_ANY_DATE);
        }

        private Optional<LocalDateTime> date(String value) {
            return Stream.of(DateForm.IMF_FIXDATE, DateForm.RFC_850, DateForm.ASCTIME)
                    .flatMap(form -> DateForm.parse(value, form).stream())
                    .findFirst();
        }

        /** The content as an echoing application gets it. */
        private byte[] posted() {
            if (mutant.has(Mutant.Flaw.ECHOES_NOTHING)) {
                return Latin.bytes("thanks\n");
            }
            if (mutant.has(Mutant.Flaw.KEEPS_CHUNK_LINES) && request.headers().contains("Transfer-Encoding")) {
                return Latin.bytes(raw.substring(raw.indexOf("\r\n\r\n") + 4));
            }
            return body.toByteArray();
        }

        private Response dated(Response response) {
            return new Response(
                    response.statusCode(),
                    response.reason(),
                    response.headers().with("Date", "Tue, 24 Nov 2026 00:00:00 GMT"),
                    response.version());
        }

        private void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(Latin.bytes(mutant.output(Latin.text(bytes), request)));
        }
    }
}
