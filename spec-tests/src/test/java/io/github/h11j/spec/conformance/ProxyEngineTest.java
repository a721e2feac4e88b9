package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.conformance.TcpForwarder.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the kit observes at both ends of proxies that behave oddly, and the command {@code proxy}. */
class ProxyEngineTest {

    private static final String GET = """
            send: 'GET \\{get} HTTP/1.1\\r\\nHost: \\{host}\\r\\nX-A: MARK\\r\\n\\r\\n'
            """;

    private static final String REPLY = """
            reply: 'HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nX-A: MARK\\r\\n\\r\\nhello'
            """;

    private static ConformanceCase read(String more) {
        return CaseFile.parse("test", """
                kind: proxy
                cases:
                - id: one
                  title: t
                  level: MUST
                  rules: RFC9110-7.6.3-2
                  meaning: m
                  mutation: none
                  position: request
                  MORE
                """.replace("MORE", more.strip().replace("\n", "\n  ")))
                .get(0);
    }

    /** A proxy whose fault changes with each test; none of them affects the calibration. */
    private static TcpForwarder proxy;

    private static ProxyRunner runner;

    @BeforeAll
    static void calibrate() throws Exception {
        runner = new ProxyRunner(
                origin -> {
                    proxy = new TcpForwarder(origin.getPort(), Fault.NONE);
                    return ProxyTarget.of(proxy.uri(), false).withTimeout(Duration.ofMillis(300));
                },
                1);
    }

    @AfterAll
    static void stop() throws IOException {
        runner.close();
        proxy.close();
    }

    /** On a busy machine a time limit can pass in one of the two runs of a case: then it is tried again. */
    private static CaseResult run(Fault fault, ConformanceCase test) {
        proxy.become(fault);
        CaseResult result = runner.run(test);
        for (int i = 0; i < 4 && result.verdict() == Verdict.INCONCLUSIVE; i++) {
            result = runner.run(test);
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, GET origin-open 200 open",
        "REPEATS, GET same GET origin-open 200 200 open",
        "CUTS, GET truncated origin-closed closed",
        "REFUSES, 400 closed",
        "HANGS_UP, closed",
        "SWALLOWS, open",
        "GARBLES_REQUESTS, origin-garbage silent",
        "GARBLES_RESPONSES, GET origin-open garbage",
        "ANSWERS_TWICE, GET origin-open 200 200 open"
    })
    void what_a_proxy_does_is_seen_at_both_ends(Fault fault, String expected) {
        boolean ofResponse = fault.name().matches(".*(RESPONSES|TWICE)");
        CaseResult result = run(fault, read(GET + (ofResponse ? REPLY : "") + "pass: " + expected));
        assertThat(result.observation())
                .as(result.transcript().toString())
                .asString()
                .isEqualTo(expected);
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({"FLOODS_REQUESTS", "FLOODS_RESPONSES"})
    void of_a_proxy_that_floods_either_end_a_bounded_part_is_kept(Fault fault) {
        CaseResult result = run(fault, read(GET + REPLY + "pass: GET origin-open 200 open"));
        assertThat(result.verdict()).isNotEqualTo(Verdict.PASS);
        assertThat(result.observation().toString()).hasSizeLessThan(200);
        assertThat(result.explanation()).hasSizeLessThan(400);
        assertThat(result.transcript().toString())
                .hasSizeLessThan(100_000)
                .containsPattern("the kit stops reading after \\d+ bytes without an end");
    }

    @Test
    void a_proxy_that_ends_the_connection_to_the_origin_is_seen_to() {
        CaseResult result = run(Fault.LEAVES_ORIGIN, read("""
                steps:
                - send: 'GET \\{get} HTTP/1.1\\r\\nHost: \\{host}\\r\\n\\r\\n'
                - await: request
                - reply: 'HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nMARK'
                - await: response
                - await: origin-end
                pass: GET origin-closed 200 closed?
                """));
        assertThat(result.verdict()).as(result + result.transcript().toString()).isEqualTo(Verdict.PASS);
    }

    @Test
    void steps_at_both_ends_are_done_in_order() {
        CaseResult result = run(Fault.NONE, read("""
                methods: POST
                steps:
                - send: 'POST \\{post} HTTP/1.1\\r\\nHost: \\{host}\\r\\nContent-Length: 5\\r\\n\\r\\nhe'
                - await: head
                - reply: 'HTTP/1.1 100 Continue\\r\\n\\r\\n'
                - await: interim
                - send: llo
                - await: request
                - reply: 'HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\nhello'
                - await: response-head
                - reply: world
                - await: response
                - close
                - send: 'GET \\{get}/2 HTTP/1.1\\r\\nHost: \\{host}\\r\\n\\r\\n'
                - await: request
                - close: origin
                - await: client-end
                pass: 'POST[@content:hello] new GET[@target:/\\{id}/2] 100 200[@content:helloworld] closed'
                """));
        assertThat(result.verdict()).as(result + result.transcript().toString()).isEqualTo(Verdict.PASS);
    }

    @Test
    void needs_are_abilities_that_the_calibration_finds_out() {
        Set<String> abilities = new HashSet<>(Set.of("parallel", "forward", "reverse"));
        CaseFile.calibration(CaseKind.PROXY).forEach(plain -> abilities.add(plain.id()));
        assertThat(CaseFile.builtIn(CaseKind.PROXY))
                .flatExtracting(test -> List.copyOf(test.needs()))
                .isNotEmpty()
                .allMatch(abilities::contains);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void the_command_tests_a_proxy_that_runs() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        int port = freePort();
        try (TcpForwarder right = new TcpForwarder(port, Fault.NONE)) {
            String front = "--front=" + right.uri();
            String listen = "--listen=" + port;
            String quick = "--timeout=300";
            String two = "--only=unknown-field-in-request,via-in-response";
            assertThat(command.execute("proxy", front, listen, quick, two))
                    .as(err.toString())
                    .isZero();
            assertThat(CommandFixture.unwrapped(out))
                    .contains("reverse", "2 cases: 1 pass, 0 tolerated, 0 fail, 1 inconclusive");
            assertThat(command.execute("proxy", front, listen, quick, "--only=via-in-request", "--show"))
                    .isEqualTo(1);
            assertThat(CommandFixture.unwrapped(out)).contains(">> GET", "<< HTTP/1.1 200 OK", "< HTTP/1.1 200 OK");
        }
        try (Socket bound = new Socket()) { // and not listening
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String front = "--front=http://127.0.0.1:" + bound.getLocalPort();
            assertThat(command.execute("proxy", front, "--listen=0", "--only=204-forwarded"))
                    .isEqualTo(2);
        }
        assertThat(CommandFixture.unwrapped(err)).contains("does not forward a plain GET");
    }
}
