package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Unsaid;
import io.github.h11j.spec.conformance.Observation.Word;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kit observes of clients that behave oddly. */
class ClientEngineTest {

    private static final String OK = "reply: 'HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello'";

    private static final String TWO = "methods: [GET, GET]\n" + OK;

    private static ConformanceCase read(String more) {
        return CaseFile.parse("test", """
                kind: client
                cases:
                - id: one
                  title: t
                  level: MUST
                  rules: RFC9112-2.1-1
                  meaning: m
                  mutation: none
                  position: response
                  MORE
                """.replace("MORE", more.replace("\n", "\n  ")))
                .get(0);
    }

    /** A client that passes the calibration and then behaves as the test says. */
    private static CaseResult run(String more, RequestMaker client) throws IOException {
        TinyClient right = new TinyClient(ClientMutant.NONE);
        AtomicReference<RequestMaker> current = new AtomicReference<>(right);
        try (ClientRunner runner =
                new ClientRunner(request -> current.get().make(request), Duration.ofMillis(500), 1)) {
            current.set(client);
            return runner.run(read(more));
        }
    }

    /** Sends bytes and ignores the response except for its length. */
    private static RequestMaker sending(String bytes, int answerLength) {
        return request -> {
            try (Socket socket =
                    new Socket(request.uri().getHost(), request.uri().getPort())) {
                socket.getOutputStream().write(Latin.bytes(bytes));
                return ClientAnswer.of(200, socket.getInputStream().readNBytes(answerLength));
            }
        };
    }

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Kept open until the tests end: an unreferenced socket could be closed earlier. */
    private static final List<Socket> KEPT = new CopyOnWriteArrayList<>();

    @AfterAll
    static void closeWhatWasKept() throws IOException {
        for (Socket socket : KEPT) {
            socket.close();
        }
    }

    /** What a client returns is the user's code: it may return all the empty lines that it has read. */
    @Test
    void of_a_client_that_returns_a_flood_a_bounded_part_is_kept() throws IOException {
        CaseResult result = run(OK + "\npass: rejected", request -> {
            sending(GET, 5).make(request);
            return ClientAnswer.of(200, Latin.bytes("\r\n".repeat(200_000)));
        });
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.observation().toString()).hasSizeLessThan(100);
        assertThat(result.explanation()).hasSizeLessThan(400);
        assertThat(result.transcript().toString())
                .hasSizeLessThan(100_000)
                .contains("the client returned 200 \"\\r\\n", "characters more");
    }

    @Test
    void of_a_client_that_sends_a_request_without_end_a_bounded_part_is_kept() throws IOException {
        CaseResult result = run(OK + "\npass: GET open accepted", request -> {
            try (Socket socket =
                    new Socket(request.uri().getHost(), request.uri().getPort())) {
                socket.getOutputStream().write(Latin.bytes("GET / HTTP/1.1\r\n"));
                while (true) { // until the kit has had enough
                    socket.getOutputStream().write(Latin.bytes("A: b\r\n".repeat(1000)));
                }
            }
        });
        assertThat(result.verdict()).isNotEqualTo(Verdict.PASS);
        assertThat(result.observation().toString()).hasSizeLessThan(200);
        assertThat(result.transcript().toString())
                .hasSizeLessThan(100_000)
                .containsPattern("the kit stops reading after \\d+ bytes without an end");
    }

    /** The first connection stays open meanwhile, so its end does not tell the kit that the client is done with it. */
    @Test
    void a_client_that_repeats_a_rejected_request_is_not_kept_waiting() throws IOException {
        String bad = "reply: 'HTTP/1.1 2xx OK\\r\\n\\r\\n'";
        CaseResult result = run(bad + "\npass: GET* rejected", request -> {
            for (int i = 0; i < 3; i++) {
                Socket socket =
                        new Socket(request.uri().getHost(), request.uri().getPort());
                KEPT.add(socket);
                socket.getOutputStream().write(Latin.bytes(GET));
                socket.getInputStream().read(new byte[100]); // what comes is not a response
            }
            throw new IOException("no response");
        });
        assertThat(result.verdict()).as(result.explanation()).isEqualTo(Verdict.PASS);
        assertThat(result.observation()).hasToString("GET new GET new GET open rejected");
    }

    @Test
    void notes_are_bounded_one_by_one_and_all_together() {
        Transcript wire = new Transcript();
        wire.note("x".repeat(400_075));
        assertThat(wire.toString()).hasSizeLessThan(2_000).endsWith(" characters more\n");
        for (int i = 0; i < 10_000; i++) {
            wire.note("again " + "x".repeat(400_075));
        }
        assertThat(wire.toString()).hasSizeLessThan(100_000).contains("the transcript is cut here");
    }

    static List<Arguments> clients() {
        return List.of(
                arguments("GET open accepted", OK, new TinyClient(ClientMutant.NONE)),
                arguments("GET closed accepted", OK, sending(GET, 5)),
                arguments("GET same GET open accepted", TWO, new TinyClient(ClientMutant.NONE)),
                arguments("GET new GET closed accepted", TWO, sending(GET, 5)),
                arguments("GET same GET closed accepted", OK, sending(GET + GET, 5)),
                arguments("GET silent accepted", OK, sending(GET, 1000)),
                arguments("GET truncated closed accepted", OK, sending("GET / HTTP/1.1\r\nHost", 0)),
                arguments("garbage closed accepted", OK, sending("\0\1", 0)),
                arguments("rejected", OK, (RequestMaker) request -> {
                    throw new IOException("will not");
                }),
                arguments("GET closed crashed", OK, (RequestMaker) request -> {
                    sending(GET, 5).make(request);
                    throw new AssertionError("broken");
                }),
                arguments("GET closed silent hung", OK, (RequestMaker) request -> {
                    sending(GET, 5).make(request);
                    new CountDownLatch(1).await();
                    return ClientAnswer.of(0, new byte[0]);
                }),
                arguments("GET new GET rejected", "steps: [{await: request}, close]", (RequestMaker) request -> {
                    sending(GET, 1).make(request);
                    sending(GET, 1).make(request);
                    throw new IOException("no response, twice");
                }),
                arguments("GET open accepted", OK, (RequestMaker) request -> {
                    Socket socket =
                            new Socket(request.uri().getHost(), request.uri().getPort());
                    KEPT.add(socket);
                    socket.getOutputStream().write(Latin.bytes(GET));
                    return ClientAnswer.of(200, socket.getInputStream().readNBytes(5));
                }));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void what_a_client_does_is_seen(String expected, String more, RequestMaker client) throws IOException {
        CaseResult result = run(more + "\npass: " + expected.replace(" silent hung", " hung"), client);
        assertThat(result.observation()).asString().isEqualTo(expected.replace("closed silent", "closed"));
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void content_and_status_are_what_the_client_returned() throws IOException {
        TinyClient right = new TinyClient(ClientMutant.NONE);
        assertThat(run(TWO + "\npass: 'GET GET accepted[@content:helloagain,@status:200]'", right)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(run(TWO + "\npass: 'GET GET accepted[@content:hello]'", right)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void patterns_and_bytes_may_name_host_and_id() throws IOException {
        String pass = "'GET[host:\\\\{host},@target:/\\\\{id}?a,@form:origin] accepted'";
        CaseResult result =
                run(OK + "\npath: '/\\{id}?a'\npass: " + pass.replace("\\\\", "\\"), new TinyClient(ClientMutant.NONE));
        assertThat(result.verdict()).as(result.explanation()).isEqualTo(Verdict.PASS);
    }

    @Test
    void what_a_client_does_not_do_at_all_is_inconclusive() throws IOException {
        CaseResult result = run("methods: FOO\n" + OK + "\npass: FOO accepted", request -> {
            throw new UnsupportedOperationException("only GET");
        });
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.explanation()).contains("only GET");
    }

    @Test
    void a_client_that_accepts_anything_makes_cases_of_rejection_inconclusive() throws IOException {
        RequestMaker yes = request -> {
            try {
                return new TinyClient(ClientMutant.NONE).make(request);
            } catch (IOException e) {
                return new ClientAnswer(200, "");
            }
        };
        try (ClientRunner runner = new ClientRunner(yes, Duration.ofMillis(200), 1)) {
            CaseResult result = runner.run(read("steps: [{await: request}, close]\npass: GET rejected"));
            assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.explanation()).endsWith("rejects");
        }
    }

    private static Observation seen(String words) {
        List<Sighting> sightings = new ArrayList<>();
        Arrays.stream(words.split(" ", -1)).map(Word::new).forEach(sightings::add);
        return new Observation(sightings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "seen; '[seen accepted]'; INCONCLUSIVE",
                "seen; '[\"seen accepted[@content:hello]\"]'; INCONCLUSIVE",
                "seen; '[\"seen accepted[@content:hello]\", seen rejected]'; INCONCLUSIVE",
                "seen; '[seen accepted|rejected]'; PASS",
                "seen; '[seen accepted, seen rejected]'; PASS",
                "other; '[seen accepted, seen rejected]'; FAIL",
                "other; '[\"seen accepted[@content:hello]\"]'; FAIL"
            })
    void without_the_clients_verdict_a_case_is_judged_by_the_rest(String seen, String pass, Verdict verdict) {
        Unsaid last = new Unsaid(ClientSession.LAST_WORDS, Map.of());
        assertThat(judge(seen, pass, last)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "accepted; hello; '[seen accepted]'; PASS",
                "rejected; ; '[seen accepted]'; FAIL",
                "rejected; ; '[seen rejected]'; PASS",
                "accepted; ; '[\"seen accepted[@content:hello]\"]'; INCONCLUSIVE",
                "accepted; hello; '[\"seen accepted[@content:hello]\"]'; PASS",
                "accepted; hallo; '[\"seen accepted[@content:hello]\"]'; FAIL",
                "accepted; ''; '[\"seen accepted[!@content]\"]'; PASS",
                "accepted; hello; '[\"seen accepted[@status:600]\"]'; INCONCLUSIVE",
                "accepted; hallo; '[\"seen accepted[@status:600,@content:hello]\"]'; FAIL"
            })
    void what_is_known_of_the_clients_verdict_counts(String word, String content, String pass, Verdict verdict) {
        Map<String, String> known = content == null ? Map.of() : Map.of("content", content);
        assertThat(judge("seen", pass, new Unsaid(Set.of(word), known))).isEqualTo(verdict);
    }

    private static Verdict judge(String seen, String pass, Unsaid last) {
        ConformanceCase test = read(OK + "\npass: " + pass);
        return CaseResult.unsaid(test, seen(seen), last, new Transcript(), Duration.ofMillis(1))
                .verdict();
    }

    @Test
    void needs_are_abilities_that_the_calibration_finds_out() {
        Set<String> abilities = new HashSet<>();
        CaseFile.calibration(CaseKind.CLIENT).forEach(plain -> abilities.add(plain.id()));
        assertThat(CaseFile.builtIn(CaseKind.CLIENT))
                .flatExtracting(test -> List.copyOf(ClientRunner.needs(test)))
                .isNotEmpty()
                .allMatch(abilities::contains);
    }
}
