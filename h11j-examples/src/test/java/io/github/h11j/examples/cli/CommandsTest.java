package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.h11j.Policy;
import io.github.h11j.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as a user runs them. */
class CommandsTest extends CommandFixture {

    private static final String PIPELINE =
            "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";

    private String file(String bytes) throws IOException {
        Path file = folder.resolve("bytes");
        Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
        return file.toString();
    }

    @Test
    void all_help_fits_80_columns() {
        assertThat(usages(Main.commandLine()))
                .hasSizeGreaterThan(8)
                .allSatisfy(usage -> assertThat(usage.lines())
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80)));
    }

    private static List<String> usages(CommandLine command) {
        List<String> usages = new ArrayList<>(List.of(command.getUsageMessage()));
        command.getSubcommands().values().forEach(sub -> usages.addAll(usages(sub)));
        return usages;
    }

    @Test
    void demo_shows_two_requests_on_one_connection_and_exits_with_0() {
        assertThat(run("demo")).isZero();
        String first = out.toString().substring(0, out.toString().indexOf("8. "));
        assertThat(first)
                .contains("GET /greeting HTTP/1.1\\r\\n", "Hello\\n", "startNextCycle()", "POST /upload HTTP/1.1\\r\\n")
                .contains("MUST_CLOSE / MUST_CLOSE", "CLOSED / CLOSED", "Two requests, two responses, one connection.")
                .doesNotContain("ERROR");
        for (String message : List.of("server receives Request", "client receives Response")) {
            assertThat(first.lines().filter(line -> line.startsWith(message))).hasSize(2);
        }
    }

    @Test
    void demo_then_shows_the_rarer_cases() {
        run("demo");
        assertThat(out.toString().substring(out.toString().indexOf("8. ")))
                .contains("that the client waits for 100 (Continue)", "InformationalResponse 100 Continue")
                .contains("PAUSED, because of NEXT_MESSAGE")
                .contains("WHITESPACE_BEFORE_COLON at byte 20", "HTTP/1.1 400 Bad Request")
                .contains("PAUSED, because of SWITCH_PROPOSED", "SWITCHED_PROTOCOL / SWITCHED_PROTOCOL");
    }

    @Test
    void demo_waits_before_each_part_with_step() throws IOException {
        List<Integer> lines = new ArrayList<>();
        StringWriter written = new StringWriter();
        new Demo(new DemoPaper(
                        new PrintWriter(written),
                        false,
                        () -> lines.add((int) written.toString().lines().count())))
                .run();
        assertThat(lines).hasSize(12).isSorted().doesNotHaveDuplicates();
    }

    /** A line for each of the 12 parts after the first; where there are no more, it goes on. */
    @ParameterizedTest
    @CsvSource({"20, 8", "12, 0", "5, 0", "0, 0"})
    void demo_with_step_reads_a_line_of_the_standard_input_before_each_part(int lines, int left) {
        InputStream before = System.in;
        ByteArrayInputStream typed =
                new ByteArrayInputStream("ab\n".repeat(lines).getBytes(StandardCharsets.UTF_8));
        System.setIn(typed);
        try {
            assertThat(run("demo", "--step")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(typed.available()).isEqualTo(left * "ab\n".length());
        assertThat(out.toString()).contains("SWITCHED_PROTOCOL / SWITCHED_PROTOCOL");
    }

    @Test
    void demo_fits_a_screen_and_uses_no_colours_where_there_is_no_terminal() {
        run("demo");
        assertThat(out.toString().lines()).hasSizeLessThanOrEqualTo(220).allMatch(line -> line.length() <= 80);
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void demo_prints_the_same_text_in_colours() throws IOException {
        StringWriter coloured = new StringWriter();
        new Demo(new DemoPaper(new PrintWriter(coloured), true, () -> {})).run();
        run("demo");
        assertThat(coloured.toString().replaceAll("\u001b\\[[0-9]+m", "").replaceAll("port [0-9]+", "port"))
                .isEqualTo(out.toString().replaceAll("port [0-9]+", "port"))
                .isNotEqualTo(coloured.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "7", "1000"})
    void trace_shows_a_complete_pipeline_whatever_the_split(String split) throws IOException {
        assertThat(run("trace", "--role", "server", "--split", split, file(PIPELINE)))
                .isZero();
        assertThat(out.toString())
                .contains("[0,28)  Request GET /a HTTP/1.1", "[28,76)  Request POST /b HTTP/1.1", "ConnectionClosed")
                .contains("PAUSED: NEXT_MESSAGE, what follows is for the next cycle.")
                .contains("The server answers 200, and calls startNextCycle().");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "5", "1000"})
    void trace_assigns_each_byte_to_one_event_whatever_the_split(String split) throws IOException {
        String chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n";
        run("trace", "--role", "server", "--split", split, "--json", file(chunked));
        long end = 0;
        for (String line : out.toString().lines().toList()) {
            JsonNode node = new ObjectMapper().readTree(line);
            if (node.has("event")) {
                assertThat(node.path("from").asLong()).as(line).isEqualTo(end);
                end = node.path("to").asLong();
            }
        }
        assertThat(end).isEqualTo(chunked.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|Upgrade: a\\r"
                        + "\\n"
                        + "Connection: upgrade\\r"
                        + "\\n"
                        + "|GET / HTTP/1.1\\r"
                        + "\\n"
                        + "|answers 200, and calls startNextCycle()",
                "GET|Upgrade: a\\r\\nConnection: upgrade\\r\\n||PAUSED: SWITCH_PROPOSED, the proposed switch is not answered yet",
                "CONNECT||abc|PAUSED: SWITCHED, what follows is another protocol",
                "CONNECT||abc|Left unread: 3 bytes",
                "GET|Connection: close\\r\\n|abcd|After the last message: 4 bytes dropped",
            })
    void trace_reports_bytes_that_belong_to_no_event(String method, String fields, String rest, String expected)
            throws IOException {
        String target = method.equals("CONNECT") ? "a:1" : "/";
        String bytes =
                method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + unescaped(fields) + "\r\n" + unescaped(rest);
        run("trace", "--role", "server", "--split", "3", file(bytes));
        assertThat(out.toString()).containsOnlyOnce(expected);
    }

    private static String unescaped(String text) {
        return text == null ? "" : text.replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest
    @CsvSource({"GET, Data", "HEAD, EndOfMessage", "CONNECT, another protocol"})
    void trace_of_a_client_reads_the_response_to_the_method_that_was_sent(String method, String expected)
            throws IOException {
        String bytes = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + (method.equals("HEAD") ? "" : "abc");
        run("trace", "--role", "client", "--request", method, file(bytes));
        assertThat(out.toString()).contains("The client has sent " + method, "Response 200 OK", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 204 No Content\\r\\n\\r\\nHTTP/1.1 204 No Content\\r\\n\\r\\n|UNSOLICITED_RESPONSE|true",
                "HTTP/1.1 101 OK\\r\\nUpgrade: a\\r\\nConnection: upgrade\\r\\n\\r\\n|SWITCH_NOT_OFFERED|true",
                "HTTP/1.1 2 OK\\r\\n\\r\\n|BAD_STATUS_CODE|false",
            })
    void trace_of_a_client_says_when_the_requests_would_decide(String bytes, String violation, boolean hint)
            throws IOException {
        assertThat(run("trace", "--role", "client", file(unescaped(bytes)))).isEqualTo(1);
        assertThat(out.toString()).contains("VIOLATION " + violation);
        assertThat(out.toString().contains("--from-client for the requests and --from-server for these bytes."))
                .isEqualTo(hint);
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void trace_exits_with_1_and_says_what_is_wrong_where_and_why() throws IOException {
        assertThat(run("trace", "--role", "server", file("GET / HTTP/1.1\r\nHost : x\r\n\r\n")))
                .isEqualTo(1);
        assertThat(out.toString()).contains("""
                         20  VIOLATION WHITESPACE_BEFORE_COLON
                               Host : x\\r\\n
                                   ^
                               white space in or after a field name
                               RFC 9112 §5.1; the answer is 400
                             = client ERROR, server IDLE
                """.replace("\n", System.lineSeparator()));
    }

    @Test
    void trace_of_one_direction_fits_80_columns_and_shows_chunk_extensions() throws IOException {
        String chunk = "200;sig=1;last\r\n" + "x".repeat(512) + "\r\n";
        run(
                "trace",
                "--role",
                "server",
                file("POST /" + "p".repeat(100) + " HTTP/1.1\r\nHost: x\r\nX: " + "v".repeat(100)
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\nGET /" + "a".repeat(200)
                        + "{" + "b".repeat(200) + " HTTP/1.1\r\n\r\n"));
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(out.toString())
                .contains("(512 bytes, a whole chunk)", "chunk extension sig=1", "chunk extension last")
                .contains("= client DONE, server SEND_RESPONSE", "VIOLATION TARGET_CHARACTER", "...a");
        List<String> lines = out.toString().lines().toList();
        int caret = lines.indexOf(
                lines.stream().filter(line -> line.endsWith("^")).findFirst().orElseThrow());
        assertThat(lines.get(caret - 1).charAt(lines.get(caret).length() - 1)).isEqualTo('{');
        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void trace_shows_the_same_in_colours_on_a_terminal() throws IOException {
        byte[] bytes = (PIPELINE + "G@T / HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        List<String> written = new ArrayList<>();
        for (boolean coloured : List.of(true, false)) {
            StringWriter text = new StringWriter();
            PrintWriter writer = new PrintWriter(text);
            new Tracer(Role.SERVER, Policy.STRICT, "GET", new TraceOutput.Text(writer, bytes, coloured))
                    .run(bytes, bytes.length);
            writer.flush();
            written.add(text.toString());
        }
        assertThat(written.get(0)).contains("\u001b[31mVIOLATION BAD_METHOD").isNotEqualTo(written.get(1));
        assertThat(written.get(0).replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(written.get(1));
    }

    /** 0x9b begins a sequence of control on a terminal. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client|HTTP/1.1 404 \u009b31mRED\\r\\nContent-Length: 0\\r\\n\\r\\n|Response 404 \\x9b31mRED",
                "client|HTTP/1.1 103 \u009b31mRED\\r\\n\\r\\n|InformationalResponse 103 \\x9b31mRED",
                "server|GET /\u009b31mRED HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n|GET /\\x9b31mRED HTTP/1.1",
                "client|HTTP/1.1 200 OK\\r\\nX: \u009b31mRED\\r\\n\\r\\n|X: \\x9b31mRED",
                "client|HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1;x=\"\u009b31mRED\"\\r\\na\\r\\n"
                        + "0\\r\\n\\r\\n|\\x9b31mRED",
            })
    void trace_escapes_what_a_terminal_would_obey(String role, String bytes, String expected) throws IOException {
        String file = file(unescaped(bytes));
        run("trace", "--policy", "h11", "--role", role, file);
        assertThat(out.toString()).contains(expected);
        run("trace", "--policy", "h11", "--from-" + (role.equals("server") ? "client" : "server"), file);
        assertThat((out.toString() + err).replace("\u00a7", ""))
                .matches(text -> text.chars().allMatch(c -> c < 0x7f), "is printable");
    }

    @Test
    void trace_applies_the_requested_policy() throws IOException {
        String bareLf = file("GET / HTTP/1.1\nHost: x\n\n");
        assertThat(run("trace", "--role", "server", bareLf)).isEqualTo(1);
        assertThat(run("trace", "--role", "server", "--policy", "h11", bareLf)).isZero();
    }

    @Test
    void trace_writes_one_json_object_per_line() throws IOException {
        run("trace", "--role", "server", "--json", file(PIPELINE + "GET / HTTP/9.9\r\n\r\n"));
        ObjectMapper json = new ObjectMapper();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSizeGreaterThan(5);
        for (String line : lines) {
            JsonNode node = json.readTree(line);
            assertThat(node.has("client") && node.has("server")).isTrue();
        }
        JsonNode last = json.readTree(lines.get(lines.size() - 1));
        assertThat(last.at("/violation/name").asText()).isEqualTo("UNSUPPORTED_VERSION");
        assertThat(last.at("/violation/status_hint").asInt()).isEqualTo(505);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERVER", "server", "Server"})
    void a_choice_is_read_in_any_case(String role) throws IOException {
        assertThat(run("trace", "--role", role, "--policy", role.replaceAll("(?i)server", "H11"), file(PIPELINE)))
                .isZero();
    }

    @Test
    void a_method_that_cannot_be_sent_is_explained_with_status_2() throws IOException {
        assertThat(run("trace", "--role", "client", "--request", "G@T", file("")))
                .isEqualTo(2);
        assertThat(errors()).contains("--request G@T: ", "not a token");
    }

    @Test
    void replay_writes_one_line_per_case_in_order_bad_ones_included() throws IOException {
        String good = "{\"id\":\"%s\",\"role\":\"server\",\"steps\":[{\"eof\":true}]}\n";
        ReplayCommand.replayAll(
                new StringReader(good.formatted("a") + "{\n" + "{\"id\":\"b\",\"role\":\"x\"}\n" + good.formatted("c")),
                out,
                Policy.STRICT);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("\"id\":\"a\"", "ConnectionClosed");
        assertThat(lines.get(1)).startsWith("{\"id\":null,\"crash\":");
        assertThat(lines.get(2)).startsWith("{\"id\":\"b\",\"crash\":");
        assertThat(lines.get(3)).contains("\"id\":\"c\"", "ConnectionClosed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "{\"role\":\"judge\",\"steps\":[]}", "{\"role\":\"server\",\"steps\":[{\"x\":1}]}"})
    void replay_reports_a_bad_case_and_continues(String line) {
        assertThat(ReplayCommand.replay(line, Policy.STRICT).get("crash").text())
                .isNotEmpty()
                .doesNotContain("Exception");
    }

    @Test
    void replay_carries_violation_and_offset() {
        JsonNode trace = Golden.node(ReplayCommand.replay(
                "{\"id\":\"a\",\"role\":\"server\",\"steps\":[{\"recv_b64\":\"R0VUIC8gSFRUUC8xLjEKCg==\"}]}",
                Policy.STRICT));
        assertThat(trace.at("/trace/0/error/violation").asText()).isEqualTo("BARE_LF");
        assertThat(trace.at("/trace/0/error/offset").asInt()).isEqualTo(14);
        assertThat(trace.at("/trace/0/states/client").asText()).isEqualTo("ERROR");
    }
}
