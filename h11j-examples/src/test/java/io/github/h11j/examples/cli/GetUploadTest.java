package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.TestTls;
import io.github.h11j.examples.contract.Played;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body that {@code h11j get} sends. */
@Timeout(60)
class GetUploadTest extends CommandFixture {

    private static final int LONG = 3_000_000;

    /** Until the client has ended. */
    private final CountDownLatch gone = new CountDownLatch(1);

    private String output() {
        return folder.resolve("out").toString();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("body"), bytes);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a -o b\n", "", "# no comment\n'\"\\", "random"})
    void the_bytes_of_a_file_are_the_body_whatever_they_are(String text) throws IOException {
        byte[] bytes = text.equals("random") ? random(10_000) : text.getBytes(StandardCharsets.UTF_8);
        Path file = file(bytes);
        try (Started server = new Started("serve", "--port", "0")) {
            String url = "http://127.0.0.1:" + server.port() + "/echo";
            assertThat(run("get", "-o", output(), "-d", "@" + file, url))
                    .as(errors())
                    .isZero();
        }
        assertThat(Files.readAllBytes(folder.resolve("out"))).isEqualTo(bytes);
    }

    private String[] trustPlayed(boolean tls) throws IOException {
        Path trusted = Files.writeString(folder.resolve("cert.pem"), Played.CERTIFICATE);
        return tls ? new String[] {"--tls-trust", trusted.toString()} : new String[0];
    }

    private String serverUrl(boolean tls, int port) {
        return (tls ? "https" : "http") + "://localhost:" + port + "/";
    }

    private int post(Path file, String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of("get", "-v", "-o", output(), "-d", "@" + file, url));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"blocking, false", "blocking, true", "nio, false", "nio, true"})
    void a_long_body_comes_back_from_an_echo(String io, boolean tls) throws Exception {
        byte[] bytes = random(LONG);
        Path file = file(bytes);
        TestTls.context(folder, "localhost");
        List<String> serve = new ArrayList<>(List.of("serve", "--port", "0", "--io", io));
        List<String> trust = new ArrayList<>();
        if (tls) {
            serve.addAll(List.of("--tls", folder.resolve("store.p12").toString(), "--tls-password", "pass:password"));
            trust.addAll(List.of("--tls-trust", folder.resolve("cert.pem").toString()));
        }
        try (Started server = new Started(serve.toArray(String[]::new))) {
            String url = serverUrl(tls, server.port()) + "echo";
            trust.add(url); // the connection is used again
            assertThat(post(file, url, trust.toArray(String[]::new)))
                    .as(errors())
                    .isZero();
        }
        byte[] twice = Arrays.copyOf(bytes, 2 * LONG);
        System.arraycopy(bytes, 0, twice, LONG, LONG);
        assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("out")), twice))
                .isTrue();
        assertThat(errors()).contains(" is reused").doesNotContain("the rest is not sent");
    }

    /** The server reads nothing of the body until it has written nearly all of its own. */
    @ParameterizedTest
    @CsvSource({
        "false, 200 OK, X: y", "false, 404 Not Found, X: y", "false, 200 OK, Connection: close",
        "true, 200 OK, X: y", "true, 404 Not Found, X: y", "true, 200 OK, Connection: close"
    })
    void an_early_response_that_does_not_refuse_the_body_does_not_end_the_upload(
            boolean tls, String status, String field) throws Exception {
        CompletableFuture<Integer> received = new CompletableFuture<>();
        String head = "HTTP/1.1 " + status + "\r\n" + field + "\r\nContent-Length: " + LONG + "\r\n\r\n";
        try (Played server = new Played(tls, (peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write(head + "a".repeat(LONG - 1));
            received.complete(peer.socket().getInputStream().readNBytes(LONG).length);
            peer.write("b");
        })) {
            assertThat(post(file(random(LONG)), serverUrl(tls, server.port()), trustPlayed(tls)))
                    .as(errors())
                    .isZero();
        }
        assertThat(received.get()).isEqualTo(LONG);
        assertThat(Files.size(folder.resolve("out"))).isEqualTo(LONG);
    }

    /** The server reads nothing of the body, which is too long for all buffers. */
    @ParameterizedTest
    @CsvSource({
        "false, 413 Content Too Large, Connection: close",
        "true, 413 Content Too Large, Connection: close",
        "false, 302 Found, Connection: close",
        "false, 200 OK, X: y",
        "true, 200 OK, X: y"
    })
    void an_early_response_that_refuses_the_body_or_is_complete_ends_the_upload(
            boolean tls, String status, String field) throws Exception {
        try (Played server = new Played(tls, (peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 " + status + "\r\n" + field + "\r\nContent-Length: 4\r\n\r\nnope");
            gone.await();
        })) {
            assertThat(post(file(random(10 * LONG)), serverUrl(tls, server.port()), trustPlayed(tls)))
                    .as(errors())
                    .isZero();
            gone.countDown();
        }
        assertThat(Files.readString(folder.resolve("out"))).isEqualTo("nope");
        assertThat(errors())
                .containsOnlyOnce("* response received before the request was complete: the rest is not sent");
    }

    @Test
    void a_final_response_instead_of_100_ends_the_upload_before_the_body() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (Played server = new Played(false, (peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.ok("no");
            rest.complete(peer.readAll());
        })) {
            String url = serverUrl(false, server.port());
            assertThat(post(file(random(LONG)), url, "-H", "Expect: 100-continue"))
                    .isZero();
            assertThat(rest.get()).isEmpty();
        }
        assertThat(Files.readString(folder.resolve("out"))).isEqualTo("no");
    }

    @Test
    void a_server_that_neither_reads_nor_writes_is_given_up_after_the_idle_time() throws Exception {
        try (Played server = new Played(false, (peer, number) -> gone.await())) {
            assertThat(post(file(random(10 * LONG)), serverUrl(false, server.port()), "--idle", "200ms"))
                    .isEqualTo(1);
            gone.countDown();
        }
        assertThat(errors()).contains("the server sent nothing for longer than --idle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3", "Content-Length: 99"})
    void a_body_that_does_not_fit_its_length_is_refused_before_anything_is_sent(String field) throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (Played server = new Played(false, (peer, number) -> received.complete(peer.readAll()))) {
            assertThat(run("get", "-H", field, "-d", "hello", serverUrl(false, server.port())))
                    .isEqualTo(2);
            assertThat(received.get()).isEmpty();
        }
        assertThat(errors()).contains("this request cannot be sent");
    }

    @Test
    void a_file_that_is_larger_than_any_array_is_sent_while_it_is_read() throws Exception {
        long length = 3L << 30;
        Path file = folder.resolve("large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(length); // takes no room on the disk
        }
        CompletableFuture<String> head = new CompletableFuture<>();
        try (Played server = new Played(false, (peer, number) -> {
            head.complete(peer.readUntil("\r\n\r\n"));
            peer.socket().getInputStream().readNBytes(LONG);
            peer.write("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nnope");
            gone.await();
        })) {
            assertThat(run("get", "-o", output(), "-d", "@" + file, serverUrl(false, server.port())))
                    .as(errors())
                    .isZero();
            gone.countDown();
        }
        assertThat(head.get()).contains("\r\nContent-Length: " + length + "\r\n");
        assertThat(Files.readString(folder.resolve("out"))).isEqualTo("nope");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_file_that_becomes_shorter_while_it_is_sent_is_a_failure(boolean tls) throws Exception {
        Path file = folder.resolve("large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100L * LONG); // more than all buffers
            try (Played server = new Played(tls, (peer, number) -> {
                peer.readUntil("\r\n\r\n");
                large.setLength(LONG);
                peer.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
            })) {
                assertThat(post(file, serverUrl(tls, server.port()), trustPlayed(tls)))
                        .isEqualTo(1);
            }
        }
        assertThat(errors()).contains("/: -d: cannot read " + file + ": it has become shorter while it was sent");
    }

    @Test
    void an_argument_that_begins_with_an_at_sign_is_no_file_of_arguments() throws IOException {
        assertThat(run("get", "@" + file("--help".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(2);
        assertThat(errors()).contains("the URL does not begin with http:// or https://: @");
    }
}
