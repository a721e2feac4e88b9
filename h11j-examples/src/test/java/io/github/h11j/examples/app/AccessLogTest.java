package io.github.h11j.examples.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
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

    @TempDir
    Path folder = Path.of("");

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    /** Sends what is written and reads until the server closes; then the server has stopped, and all is logged. */
    private void talk(boolean nio, OutputStream out, String request) throws Exception {
        Files.writeString(folder.resolve("file.txt"), "0123456789");
        Handler app = AccessLog.to(out, CLOCK).before(App.withFiles(folder));
        if (nio) {
            try (NioServer server = new NioServer(ANY, app, NioSettings.DEFAULT)) {
                exchange(((InetSocketAddress) server.address()).getPort(), request);
                server.stop(Duration.ofSeconds(20));
            }
        } else {
            try (BlockingServer server = new BlockingServer(ANY, app, BlockingSettings.DEFAULT)) {
                exchange(server.port(), request);
                server.stop(Duration.ofSeconds(20));
            }
        }
    }

    private static void exchange(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            in.readAllBytes();
        }
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
                "GET /upgrade HTTP/1.1|Connection: upgrade,Upgrade: h11j-echo|\"GET /upgrade HTTP/1.1\" 101 - \"-\" \"-\"",
            })
    void a_response_is_a_line(String start, String fields, String expected) throws Exception {
        String lines = fields == null ? "" : fields.replace(",", "\r\n") + "\r\n";
        for (boolean nio : new boolean[] {true, false}) {
            log.reset();
            talk(nio, log, start + "\r\nHost: x\r\n" + lines + "\r\n");
            assertThat(log.toString(StandardCharsets.US_ASCII))
                    .as("nio: %s", nio)
                    .isEqualTo("127.0.0.1 - - [28/Nov/2026:05:20:49 +0000] " + expected + "\n");
        }
    }

    @Test
    void no_field_of_a_client_can_end_its_quotes_or_its_line() throws Exception {
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
