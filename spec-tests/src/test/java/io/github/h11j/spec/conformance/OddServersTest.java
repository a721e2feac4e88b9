package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are correct, but not in the usual way, get the verdicts that they deserve. */
class OddServersTest {

    private static final int IDLE = 200;
    private static final int LINGER = 300;

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n";
    private static final String AGAIN = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n";
    private static final String TIMEOUT =
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    /** Serves GET. Waits for no request longer than a moment. */
    private static final class OddServer implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());

        /**
         * Listens.
         *
         * @param connections where they are served: in the thread that accepts, or in another one
         */
        OddServer(Executor connections) throws IOException {
            this(connections, OK);
        }

        OddServer(Executor connections, String response) throws IOException {
            Daemons.start("odd-server", () -> {
                while (!listener.isClosed()) {
                    try {
                        Socket socket = listener.accept();
                        connections.execute(() -> serve(socket, response));
                    } catch (IOException e) {
                        return; // closed
                    }
                }
            });
        }

        private static void serve(Socket socket, String response) {
            try (socket) {
                socket.setSoTimeout(IDLE);
                boolean persists = response.endsWith(AGAIN);
                while (persists && isRequest(socket.getInputStream())) {
                    socket.getOutputStream().write(Latin.bytes(response));
                }
                boolean requested = !persists && isRequest(socket.getInputStream());
                socket.getOutputStream().write(Latin.bytes(requested ? response : TIMEOUT));
                socket.setSoTimeout(LINGER);
                socket.getInputStream().readAllBytes(); // the end comes later than the response
            } catch (IOException e) {
                // the time is up, or the client has disconnected
            }
        }

        private static boolean isRequest(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            try {
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = in.read();
                    if (next < 0) {
                        return false;
                    }
                    head.append((char) next);
                }
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        ServerTarget target() {
            InetSocketAddress address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
            return new ServerTarget(address, "127.0.0.1", "/", "/", Duration.ofSeconds(1));
        }

        ServerRunner runner(int parallel) throws IOException {
            return new ServerRunner(target(), parallel);
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static Stream<ConformanceCase> cases(Set<String> ids) {
        return CaseFile.builtIn(CaseKind.SERVER).stream().filter(test -> ids.contains(test.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing-is-sent", "head-stalls"})
    void a_refusal_of_what_stalls_passes_although_its_close_comes_later(String id) throws IOException {
        try (OddServer server = new OddServer(task -> Daemons.start("odd-connection", task));
                ServerRunner runner = server.runner(1)) {
            CaseResult result = runner.run(cases(Set.of(id)).findFirst().orElseThrow());
            assertThat(result.verdict()).as(result.explanation()).isEqualTo(Verdict.PASS);
            assertThat(result.observation()).hasToString("408 closed");
        }
    }

    /** Connections that wait for their turn look like a server that is silent. */
    @Test
    void a_server_of_one_connection_at_a_time_gets_one_case_at_a_time() throws IOException {
        Set<String> ids = Set.of(
                "no-persistence-is-told",
                "close-is-answered-with-close",
                "host-in-capitals",
                "host-last",
                "host-with-tabs-around",
                "response-form",
                "response-version",
                "response-is-framed");
        try (OddServer server = new OddServer(Runnable::run);
                ServerRunner runner = server.runner(ids.size())) {
            List<CaseResult> results = runner.start(cases(ids).toList()).stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(results)
                    .hasSameSizeAs(ids)
                    .allSatisfy(result -> assertThat(result.verdict())
                            .as("%s: %s", result.test().id(), result.explanation())
                            .isEqualTo(Verdict.PASS));
        }
    }

    /** A proxy may send them, too: before the kit's case it has to forward such a request. */
    @ParameterizedTest
    @CsvSource({"'', true", "102, true", "103, true", "102 103 199, true", "503, false", "103 404, false"})
    void a_plain_request_is_served_also_after_interim_responses(String before, boolean served) throws IOException {
        StringBuilder responses = new StringBuilder();
        for (String status : before.split(" ", -1)) {
            if (!status.isEmpty()) {
                responses.append("HTTP/1.1 ").append(status).append(" X\r\n");
                responses.append(status.startsWith("1") ? "\r\n" : "Content-Length: 0\r\n\r\n");
            }
        }
        try (OddServer server = new OddServer(Runnable::run, responses + OK)) {
            assertThat(new Bystander(server.target(), true).isServed()).isEqualTo(served);
            assertThat(new Bystander(server.target(), true).roundTrip()).isTrue();
        }
    }

    @Test
    void interim_responses_to_the_probe_are_not_part_of_the_observation() throws IOException {
        ConformanceCase test = CaseFile.parse("test", """
                kind: server
                cases:
                - id: plain
                  title: t
                  level: MUST
                  rules: RFC9112-3.2-7
                  meaning: m
                  mutation: none
                  position: request
                  send: 'GET \\{get} HTTP/1.1\\r\\nHost: \\{host}\\r\\n\\r\\n'
                  pass: 102 103 200 open
                """).get(0);
        String response = "HTTP/1.1 102 X\r\n\r\nHTTP/1.1 103 X\r\n\r\n" + AGAIN;
        try (OddServer server = new OddServer(task -> Daemons.start("odd-connection", task), response);
                ServerRunner runner = server.runner(1)) {
            CaseResult result = runner.run(test);
            assertThat(result.verdict()).as(result.explanation()).isEqualTo(Verdict.PASS);
        }
    }

    /** An application that answers every method with 200 may answer "get" with it, too. */
    @Test
    void a_method_in_small_letters_is_only_judged_where_unknown_methods_are_refused() throws IOException {
        try (OddServer server = new OddServer(task -> Daemons.start("odd-connection", task), AGAIN);
                ServerRunner runner = server.runner(1)) {
            CaseResult result = runner.run(
                    cases(Set.of("method-in-small-letters")).findFirst().orElseThrow());
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.explanation()).endsWith("lacks what the case needs: unknown-refused");
        }
    }
}
