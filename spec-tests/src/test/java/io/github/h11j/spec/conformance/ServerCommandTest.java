package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** The command {@code server}: selection, exit status, reports. */
class ServerCommandTest extends CommandFixture {

    private static Mutant withoutHostCheck() {
        return Mutant.all().stream()
                .filter(mutant -> mutant.toString().contains("[MISSING_HOST]"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_right_server_gives_0_and_a_wrong_one_1() throws IOException {
        try (TinyServer right = new TinyServer(Mutant.NONE);
                TinyServer wrong = new TinyServer(withoutHostCheck())) {
            assertThat(run("server", right.uri().toString(), "--only", "host-missing", "--quiet"))
                    .isZero();
            assertThat(run("server", wrong.uri().toString(), "--only", "host-missing", "--show"))
                    .isEqualTo(1);
        }
        assertThat(unwrapped(out))
                .contains("1 cases: 1 pass", "1 cases: 0 pass", "> GET / HTTP/1.1\\r\\n", "< HTTP/1.1 200 OK");
    }

    @Test
    void results_that_cannot_be_written_are_an_error() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on the device");
            }
        };
        try (TinyServer right = new TinyServer(Mutant.NONE)) {
            String uri = right.uri().toString();
            assertThat(Main.run(lost(full), new PrintWriter(err), "server", uri, "--only", "host-missing"))
                    .isEqualTo(2);
        }
        assertThat(Main.run(lost(full), new PrintWriter(err), "server", "--list"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsOnly("h11j-conformance: the results could not be written to standard output");
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(err), "server", "--list"))
                .isZero();
    }

    private static PrintWriter lost(OutputStream full) {
        return new PrintWriter(new OutputStreamWriter(full, StandardCharsets.UTF_8));
    }

    @Test
    void all_help_fits_80_columns() {
        assertThat(usages(Main.commandLine()))
                .hasSizeGreaterThan(3)
                .allSatisfy(usage -> assertThat(usage.lines())
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80)));
    }

    private static List<String> usages(CommandLine command) {
        List<String> usages = new ArrayList<>(List.of(command.getUsageMessage()));
        command.getSubcommands().values().forEach(sub -> usages.addAll(usages(sub)));
        return usages;
    }

    @Test
    void reports_are_well_formed_and_have_the_results() throws Exception {
        Path json = folder.resolve("a/report.json");
        Path xml = folder.resolve("report.xml");
        Path html = folder.resolve("report.html");
        try (TinyServer wrong = new TinyServer(withoutHostCheck())) {
            assertThat(run(
                            "server",
                            wrong.uri().toString(),
                            "--only=host-*,chunk-size-with-nul",
                            "--json=" + json,
                            "--junit=" + xml,
                            "--html=" + html))
                    .isEqualTo(1);
        }
        JsonNode root = new JsonMapper().readTree(Files.readString(json));
        assertThat(root.at("/counts/fail").asInt()).isEqualTo(1);
        assertThat(root.at("/cases").findValuesAsText("id")).contains("host-missing", "chunk-size-with-nul");
        byte[] document = Files.readString(xml).getBytes(StandardCharsets.UTF_8);
        Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(document));
        assertThat(parsed.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(parsed.getElementsByTagName("testcase").getLength())
                .isEqualTo(root.at("/cases").size());
        assertThat(Files.readString(html))
                .contains("<details id=\"host-missing\" class=\"case fail\"", "200 open")
                .doesNotContain("@ROWS@", "http-equiv", "src=\"http");
    }

    @Test
    void cases_are_selected_and_listed() {
        assertThat(run("server", "--list", "--cve=kestrel")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("extension-with-"));
        assertThat(run("client", "--list")).isZero();
        assertThat(unwrapped(out)).contains(" GET,GET: ", " EXPECT: ", " HEAD: ");
        assertThat(run("proxy", "--list", "--only=via-in-request")).isZero();
        assertThat(unwrapped(out)).contains("via-in-request");
        assertThat(run("server", "--list", "--only=none-such")).isEqualTo(2);
        assertThat(unwrapped(err)).contains("no server case of");
        assertThat(run("server")).isEqualTo(2);
        assertThat(run("proxy", "--front=http://127.0.0.1:1")).isEqualTo(2);
        assertThat(unwrapped(err)).contains("the URL of the server is missing", "both --front and --listen are needed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server|Try 'h11j-conformance server --help'.",
                "server 127.0.0.1:1|'127.0.0.1:1' is not an http URL, such as http://127.0.0.1:8080",
                "server https://x/|h11j-conformance server: URL: 'https://x/' is not an http URL, such as http://127.0.0.1:8080",
                "server http://127.0.0.1:1/|no connection: the connection was refused; nothing listens there",
                "server http://nosuchhost.invalid/|no connection: there is no host with this name",
                "server http://127.0.0.1:1 --level high|'high' is not one of MUST, MUST_NOT, SHOULD",
                "server http://127.0.0.1:1 --cases nofile|h11j-conformance: nofile: there is no such file",
                "server http://127.0.0.1:1 --html /dev/null/x|--html: cannot write /dev/null/x; choose another file",
                "server http://127.0.0.1:1 --parallel 0|--parallel': '0' is not a number of 1 or more",
                "client --exec curl --parallel -1|--parallel': '-1' is not a number of 1 or more",
                "server http://127.0.0.1:1 --timeout 0|--timeout': '0' is not a number of 1 or more",
                "proxy --timeout 1s|--timeout': '1s' is not a number of 1 or more",
                "client --listen 65536|--listen': '65536' is not a port, which is a number from 0 to 65535",
                "proxy --listen -1|--listen': '-1' is not a port, which is a number from 0 to 65535",
                "compare --html x.html a=nofile|h11j-conformance: nofile: there is no such file",
                "compare --html x.html a=pom.xml|pom.xml is not a report that --json has written",
                "sever|h11j-conformance: there is no command or option sever"
            })
    void every_error_is_in_plain_words_without_a_page_of_usage(String command, String expected) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(unwrapped(err))
                .contains(expected)
                .doesNotContain("Exception", "Usage:", "case-insensitive", "unresolved", " /127.0.0.1", "REDACTED");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(4).allMatch(line -> line.length() <= 80);
    }

    @Test
    void a_level_is_read_in_any_case() {
        assertThat(run("server", "--list", "--level", "must_not,May,Must Not")).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("MUST NOT "))
                .anyMatch(line -> line.startsWith("MAY "))
                .allMatch(line -> line.startsWith("MUST NOT ") || line.startsWith("MAY "));
    }

    @Test
    void a_file_of_the_user_is_run_and_its_faults_are_reported() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, """
                kind: server
                cases:
                - id: mine
                  title: t
                  level: MUST
                  rules: RFC9112-3.2-7
                  meaning: m
                  mutation: none
                  position: request
                  send: 'GET \\{get} HTTP/1.1\\r\\nHost: \\{host}\\r\\n\\r\\n'
                  pass: served open
                """);
        try (TinyServer right = new TinyServer(Mutant.NONE)) {
            assertThat(run("server", right.uri().toString(), "--cases", file.toString()))
                    .isZero();
            Files.writeString(file, "kind: server\ncases:\n- id: mine\n");
            assertThat(run("server", right.uri().toString(), "--cases", file.toString()))
                    .isEqualTo(2);
        }
        assertThat(unwrapped(err)).contains("case 1 (mine): title: is missing");
    }

    @Test
    void expected_failures_are_distinguished_from_new_ones_and_from_those_that_no_longer_fail() throws IOException {
        Path expected = folder.resolve("expected.txt");
        try (TinyServer wrong = new TinyServer(withoutHostCheck())) {
            String url = wrong.uri().toString();
            Files.writeString(expected, "# known\n\nhost-missing  the mutant is made so\n");
            assertThat(run("server", url, "--only=host-missing,host-twice", "--expected=" + expected))
                    .isZero();
            assertThat(unwrapped(out)).contains("expected: the mutant is made so", "new failures: none");
            Files.writeString(expected, "host-twice it was so once\n");
            assertThat(run("server", url, "--only=host-twice", "--expected=" + expected))
                    .isEqualTo(3);
            assertThat(unwrapped(out)).contains("expected to fail, but no longer do: host-twice");
            assertThat(run("server", url, "--only=host-missing,host-twice", "--expected=" + expected))
                    .isEqualTo(1);
            assertThat(unwrapped(out)).contains("new failures: host-missing");
            for (String bad : List.of("host-missing", "host-missing a\nhost-missing b", "no-such-case a")) {
                Files.writeString(expected, bad);
                assertThat(run("server", url, "--only=host-missing", "--expected=" + expected))
                        .isEqualTo(2);
            }
        }
        assertThat(unwrapped(err))
                .contains("expected a case's id and a reason", "named twice", "not cases of the kit: no-such-case");
    }

    @Test
    void a_failure_prints_the_command_that_runs_it_again() throws IOException {
        try (TinyServer wrong = new TinyServer(withoutHostCheck())) {
            String url = wrong.uri().toString();
            run("server", url, "--only=host-*", "--timeout=1000", "--get-path=/(a)", "--quiet", "--level=MUST");
            assertThat(unwrapped(out))
                    .contains("again: java -jar h11j-conformance.jar server " + url)
                    .containsPattern("--get-path '/\\(a\\)'.* --only host-missing --show");
        }
    }

    @Test
    void what_a_run_prints_fits_into_80_columns() throws IOException {
        try (TinyServer wrong = new TinyServer(withoutHostCheck())) {
            assertThat(run(
                            "server",
                            wrong.uri().toString(),
                            "--only=host-*,chunk-*",
                            "--timeout=400",
                            "--post-path=/p"))
                    .isEqualTo(1);
        }
        assertThat(out.toString().lines())
                .hasSizeGreaterThan(8)
                .anyMatch(line -> line.endsWith(" \\"))
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void lists_fit_into_80_columns_and_there_is_no_progress_without_a_terminal() throws IOException {
        for (String kind : List.of("server", "client", "proxy")) {
            assertThat(run(kind, "--list")).isZero();
        }
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        try (TinyServer right = new TinyServer(Mutant.NONE)) {
            run("server", right.uri().toString(), "--only=host-missing");
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_run_that_is_stopped_writes_what_has_been_judged() throws Exception {
        Path json = folder.resolve("stopped.json");
        try (TinyServer right = new TinyServer(Mutant.NONE)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "server",
                            right.uri().toString(),
                            "--parallel=1",
                            "--json=" + json)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getInputStream().read(); // what was found out: the cases have begun
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        JsonNode root = new JsonMapper().readTree(Files.readString(json));
        assertThat(root.at("/setting").asText()).containsPattern("; stopped after \\d+ of \\d+ cases");
        assertThat(root.at("/cases").size())
                .isLessThan(CaseFile.builtIn(CaseKind.SERVER).size());
    }

    @Test
    void nothing_to_test_is_2() throws IOException {
        try (Socket bound = new Socket()) { // and not listening
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThat(run("server", "http://127.0.0.1:" + bound.getLocalPort() + "/", "--only", "host-missing"))
                    .isEqualTo(2);
        }
        assertThat(run("server", "ftp://a", "--only", "host-missing")).isEqualTo(2);
    }

    @Test
    void a_run_that_does_not_begin_leaves_no_empty_report_and_keeps_an_old_one() throws IOException {
        Path fresh = folder.resolve("fresh.json");
        Path old = folder.resolve("old.xml");
        Files.writeString(old, "old");
        assertThat(run("server", "http://127.0.0.1:1/", "--json=" + fresh, "--junit=" + old))
                .isEqualTo(2);
        assertThat(fresh).doesNotExist();
        assertThat(old).hasContent("old");
    }
}
