package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the kit judges servers that answer early, late, the wrong request, slowly or without end. */
class ServerEngineTest {

    /** What a server does with a request whose target is not an ordinary one. */
    enum Behaviour {
        /** Refuses as soon as there is a head, and closes. */
        REFUSES_EARLY,
        /** Refuses, half-closes, and keeps reading (RFC 9112 section 9.6). */
        LINGERS,
        /** Refuses, sends nothing more, and keeps reading: it has not closed when the kit's time is up. */
        READS_ON,
        /**
         * Waits for two more line ends, and then answers as if nothing was wrong: the next head is part of the first.
         */
        SWALLOWS,
        /** Waits for more, and refuses what it gets. */
        REFUSES_LATE,
        /** Answers 200 and never ends. */
        ENDLESS,
        /** Answers with interim responses and never ends. */
        ENDLESS_INTERIM,
        /** Answers with a head that never ends. */
        ENDLESS_HEAD,
        /** Answers 200 byte by byte forever, too slowly to reach the kit's limit of bytes. */
        DRIPS
    }

    private record Server(ServerSocket listener, Behaviour behaviour, boolean echoes) implements AutoCloseable {

        static Server start(Behaviour behaviour, boolean echoes) throws IOException {
            Server server = new Server(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), behaviour, echoes);
            Daemons.start("engine-test-server", server::accept);
            return server;
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
        }

        private void accept() {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Daemons.start("engine-test-connection", () -> serve(socket));
                } catch (IOException e) {
                    return; // closed
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                boolean more = true;
                while (more) {
                    more = answer(socket, socket.getInputStream(), socket.getOutputStream());
                }
            } catch (IOException e) {
                // the kit has disconnected
            }
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            int b = in.read();
            while (b >= 0) {
                head.append((char) b);
                if (head.toString().endsWith("\r\n\r\n")) {
                    return head.toString();
                }
                b = in.read();
            }
            return "";
        }

        private boolean answer(Socket socket, InputStream in, OutputStream out) throws IOException {
            String head = head(in);
            if (head.contains("/odd")) {
                return odd(socket, in, out);
            }
            if (head.contains("Content-Length: x")) {
                out.write(Latin.bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                return false;
            }
            String body = head.contains("Content-Length: ")
                    ? Latin.text(
                            in.readNBytes(Integer.parseInt(head.replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"))))
                    : "";
            if (!head.isEmpty()) {
                ok(out, echoes && head.startsWith("POST") ? body : "hello");
            }
            return !head.isEmpty() && !head.contains("close");
        }

        private static void ok(OutputStream out, String content) throws IOException {
            out.write(Latin.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content));
        }

        private boolean odd(Socket socket, InputStream in, OutputStream out) throws IOException {
            byte[] refusal = Latin.bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            switch (behaviour) {
                case REFUSES_EARLY -> out.write(refusal);
                case LINGERS -> {
                    out.write(refusal);
                    socket.shutdownOutput();
                    in.readAllBytes();
                }
                case READS_ON -> {
                    out.write(refusal);
                    in.readAllBytes();
                }
                case SWALLOWS -> {
                    head(in);
                    ok(out, "hello");
                    return false;
                }
                case REFUSES_LATE -> {
                    head(in);
                    out.write(refusal);
                }
                case ENDLESS -> repeat(out, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000), 0);
                case ENDLESS_INTERIM -> repeat(out, "", "HTTP/1.1 103 Early Hints\r\n\r\n", 0);
                case ENDLESS_HEAD -> repeat(out, "HTTP/1.1 200 OK\r\n", "A: b\r\n".repeat(100), 0);
                case DRIPS -> repeat(out, "HTTP/1.1 200 OK\r\n\r\n", "x", 5);
            }
            return false;
        }

        private static void repeat(OutputStream out, String once, String again, int millis) throws IOException {
            out.write(Latin.bytes(once));
            while (true) {
                out.write(Latin.bytes(again));
                LockSupport.parkNanos(millis * 1_000_000L);
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static CaseResult run(Behaviour behaviour, boolean echoes, String pass) throws IOException {
        ConformanceCase test = CaseFile.parse("test", """
                kind: server
                cases:
                - id: one
                  title: t
                  level: MUST
                  rules: RFC9112-6.3-9
                  meaning: m
                  mutation: none
                  position: request
                  send: 'GET /odd HTTP/1.1\\r\\nHost: \\{host}\\r\\n\\r\\n'
                  pass: PASS
                """.replace("PASS", pass)).get(0);
        try (Server server = Server.start(behaviour, echoes);
                ServerRunner runner =
                        new ServerRunner(ServerTarget.of(server.uri()).withTimeout(Duration.ofMillis(300)), 1)) {
            return runner.run(test);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "REFUSES_EARLY; 400 closed; 400 closed; PASS",
                "LINGERS; 400 closed; 400 closed; PASS",
                "READS_ON; 400 closed; 400 silent; TOLERATED",
                "READS_ON; 400 open|closed; 400 silent; TOLERATED",
                "READS_ON; served closed; 400 silent; FAIL",
                "SWALLOWS; served open; late 200 desynchronised; FAIL",
                "SWALLOWS; [served closed, served open, 400 closed]; late 200 desynchronised; FAIL",
                "REFUSES_LATE; 400 closed; late 400 closed; PASS",
                "REFUSES_LATE; late 400 closed; late 400 closed; PASS",
                "ENDLESS; [served closed, 400 closed]; 200 endless; FAIL",
                "ENDLESS_HEAD; [served closed, closed, silent, 400 closed]; 200 endless; FAIL",
                "DRIPS; [served closed, closed, silent, 400 closed]; 200 endless; FAIL"
            })
    void an_answer_is_attributed_to_the_request_that_it_answers(
            Behaviour behaviour, String pass, String observed, Verdict verdict) throws IOException {
        CaseResult result = run(behaviour, true, pass);
        assertThat(result.observation()).asString().isEqualTo(observed);
        assertThat(result.verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "REFUSES_EARLY; 400 closed; PASS",
                "SWALLOWS; open; INCONCLUSIVE",
                "SWALLOWS; served closed; FAIL",
                "SWALLOWS; [open, served desynchronised]; PASS"
            })
    void without_an_echo_a_late_response_is_judged_only_if_both_readings_agree(
            Behaviour behaviour, String pass, Verdict verdict) throws IOException {
        assertThat(run(behaviour, false, pass).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"ENDLESS", "ENDLESS_INTERIM", "ENDLESS_HEAD"})
    void a_flood_is_kept_up_to_a_bound_and_marked_where_it_was_cut(Behaviour behaviour) throws IOException {
        CaseResult result = run(behaviour, true, "served open");
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.observation().toString()).endsWith("endless").hasSizeLessThan(100);
        assertThat(result.explanation()).hasSizeLessThan(200);
        assertThat(result.transcript().toString())
                .hasSizeLessThan(100_000)
                .containsPattern("the kit stops reading after \\d+ bytes without an end");
    }
}
