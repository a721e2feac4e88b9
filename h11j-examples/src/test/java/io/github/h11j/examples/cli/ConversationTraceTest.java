package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.output.JsonTree;
import io.github.h11j.explorer.Capture;
import io.github.h11j.explorer.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code h11j trace} of both directions of a conversation. */
class ConversationTraceTest extends CommandFixture {

    private static final String GET = "GET /one HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private int trace(String client, String server, String... more) throws IOException {
        Files.writeString(folder.resolve("client"), client, StandardCharsets.ISO_8859_1);
        Files.writeString(folder.resolve("server"), server, StandardCharsets.ISO_8859_1);
        List<String> arguments = new ArrayList<>(List.of(
                "trace",
                "--from-client",
                folder.resolve("client").toString(),
                "--from-server",
                folder.resolve("server").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void two_exchanges_of_a_healthy_connection_are_legal_and_the_next_cycle_is_shown() throws IOException {
        assertThat(trace(GET + "HEAD /two HTTP/1.1\r\nHost: x\r\n\r\n", OK + OK.replace("ok", "")))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                > the client sends   < the server sends   = a call   | a signal
                > Request GET /one                                                  bytes [0,30)
                    GET /one HTTP/1.1\\r\\n
                    Host: x\\r\\n
                    \\r\\n
                > EndOfMessage
                  client DONE, server SEND_RESPONSE
                < Response 200                                                      bytes [0,38)
                    HTTP/1.1 200 OK\\r\\n
                    Content-Length: 2\\r\\n
                    \\r\\n
                < Data, 2 bytes                                                    bytes [38,40)
                    ok
                < EndOfMessage
                  client DONE, server DONE
                = startNextCycle() of the server
                  client IDLE, server IDLE
                = startNextCycle() of the client
                  client IDLE, server IDLE
                > Request HEAD /two                                                bytes [30,61)
                    HEAD /two HTTP/1.1\\r\\n
                    Host: x\\r\\n
                    \\r\\n
                > EndOfMessage
                  client DONE, server SEND_RESPONSE
                < Response 200                                                     bytes [40,78)
                    HTTP/1.1 200 OK\\r\\n
                    Content-Length: 2\\r\\n
                    \\r\\n
                < EndOfMessage
                  client DONE, server DONE
                = startNextCycle() of the server
                  client IDLE, server IDLE
                = startNextCycle() of the client
                  client IDLE, server IDLE
                """.replace("\n", System.lineSeparator()));
    }

    @Test
    void a_websocket_handshake_is_legal_and_the_rest_is_of_the_other_protocol() throws IOException {
        String fields = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        assertThat(trace(
                        "GET /chat HTTP/1.1\r\nHost: x\r\n" + fields + "\u0081\u0005",
                        "HTTP/1.1 101 Switching Protocols\r\n" + fields + "\u0081"))
                .isZero();
        assertThat(out.toString())
                .contains("| the server gets PAUSED: SWITCH_PROPOSED")
                .contains("< InformationalResponse 101")
                .contains("client SWITCHED_PROTOCOL, server SWITCHED_PROTOCOL")
                .contains("2 bytes of the client are not read as HTTP")
                .contains("1 bytes of the server are not read as HTTP");
    }

    @Test
    void a_caret_stands_under_the_byte_at_fault() throws IOException {
        assertThat(trace("GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n", "")).isEqualTo(1);
        assertThat(out.toString().lines().toList())
                .containsSubsequence(
                        "    A B: c\\r\\n",
                        "     ^",
                        "    RFC 9112 §5.1; the answer is 400",
                        "  client ERROR, server IDLE");
    }

    @Test
    void a_caret_far_to_the_right_keeps_its_byte_in_sight() throws IOException {
        String value = "v".repeat(300) + "\0" + "w".repeat(300);
        assertThat(trace("GET / HTTP/1.1\r\nHost: x\r\nA: " + value + "\r\n\r\n", ""))
                .isEqualTo(1);
        List<String> lines = out.toString().lines().toList();
        int caret = lines.indexOf(lines.stream()
                .filter(line -> line.strip().equals("^"))
                .findFirst()
                .orElseThrow());
        int column = lines.get(caret).indexOf('^');
        assertThat(lines.get(caret - 1).substring(column)).startsWith("\\x00www");
        assertThat(lines.get(caret - 1)).startsWith("    ...vvv").endsWith("...");
    }

    @Test
    void no_line_is_longer_than_80_columns() throws IOException {
        String target = "/" + "x".repeat(200);
        String body = "y".repeat(500) + "\n".repeat(60);
        String chunked = "POST " + target + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + ";name=value\r\n" + body + "\r\n0\r\n\r\n";
        assertThat(trace(chunked, OK)).isZero();
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        assertThat(out.toString()).contains(";name=value\\r\\n").contains("more lines");
    }

    @Test
    void on_a_terminal_each_peer_the_bytes_and_a_fault_have_a_colour_and_the_text_is_the_same() {
        String script = Capture.script(
                "strict",
                (GET + "GET / HTTP/1.1\r\nA B: c\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1),
                OK.getBytes(StandardCharsets.ISO_8859_1));
        JsonTree run = JsonTree.parse(Session.run("strict", script));
        StringWriter plain = new StringWriter();
        StringWriter coloured = new StringWriter();
        ConversationText.write(new PrintWriter(plain), run, false);
        ConversationText.write(new PrintWriter(coloured), run, true);
        assertThat(coloured.toString())
                .contains(
                        Colour.CLIENT.in("> EndOfMessage", true),
                        Colour.SERVER.in("< EndOfMessage", true),
                        Colour.BYTES.in("ok", true))
                .containsPattern("\u001b\\[31m! VIOLATION ");
        assertThat(coloured.toString().replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain.toString());
    }

    @Test
    void a_page_is_written_that_is_open_at_the_conversation_and_a_link_to_it() throws IOException {
        Path page = folder.resolve("page.html");
        assertThat(trace(GET, OK, "--link", "--html", page.toString())).isZero();
        String link = out.toString().strip();
        assertThat(link).startsWith("#p=strict&at=4&m=c%3DGET%2520");
        assertThat(Files.readString(page)).contains("<body data-start=\"" + link.replace("&", "&amp;") + "\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--link", "--json", "--policy=strict"})
    void a_violation_is_exit_status_1_in_every_form_of_output(String form) throws IOException {
        assertThat(trace(GET, OK, form)).isZero();
        assertThat(trace("GET / HTTP/1.1\r\nHost : x\r\n\r\n", "", form)).isEqualTo(1);
    }

    @Test
    void a_conversation_as_JSON_is_a_line_for_each_move() throws IOException {
        assertThat(trace(GET, "HTTP/1.1 2 OK\r\n\r\n", "--json")).isEqualTo(1);
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"move\":"));
    }

    private String capture(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ConversationTraceTest.class.getResourceAsStream("/capture/" + name)) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        return file.toString();
    }

    /** Made with tcpdump, of curl and Python's server on the loopback of Linux. */
    @Test
    void a_capture_of_tcpdump_is_both_directions_and_shows_who_ends_the_connection() throws IOException {
        assertThat(run("trace", capture("kept.pcap"))).isZero();
        assertThat(out.toString().lines())
                .containsSubsequence(
                        "    GET /a.txt HTTP/1.1\\r\\n",
                        "    HTTP/1.1 200 OK\\r\\n",
                        "= startNextCycle() of the client",
                        "    GET /none HTTP/1.1\\r\\n",
                        "    HTTP/1.1 404 File not found\\r\\n",
                        "= the stream of the server ends",
                        "< ConnectionClosed",
                        "= the stream of the client ends",
                        "> ConnectionClosed",
                        "  client CLOSED, server CLOSED");
        assertThat(errors()).isEmpty();
    }

    /** Made with Wireshark's dumpcap, in its own format; Python's server answers in HTTP/1.0, and closes. */
    @Test
    void a_capture_of_wireshark_is_read_to_its_end() throws IOException {
        assertThat(run("trace", capture("old.pcapng"))).isZero();
        assertThat(out.toString().lines())
                .contains("    GET /a.txt HTTP/1.1\\r\\n", "    HTTP/1.0 200 OK\\r\\n", "    hello\\n")
                .endsWith("> ConnectionClosed", "  client CLOSED, server CLOSED");
        assertThat(errors()).isEmpty();
    }

    /** On all interfaces of Linux, three connections at once. */
    @Test
    void of_several_connections_in_a_capture_one_is_chosen() throws IOException {
        String file = capture("three.pcap");
        assertThat(run("trace", file)).isEqualTo(2);
        assertThat(err.toString().lines().toList()).hasSize(5);
        assertThat(errors()).contains("choose one with --connection N:");
        assertThat(run("trace", file, "--connection", "2", "--link")).isZero();
        assertThat(out.toString()).startsWith("#p=strict&at=").contains("GET%2520%2Fa.txt%3F2");
    }

    @Test
    void a_capture_of_another_kind_of_use_is_reported() throws IOException {
        String file = capture("kept.pcap");
        assertThat(run("trace", file, "--role", "server")).isEqualTo(2);
        assertThat(run("trace", "--connection", "1", "--from-client", file)).isEqualTo(2);
        Path text = Files.writeString(folder.resolve("text"), GET);
        assertThat(run("trace", text.toString(), "--connection", "1")).isEqualTo(2);
        assertThat(run("trace", text.toString())).isEqualTo(2);
        assertThat(errors())
                .contains("this file is a capture, which has both directions: leave --role out")
                .contains("--connection is for a capture, ")
                .contains("--connection needs a capture (pcap or pcapng)")
                .contains("--role is missing");
    }

    @Test
    void conflicting_options_are_reported() throws IOException {
        assertThat(run("trace", "--html", "x")).isEqualTo(2);
        assertThat(run("trace")).isEqualTo(2);
        assertThat(trace(GET, OK, "--role", "client")).isEqualTo(2);
        assertThat(run("trace", "--from-client", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(errors())
                .contains("--html and --link need a capture (pcap or pcapng), --from-client, --from-server or both")
                .contains("--role is missing: server if the bytes are requests")
                .contains("--role is for one direction, --from-client and --from-server are for both")
                .contains("cannot read ");
    }
}
