package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.h11j.examples.app.App;
import io.github.h11j.examples.app.InFlight;
import io.github.h11j.examples.cli.Serving.Io;
import io.github.h11j.examples.contract.Played;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The commands that use the network, on the loopback interface: each server with the application, each as a user would.
 */
class NetworkCommandsTest extends CommandFixture {

    private final List<Serving> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(Serving::close);
    }

    private String serve(Io io) throws Exception {
        Files.writeString(folder.resolve("a b.txt"), "0123456789");
        InFlight app = new InFlight();
        Serving server = Serving.start(Serving.Settings.local(io), app.before(App.withFiles(folder)));
        servers.add(server);
        return "http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort();
    }

    private String body() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private String output() {
        return folder.resolve("out").toString();
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void several_urls_of_a_host_are_fetched_on_one_connection_and_each_event_is_shown(Io io) throws Exception {
        String url = serve(io);
        assertThat(run("get", "-v", "-o", output(), url + "/delay/0", url + "/chunked/3", url + "/delay/1"))
                .isZero();
        assertThat(body()).isEqualTo(App.TEXT + "\0\1\2" + App.TEXT);
        assertThat(errors())
                .containsOnlyOnce("* connection 1 to " + url)
                .doesNotContain("connection 2")
                .contains("> Request GET /delay/0 HTTP/1.1", "client SEND_BODY, server SEND_RESPONSE")
                .contains("< Response 200 OK HTTP/1.1", "client DONE, server DONE", "startNextCycle()");
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void bodies_are_echoed_and_digested(Io io) throws Exception {
        String url = serve(io);
        assertThat(run("get", "-o", output(), "-d", "hello", url + "/echo", url + "/upload"))
                .isZero();
        assertThat(body())
                .startsWith("hello{\"bytes\":5,")
                .contains("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    @ParameterizedTest
    @EnumSource(Io.class)
    void a_long_chunked_body_arrives_completely(Io io) throws Exception {
        String url = serve(io);
        assertThat(run("get", "-o", output(), url + "/chunked/3000000")).isZero();
        byte[] bytes = Files.readAllBytes(folder.resolve("out"));
        assertThat(bytes).hasSize(3_000_000);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != (byte) (i % 251)) {
                throw new AssertionError("byte " + i + " is " + bytes[i]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BLOCKING, /a%20b.txt, Range: bytes=2-4, 234",
        "NIO, /a%20b.txt, Range: bytes=2-4, 234",
        "NIO, /a%20b.txt, Range: lines=1-2, 0123456789",
        "BLOCKING, /a%20b.txt, If-None-Match: *, ''",
        "NIO, /a%20b.txt, If-None-Match: *, ''",
        "NIO, /%2e%2e/x, X: y, there is no such path",
        "NIO, /nothing, X: y, there is no such file",
        "NIO, /, X: y, ./a%20b.txt",
        "BLOCKING, /, X: y, ./a%20b.txt"
    })
    void files_are_served(Io io, String path, String field, String expected) throws Exception {
        String url = serve(io);
        assertThat(run("get", "-o", output(), "-H", field, url + path)).isZero();
        assertThat(body()).contains(expected).hasSizeLessThan(expected.isEmpty() ? 1 : 20_000);
    }

    @Test
    void fail_exits_with_22_and_a_refused_connection_with_1() throws Exception {
        String url = serve(Io.NIO);
        assertThat(run("get", "-o", output(), url + "/status/404")).isZero();
        assertThat(run("get", "-o", output(), "--fail", url + "/status/404")).isEqualTo(22);
        servers.get(0).stop(Duration.ofSeconds(10));
        assertThat(run("get", "-o", output(), url + "/")).isEqualTo(1);
        assertThat(errors()).contains("status 404 Not Found", url + "/: cannot connect: the connection was refused");
    }

    @Test
    void a_request_that_may_not_be_sent_is_explained_with_status_2() {
        assertThat(run("get", "-X", "G@T", "http://127.0.0.1:1")).isEqualTo(2);
        assertThat(errors()).contains("this request cannot be sent");
    }

    @Test
    void serve_says_where_it_listens_and_stops_in_time_on_request() throws Exception {
        Thread thread = new Thread(() -> run("serve", "--port", "0", "--drain", "5s"));
        thread.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!out.toString().contains("listening on http://127.0.0.1:") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
        assertThat(out.toString()).contains("listening on", "requests in flight: 0", "stopped: all requests finished");
    }

    @Test
    void keepalive_measures_every_cell_and_reports_in_json_and_in_a_picture() throws Exception {
        Path svg = folder.resolve("a.svg");
        int status = run(
                "keepalive", "--calls", "3", "--rounds", "1", "--clients", "none", "--json", "--svg", svg.toString());
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(List.of("pass", "fail", "inconclusive"))
                .contains(json.path("verdict").asText());
        assertThat(status)
                .isEqualTo(
                        switch (json.path("verdict").asText()) {
                            case "pass" -> 0;
                            case "fail" -> 1;
                            default -> 3;
                        });
        JsonNode samples = json.at("/rounds/0/samples");
        assertThat(samples).hasSize(16);
        for (JsonNode sample : samples) {
            assertThat(sample.path("calls_ms")).hasSize(3);
            assertThat(sample.path("connections").asInt())
                    .as(sample.toString())
                    .isEqualTo(sample.path("mode").asText().equals("close") ? 3 : 1);
        }
        assertThat(Files.readString(svg)).startsWith("<svg").contains("</svg>");
    }

    @Test
    void get_v_shows_the_bytes_of_each_event_and_who_waits_for_100() throws Exception {
        try (Played server = new Played(false, (peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 100 Continue\r\n\r\n");
            peer.readUntil("hello");
            peer.ok("done");
        })) {
            String url = "http://localhost:" + server.port() + "/up";
            assertThat(run("get", "-v", "-o", output(), "-H", "Expect: 100-continue", "-d", "hello", url))
                    .isZero();
        }
        assertThat(body()).isEqualTo("done");
        assertThat(err.toString().replace(System.lineSeparator(), "\n"))
                .contains("> Request POST /up HTTP/1.1\n    POST /up HTTP/1.1\\r\\n\n    Host: localhost")
                .contains("""
                        * the client waits for 100 (Continue) before it sends the body
                        < InformationalResponse 100 Continue
                            HTTP/1.1 100 Continue\\r\\n
                            \\r\\n
                        """)
                .contains("* the client waits no longer: it sends the body\n> Data \"hello\" (5 bytes)\n    hello\n")
                .contains("< Data \"done\" (4 bytes)\n    done\n");
        assertThat(err.toString().lines().filter(line -> !line.startsWith("*"))).allMatch(line -> line.length() <= 80);
    }

    @Test
    void get_escapes_what_a_terminal_would_obey() throws Exception {
        try (Played server = new Played(false, (peer, number) -> {
            peer.message();
            peer.write("HTTP/1.1 103 \u009b31mRED\r\n\r\n");
            peer.write("HTTP/1.1 404 \u009b31mRED\r\nX: \u009b31mRED\r\nContent-Length: 0\r\n\r\n");
        })) {
            String url = "http://localhost:" + server.port() + "/";
            assertThat(run("get", "-v", "--fail", "-o", output(), url)).isEqualTo(22);
        }
        assertThat(errors())
                .contains("status 404 \\x9b31mRED", "< Response 404 \\x9b31mRED", "Response 103 \\x9b31mRED")
                .matches(text -> text.chars().allMatch(c -> c < 0x7f), "is printable");
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, a:1, X: y, HTTP/1.1 200 OK, the protocol of the tunnel",
        "GET, '', 'Upgrade: echo', HTTP/1.1 101 Switching Protocols, echo",
        "GET, '', 'Upgrade: echo', HTTP/1.1 101 \u009b31mRED, echo"
    })
    void get_ends_in_words_when_the_server_agrees_to_a_switch(
            String method, String path, String field, String status, String protocol) throws Exception {
        try (Played server = new Played(false, (peer, number) -> {
            peer.message();
            peer.write(status + "\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello");
        })) {
            String url = "http://localhost:" + server.port() + "/" + path;
            assertThat(run("get", "-X", method, "-H", "Connection: upgrade", "-H", field, "-o", output(), url))
                    .isZero();
        }
        assertThat(body()).isEmpty();
        assertThat(errors()).contains("agreed to the switch, and this command does not speak " + protocol + ":");
        assertThat(err.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void get_does_not_take_bytes_before_its_request_for_the_response() throws Exception {
        CountDownLatch poisoned = new CountDownLatch(1);
        List<String> late = new CopyOnWriteArrayList<>();
        try (Played origin = new Played(false, (peer, number) -> {
                    peer.message();
                    peer.ok(Integer.toString(number));
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                    poisoned.countDown();
                    peer.message().ifPresent(late::add);
                });
                Played other = new Played(false, (peer, number) -> {
                    peer.message();
                    poisoned.await();
                    peer.ok("other");
                })) {
            String url = "http://localhost:" + origin.port() + "/";
            assertThat(run("get", "-o", "/dev/null", url, "http://localhost:" + other.port() + "/", url))
                    .isZero();
            assertThat(origin.connections()).isEqualTo(2);
        }
        assertThat(late).isEmpty();
    }
}
