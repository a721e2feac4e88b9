package io.github.h11j.examples.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The access log of both servers. */
class AccessLogTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T05:20:49Z"), ZoneOffset.UTC);
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final ServerRules.Timeouts TIMES = new ServerRules.Timeouts(
            Duration.ofSeconds(20),
            Duration.ofMillis(200),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    @TempDir
    Path folder = Path.of("");

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    /** Sends what is written and reads until the server closes; then the server has stopped, and all is logged. */
    private void talk(boolean nio, OutputStream out, String request) throws Exception {
        Files.writeString(folder.resolve("file.txt"), "0123456789");
        talk(nio, AccessLog.to(out, CLOCK), App.withFiles(folder), request, true);
    }

    private static String talk(boolean nio, AccessLog log, Handler app, String request, boolean ends) throws Exception {
        String answer;
        ServerRules rules = ServerRules.DEFAULT.withTimeouts(TIMES).withObserver(log);
        if (nio) {
            try (NioServer server = new NioServer(ANY, app, NioSettings.DEFAULT.withRules(rules))) {
                answer = exchange(((InetSocketAddress) server.address()).getPort(), request, ends);
                server.stop(Duration.ofSeconds(20));
            }
        } else {
            try (BlockingServer server = new BlockingServer(ANY, app, BlockingSettings.DEFAULT.withRules(rules))) {
                answer = exchange(server.port(), request, ends);
                server.stop(Duration.ofSeconds(20));
            }
        }
        return answer;
    }

    private static String exchange(int port, String request, boolean ends) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            if (ends) {
                socket.shutdownOutput();
            }
            return readUntilCut(in);
        }
    }

    private static String readUntilCut(InputStream in) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            in.transferTo(read);
        } catch (IOException e) {
            // the server has cut the response
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET /bytes/10 HTTP/1.1||\"GET /bytes/10 HTTP/1.1\" 200 10 \"-\" \"-\"",
                "GET /chunked/70000 HTTP/1.1||\"GET /chunked/70000 HTTP/1.1\" 200 70000 \"-\" \"-\"",
                "HEAD /bytes/10 HTTP/1.1||\"HEAD /bytes/10 HTTP/1.1\" 200 - \"-\" \"-\"",
                "GET /file.txt HTTP/1.1||\"GET /file.txt HTTP/1.1\" 200 10 \"-\" \"-\"",
                "HEAD /file.txt HTTP/1.1||\"HEAD /file.txt HTTP/1.1\" 200 - \"-\" \"-\"",
                "GET /file.txt HTTP/1.1|Range: bytes=2-4|\"GET /file.txt HTTP/1.1\" 206 3 \"-\" \"-\"",
                "GET /file.txt HTTP/1.1|If-None-Match: *|\"GET /file.txt HTTP/1.1\" 304 - \"-\" \"-\"",
                "GET /none HTTP/1.0|User-Agent: a b|\"GET /none HTTP/1.0\" 404 22 \"-\" \"a b\"",
                "GET /status/204 HTTP/1.1|Referer: http://x/|\"GET /status/204 HTTP/1.1\" 204 - \"http://x/\" \"-\"",
                "GET /upgrade HTTP/1.1|Connection: upgrade,Upgrade: h11j-echo|\"GET /upgrade HTTP/1.1\" 101 - \"-\""
                        + " \"-\"",
            })
    void a_response_is_one_line(String start, String fields, String expected) throws Exception {
        String lines = fields == null ? "" : fields.replace(",", "\r\n") + "\r\n";
        for (boolean nio : new boolean[] {true, false}) {
            log.reset();
            talk(nio, log, start + "\r\nHost: x\r\n" + lines + "\r\n");
            assertThat(log.toString(StandardCharsets.US_ASCII))
                    .as("nio: %s", nio)
                    .isEqualTo("127.0.0.1 - - [28/Nov/2026:05:20:49 +0000] " + expected + "\n");
        }
    }

    /**
     * If the handler fails or the request is malformed, the log has the server's own response, which the client got.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "THROWS||500 22",
                "THROWS_IO||500 22",
                "THROWS_LATER|hello|500 22",
                "THROWS_IO_LATER|hello|500 22",
                "IS_REFUSED|hello|500 22",
                "IS_REFUSED_IN_PART|hello|200 2",
                "ABORTS|hello|499 -",
                "READS|hel|400 46",
                "READS|hello|200 2",
            })
    void what_a_failure_is_logged_as(Failing how, String body, String expected) throws Exception {
        String request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n" + (body == null ? "hello" : body);
        for (boolean nio : new boolean[] {true, false}) {
            log.reset();
            String answer = talk(nio, AccessLog.to(log, CLOCK), how, request, true);
            assertThat(log.toString(StandardCharsets.US_ASCII))
                    .as("nio: %s", nio)
                    .endsWith("\"POST / HTTP/1.1\" " + expected + " \"-\" \"-\"\n");
            assertThat(answer)
                    .as("nio: %s", nio)
                    .startsWith(how == Failing.ABORTS ? "" : "HTTP/1.1 " + expected.substring(0, 3) + " ");
        }
    }

    private enum Failing implements Handler {
        THROWS {
            @Override
            public void handle(Request request, Exchange exchange) {
                throw new IllegalStateException("on purpose");
            }
        },
        THROWS_IO {
            @Override
            public void handle(Request request, Exchange exchange) throws IOException {
                throw new IOException("on purpose");
            }
        },
        THROWS_LATER {
            @Override
            public void handle(Request request, Exchange exchange) {
                WholeBody.receive(request, exchange, 10, (body, trailers) -> {
                    throw new IllegalStateException("on purpose");
                });
            }
        },
        THROWS_IO_LATER {
            @Override
            public void handle(Request request, Exchange exchange) {
                WholeBody.receive(request, exchange, 10, (body, trailers) -> {
                    throw new IOException("on purpose");
                });
            }
        },
        IS_REFUSED {
            @Override
            public void handle(Request request, Exchange exchange) {
                exchange.send(
                        new Response(200, Headers.of("Content-Length", "1")), Data.utf8("much"), new EndOfMessage());
            }
        },
        /** Of which the client gets the first part. */
        IS_REFUSED_IN_PART {
            @Override
            public void handle(Request request, Exchange exchange) {
                exchange.send(new Response(200, Headers.of("Content-Length", "3")), Data.utf8("ab"));
                exchange.flush();
                exchange.send(Data.utf8("much"), new EndOfMessage());
            }
        },
        ABORTS {
            @Override
            public void handle(Request request, Exchange exchange) {
                exchange.abort();
            }
        },
        READS {
            @Override
            public void handle(Request request, Exchange exchange) {
                WholeBody.receive(request, exchange, 10, (body, trailers) -> exchange.send(Responses.text(200, "ok")));
            }
        }
    }

    /** What no handler has seen has no request line: the log is the server's, not the application's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: a\\r\\nA|408",
                "GET / HTTP/1.1\\r\\n\\r\\n|400"
            })
    void a_request_that_cannot_be_read_is_a_line_too(String sent, int status) throws Exception {
        for (boolean nio : new boolean[] {true, false}) {
            log.reset();
            String answer = talk(
                    nio,
                    AccessLog.to(log, CLOCK),
                    (request, exchange) -> {},
                    sent.replace("\\r", "\r").replace("\\n", "\n"),
                    false);
            int content = answer.length() - answer.indexOf("\r\n\r\n") - 4;
            assertThat(log.toString(StandardCharsets.US_ASCII))
                    .as("nio: %s", nio)
                    .isEqualTo("127.0.0.1 - - [28/Nov/2026:05:20:49 +0000] \"-\" " + status + " " + content
                            + " \"-\" \"-\"\n");
        }
    }

    @Test
    void no_field_of_a_client_can_close_its_quotes_or_its_line() throws Exception {
        for (boolean nio : new boolean[] {true, false}) {
            log.reset();
            talk(nio, log, "GET /bytes/1 HTTP/1.1\r\nHost: x\r\nUser-Agent: a\"\\\t\u00e9\r\n\r\n");
            assertThat(log.toString(StandardCharsets.US_ASCII)).endsWith("\"-\" \"a\\\"\\\\\\x09\\xe9\"\n");
        }
    }

    @Test
    void a_log_that_cannot_be_written_does_not_stop_the_server() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };
        talk(true, full, "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
    }
}
