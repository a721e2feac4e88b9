package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.h11j.spec.conformance.TcpForwarder.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers and proxies that end in the middle of a run: it must not look like one without failures. */
class LostSubjectTest extends CommandFixture {

    /** Two cases; the subject ends in the first. */
    private static String text(CaseKind kind) {
        String rule = kind == CaseKind.SERVER ? "RFC9112-3.2-7" : "RFC9110-7.6.3-2";
        return """
                kind: KIND
                cases:
                - id: deadly
                  title: t
                  level: MUST
                  rules: RULE
                  meaning: m
                  mutation: none
                  position: request
                  send: 'GET \\{get} HTTP/1.1\\r\\nHost: \\{host}\\r\\nX-A: MARK\\r\\n\\r\\n'
                  pass: 400 closed
                  tolerated:
                    closed: it need not answer
                - id: plain
                  title: t
                  level: MUST
                  rules: RULE
                  meaning: m
                  mutation: none
                  position: request
                  send: 'GET \\{get} HTTP/1.1\\r\\nHost: \\{host}\\r\\n\\r\\n'
                  pass: GET? final open
                """.replace("KIND", kind.label()).replace("RULE", rule);
    }

    static List<ConformanceCase> cases(CaseKind kind) {
        return CaseFile.parse("test", text(kind));
    }

    private int run(CaseKind kind, Fault fault) throws IOException {
        Path file = folder.resolve("cases.yaml");
        Files.writeString(file, text(kind));
        List<String> words = new ArrayList<>(List.of(
                kind.label(),
                "--cases=" + file,
                "--timeout=1000",
                "--json=" + folder.resolve("report.json"),
                "--junit=" + folder.resolve("report.xml")));
        if (kind == CaseKind.SERVER) {
            try (TinyServer server = new TinyServer(Mutant.NONE);
                    TcpForwarder front = new TcpForwarder(server.uri().getPort(), fault)) {
                words.addAll(List.of(front.uri().toString(), "--parallel=1"));
                return run(words.toArray(String[]::new));
            }
        }
        int origin = freePort();
        try (TcpForwarder front = new TcpForwarder(origin, fault)) {
            words.addAll(List.of("--front=" + front.uri(), "--listen=" + origin));
            return run(words.toArray(String[]::new));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER, DIES, fail, gone, 1",
        "PROXY, DIES, fail, gone, 1",
        "SERVER, DIES_SLOWLY, fail, gone, 1",
        "PROXY, DIES_SLOWLY, fail, gone, 1",
        "SERVER, HANGS_UP, tolerated, closed, 0",
        "PROXY, HANGS_UP, tolerated, closed, 0",
        "SERVER, REFUSES_AND_DIES, pass, 400 closed, 2",
        "PROXY, REFUSES_AND_DIES, pass, 400 closed, 2",
        "SERVER, REFUSES, pass, 400 closed, 0"
    })
    void a_subject_that_ends_in_a_run_gives_no_status_0(
            CaseKind kind, Fault fault, String verdict, String observed, int status) throws IOException {
        assertThat(run(kind, fault)).as(unwrapped(out)).isEqualTo(status);
        JsonNode root = new JsonMapper().readTree(Files.readString(folder.resolve("report.json")));
        assertThat(root.at("/cases/0/verdict").asText()).isEqualTo(verdict);
        assertThat(root.at("/cases/0/observed").asText()).isEqualTo(observed);
        if (observed.equals("gone")) {
            assertThat(unwrapped(out)).contains("the " + kind.label() + " no longer listens");
        }
        String lost = "the " + kind.label() + " could not be reached in 1 of 2 cases";
        String errors = Files.readString(folder.resolve("report.xml"));
        if (status == 0) {
            assertThat(unwrapped(out)).doesNotContain("could not be reached");
            assertThat(errors).contains("errors=\"0\"").doesNotContain("<error");
        } else {
            assertThat(unwrapped(out)).contains(lost);
            assertThat(errors).contains("errors=\"1\"").contains("<error message=\"no connection: ");
        }
    }

    /** The first run fails, and there is no second one. */
    @Test
    void a_second_run_without_a_connection_says_so() throws IOException {
        ConformanceCase test = CaseFile.parse(
                        "test", text(CaseKind.SERVER).replace("pass: 400 closed", "pass: 200 open"))
                .get(0);
        try (TinyServer server = new TinyServer(Mutant.NONE);
                TcpForwarder front = new TcpForwarder(server.uri().getPort(), Fault.REFUSES_AND_DIES);
                ServerRunner runner =
                        new ServerRunner(ServerTarget.of(front.uri()).withTimeout(Duration.ofSeconds(1)), 1)) {
            CaseResult result = runner.run(test);
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.explanation())
                    .endsWith(
                            "first 400 closed, then no connection: the connection was refused; nothing listens there");
        }
    }
}
