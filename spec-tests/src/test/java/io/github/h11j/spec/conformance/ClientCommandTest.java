package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command {@code client}: programs as clients, clients that the kit does not start, selection, exit status,
 * reports.
 */
@Timeout(120)
class ClientCommandTest extends CommandFixture {

    private static final String CASES = "truncated-length,head-with-length,reuse-after-length,post-is-framed";

    private static String program(String mutant, String method, String urls) {
        return "'" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + TinyProgram.class.getName() + " '" + mutant + "' "
                + method + " " + urls;
    }

    @Test
    void a_right_client_gives_0() {
        assertThat(run(
                        "client",
                        "--exec",
                        program("none", "GET", "{url}"),
                        "--exec-for",
                        "HEAD=" + program("none", "HEAD", "{url}"),
                        "--exec-for",
                        "POST=" + program("none", "POST", "{url}"),
                        "--exec-for",
                        "GET,GET=" + program("none", "GET", "{url} {url2}"),
                        "--only=" + CASES + ",status-600",
                        "--parallel=2",
                        "--quiet"))
                .as(out.toString())
                .isZero();
        assertThat(unwrapped(out)).contains("Found out: content, get, rejects, reuse, status", "5 cases: 5 pass");
    }

    @Test
    void a_wrong_client_gives_1_and_what_it_was_not_told_is_inconclusive() throws IOException {
        Path json = folder.resolve("report.json");
        assertThat(run(
                        "client",
                        "--exec=" + program("forgives EOF_IN_BODY", "GET", "{url}"),
                        "--only=" + CASES,
                        "--show",
                        "--json=" + json))
                .isEqualTo(1);
        JsonNode root = new JsonMapper().readTree(Files.readString(json));
        assertThat(root.at("/kind").asText()).isEqualTo("client");
        assertThat(root.at("/counts/fail").asInt()).isEqualTo(1);
        assertThat(root.at("/counts/inconclusive").asInt()).isEqualTo(3);
        assertThat(unwrapped(out))
                .contains("accepted; correct: GET* rejected", "<< hello", "exit status 0, standard output")
                .contains("--exec-for HEAD='...'", "--exec-for GET,GET='...'");
    }

    private static final String PACED = "late-response-after-length,close-before-post,close-before-reuse,late-line-end";

    @Test
    void a_program_that_is_started_once_does_all_that_a_case_asks_for() {
        assertThat(run(
                        "client",
                        "--persistent=" + program("none", "", ""),
                        "--only=" + CASES + ",status-600," + PACED,
                        "--parallel=2",
                        "--quiet"))
                .as(out.toString())
                .isZero();
        assertThat(unwrapped(out))
                .contains("Found out: content, expect, get, rejects, reuse, status", "9 cases: 9 pass");
    }

    @Test
    void a_program_that_reuses_a_connection_without_checking_is_detected() {
        assertThat(run("client", "--persistent=" + program("KEEPS_ALWAYS", "", ""), "--only=" + PACED))
                .isEqualTo(1);
        assertThat(unwrapped(out))
                .contains("observed: GET same GET open accepted; correct: GET new GET accepted[@content:helloagain]");
    }

    @Test
    void a_program_that_is_started_for_each_case_cannot_wait_for_its_turn() {
        run("client", "--exec=" + program("none", "GET", "{url}"), "--only=" + PACED);
        assertThat(unwrapped(out)).contains("its next request: use --persistent", "4 inconclusive");
    }

    /** Prints its arguments, whatever the request. */
    static final class Parrot {
        private Parrot() {}

        public static void main(String[] arguments) throws IOException {
            while (System.in.read() >= 0) {
                if (System.in.available() == 0) {
                    System.out.println(String.join(" ", arguments));
                    if (arguments[0].equals("end")) {
                        return;
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "good, 'does not begin with accepted, rejected or unsupported'",
        "accepted 2xx, no status",
        "accepted 200 %4, is not percent-encoded",
        "unsupported GET, the program said: unsupported GET",
        "unsupported \u001b[31m, the program said: unsupported \\x1b[31m",
        "rejected so, the client threw java.io.IOException: rejected so"
    })
    void a_program_that_prints_something_else_is_inconclusive_with_the_reason(String answer, String message) {
        String parrot = program("x", "", "").replace(TinyProgram.class.getName() + " 'x'", Parrot.class.getName());
        assertThat(run("client", "--persistent=" + parrot + answer, "--only=204", "--timeout=500"))
                .isEqualTo(2);
        assertThat(unwrapped(err)).contains(message);
    }

    @Test
    void a_program_that_ends_or_never_answers_is_seen_as_such_and_replaced() {
        String parrot = program("x", "", "").replace(TinyProgram.class.getName() + " 'x'", Parrot.class.getName());
        assertThat(run("client", "--persistent=" + parrot + "end", "--only=204", "--timeout=500"))
                .isEqualTo(2);
        assertThat(unwrapped(err)).contains("does not begin with accepted");
        String sleeper = program("x", "", "").replace(TinyProgram.class.getName() + " 'x'", Sleeper.class.getName());
        assertThat(run("client", "--persistent=" + sleeper, "--only=204", "--timeout=200"))
                .isEqualTo(2);
        assertThat(unwrapped(err)).contains("the client was interrupted", "hung");
        String crashing = program("crashes on lengths of letters", "", "");
        assertThat(run(
                        "client",
                        "--persistent=" + crashing,
                        "--only=no-reuse-after-invalid-length,204",
                        "--parallel=1"))
                .isEqualTo(1);
        assertThat(unwrapped(out)).contains("crashed", "2 cases: 1 pass");
    }

    @Test
    void nothing_to_test_is_2() {
        assertThat(run("client", "--only=204")).isEqualTo(2);
        assertThat(run("client", "--exec=no-such-program {url}", "--only=204")).isEqualTo(2);
        assertThat(run("client", "--exec=curl", "--only=204")).isEqualTo(2);
        assertThat(run("client", "--exec=curl {url}", "--exec-for", "GET,GET=curl {url}", "--only=204"))
                .isEqualTo(2);
        assertThat(run("client", "--exec=curl '{url}", "--only=204")).isEqualTo(2);
        assertThat(run("client", "--persistent=curl '", "--only=204")).isEqualTo(2);
        assertThat(run("client", "--persistent=curl", "--exec=curl {url}", "--only=204"))
                .isEqualTo(2);
        assertThat(unwrapped(err))
                .contains(
                        "one of --exec, --persistent and --listen is needed",
                        "cannot be combined with --exec-for",
                        "no-such-program",
                        "has no {url}",
                        "has no {url2}",
                        "not closed");
    }

    @Test
    void a_program_that_does_not_end_is_stopped() throws IOException {
        String java =
                program("waits for ever", "GET", "").replace(TinyProgram.class.getName(), Sleeper.class.getName());
        assertThat(run("client", "--exec=" + java + "{url}", "--only=204", "--timeout=200"))
                .isEqualTo(2);
        assertThat(unwrapped(err)).contains("the client was stopped", "hung");
    }

    /** A program that does nothing at all. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** Waits until something is printed, and returns it. */
    private String printed(String regex) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            Matcher matcher = pattern.matcher(unwrapped(out));
            if (matcher.find()) {
                return matcher.group(1);
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("not printed: " + regex + " in " + out);
    }

    private static ClientAnswer get(String url) throws IOException {
        return new TinyClient(ClientMutant.NONE).make(new ClientRequest(URI.create(url), "GET", "", false));
    }

    @Test
    void the_kit_waits_for_a_client_that_it_does_not_start() throws Exception {
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> run(
                "client",
                "--listen=0",
                "--only=status-line-with-tab,204,reuse-after-204,status-of-two-digits,status-unknown-2xx",
                "--timeout=300"));
        String list = printed("URLs: (http://\\S+)");
        assertThat(get(list).content().lines()).hasSize(5);
        assertThat(visit(list, "status-line-with-tab")).contains("inconclusive ");
        get(list + "status-line-with-tab/accepted?hello");
        assertThat(printed("(pass +MAY +status-line-with-tab; observed: .*)")).contains("GET closed accepted");
        assertThat(visit(list, "204")).contains("inconclusive ");
        get(list + "204/accepted?");
        assertThat(printed("(pass +MUST +204; observed: .*)")).contains("GET accepted");
        assertThat(visit(list, "status-unknown-2xx")).contains("inconclusive ");
        get(list + "status-unknown-2xx/rejected");
        assertThat(printed("(fail +MUST +status-unknown-2xx; observed: .*)")).contains("GET rejected");
        assertThat(visit(list, "reuse-after-204")).contains("inconclusive ");
        get(list + "end");
        assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(unwrapped(out)).contains("the client did not connect", "5 cases: 2 pass");
    }

    @Test
    void connections_without_a_request_do_not_delay_the_list() throws Exception {
        CompletableFuture<Integer> status =
                CompletableFuture.supplyAsync(() -> run("client", "--listen=0", "--only=204"));
        URI list = URI.create(printed("URLs: (http://\\S+)"));
        try (Socket first = new Socket(list.getHost(), list.getPort());
                Socket second = new Socket(list.getHost(), list.getPort())) {
            assertTimeout(Duration.ofSeconds(10), () -> get(list.toString()));
            get(list + "end");
            assertThat(first.isClosed() || second.isClosed()).isFalse();
        }
        assertThat(status.get(60, TimeUnit.SECONDS)).isZero();
    }

    private static Process kit(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "client"));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void a_kit_that_waits_for_a_client_reports_what_has_come_when_it_is_stopped() throws Exception {
        Path json = folder.resolve("stopped.json");
        Process process = kit("--listen=0", "--only=204,status-600", "--timeout=300", "--json=" + json);
        try (BufferedReader lines = process.inputReader()) {
            Matcher list = Pattern.compile("URLs: (http://\\S+)").matcher(lines.readLine());
            assertThat(list.find()).isTrue();
            String task = get(list.group(1))
                    .content()
                    .lines()
                    .filter(line -> line.endsWith("/204"))
                    .findFirst()
                    .orElseThrow();
            get(task.substring(task.indexOf("http")));
            String line = lines.readLine();
            while (!line.contains(" 204; observed: ")) {
                line = lines.readLine();
            }
            process.toHandle().destroy(); // not process.destroy(), which closes the stream
            assertThat(lines.lines()).anyMatch(last -> last.contains("1 cases: "));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        JsonNode root = new JsonMapper().readTree(Files.readString(json));
        assertThat(root.at("/setting").asText()).isEqualTo("nothing; stopped after 1 of 2 cases");
        assertThat(root.at("/cases").findValuesAsText("id")).containsExactly("204");
    }

    /** A shell that waits for a program of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"--exec=sh -c 'sleep 600; : {url}'", "--persistent=sh -c 'sleep 600; :'"})
    void a_kit_that_is_stopped_leaves_no_program_running(String client) throws Exception {
        Process process = kit(client, "--only=204", "--timeout=60000");
        await(() -> process.descendants().count() == 2, "a shell and what it started");
        List<ProcessHandle> programs = process.descendants().toList();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        try {
            await(() -> programs.stream().noneMatch(ProcessHandle::isAlive), "no program runs");
        } finally {
            programs.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Does what the list says for a case, and returns what is printed. */
    private String visit(String list, String id) throws IOException {
        String task = get(list)
                .content()
                .lines()
                .filter(line -> line.contains("/" + id))
                .findFirst()
                .orElseThrow();
        Matcher urls = Pattern.compile("http://\\S+").matcher(task);
        TinyClient client = new TinyClient(ClientMutant.NONE);
        while (urls.find()) {
            try {
                client.make(new ClientRequest(URI.create(urls.group()), "GET", "", false));
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("refused"); // the connection; a client may reject the response
            }
        }
        return printed("([a-z]+ +[A-Z]+ +" + id + "; observed: .*)");
    }
}
