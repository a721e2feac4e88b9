package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.Echo;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlockingServerTest {

    @Test
    void a_small_response_is_one_write_and_sockets_have_no_delay() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(Lab.text(client.send(lab.origin(), Lab.get("/" + i), RequestBody.NONE)))
                        .isEqualTo("hello /" + i);
            }
            assertThat(lab.writes).hasSize(3).noneMatch(write -> write.length == 0);
            assertThat(lab.accepted).hasSize(1);
            assertThat(lab.accepted.get(0).getTcpNoDelay()).isTrue();
        }
    }

    @Test
    void date_and_server_are_added() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient client = lab.client()) {
            ClientResponse response = client.send(lab.origin(), Lab.get("/"), RequestBody.NONE);
            assertThat(response.headers().first("Server")).hasValue("h11j");
            assertThat(response.headers().first("Date").orElseThrow())
                    .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws Exception {
        try (Lab lab = new Lab(Lab::hello)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            String answer = lab.talk(requests.toString());
            assertThat(answer.split("hello ")).hasSize(6);
            assertThat(answer).containsSubsequence("hello /0", "hello /1", "hello /2", "hello /3", "hello /4");
        }
    }

    @Test
    void to_head_only_the_head_is_sent() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient client = lab.client()) {
            ClientResponse response =
                    client.send(lab.origin(), new Request("HEAD", "/x", Headers.of("Host", "a")), RequestBody.NONE);
            assertThat(response.headers().first("Content-Length")).hasValue("8");
            assertThat(Lab.text(response)).isEmpty();
            assertThat(client.idleConnections()).isEqualTo(1);
        }
    }

    @Test
    void bodies_and_trailers_go_both_ways_in_chunks() throws Exception {
        try (Lab lab = new Lab(Echo::handle);
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 2; i++) {
                RequestBody body =
                        RequestBody.of(List.of(Data.utf8("one "), Data.utf8("two")), Headers.of("X-Sum", "7"));
                ClientResponse response = client.send(lab.origin(), Lab.chunked("POST", "/"), body);
                assertThat(Lab.text(response)).isEqualTo("one two");
                assertThat(response.trailers().first("X-Sum")).hasValue("7");
            }
        }
    }

    @Test
    void a_client_that_waits_gets_100_only_if_the_handler_asks() throws Exception {
        try (Lab lab = new Lab((request, exchange) -> {
            if (request.target().equals("/ask")) {
                WholeBody.receive(
                        request,
                        exchange,
                        100,
                        (body, trailers) -> exchange.send(Responses.bytes(200, "text/plain", body)));
            } else {
                exchange.send(Responses.text(403, "no"));
            }
        })) {
            for (String target : List.of("/ask", "/refuse")) {
                List<InformationalResponse> interim = new ArrayList<>();
                try (BlockingClient client = lab.client()) {
                    Request request = new Request(
                            "POST", target, Headers.of("Host", "a", "Content-Length", "4", "Expect", "100-continue"));
                    ClientResponse response = client.send(lab.origin(), request, Lab.body("body"), interim::add);
                    boolean asked = target.equals("/ask");
                    assertThat(response.statusCode()).isEqualTo(asked ? 200 : 403);
                    assertThat(Lab.text(response)).isEqualTo(asked ? "body" : "no");
                    assertThat(interim).hasSize(asked ? 1 : 0);
                    assertThat(client.idleConnections()).isEqualTo(asked ? 1 : 0);
                }
            }
        }
    }

    @Test
    void an_early_413_to_a_large_upload_arrives_every_time() throws Exception {
        byte[] block = new byte[1 << 16];
        try (Lab lab = new Lab((request, exchange) ->
                WholeBody.receive(request, exchange, 1000, (body, trailers) -> Lab.hello(request, exchange)))) {
            for (int i = 0; i < 20; i++) {
                List<Data> parts = new ArrayList<>();
                for (int k = 0; k < 320; k++) {
                    parts.add(new Data(Bytes.wrap(block)));
                }
                Request request = i % 2 == 0 ? Lab.sized("POST", "/", 320L * block.length) : Lab.chunked("POST", "/");
                try (BlockingClient client = lab.client()) {
                    ClientResponse response = client.send(lab.origin(), request, RequestBody.of(parts, Headers.EMPTY));
                    assertThat(response.statusCode()).isEqualTo(413);
                    assertThat(Lab.text(response)).contains("too large");
                }
            }
            lab.awaitNoConnections();
        }
    }

    @Test
    void a_client_that_reads_only_after_its_upload_gets_the_early_413_too() throws Exception {
        try (Lab lab = new Lab((request, exchange) ->
                WholeBody.receive(request, exchange, 1000, (body, trailers) -> Lab.hello(request, exchange)))) {
            for (int i = 0; i < 20; i++) {
                try (Socket socket = lab.raw()) {
                    Lab.write(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
                    socket.getOutputStream().write(new byte[5_000_000]);
                    assertThat(Lab.readUntil(socket, "too large"))
                            .startsWith("HTTP/1.1 413 ")
                            .endsWith("too large");
                }
            }
        }
    }

    @Test
    void an_unwanted_small_body_is_dropped_and_the_connection_stays_open() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(Lab.text(client.send(lab.origin(), Lab.sized("POST", "/", 4), Lab.body("body"))))
                        .isEqualTo("hello /");
            }
            assertThat(lab.accepted).hasSize(1);
        }
    }

    @Test
    void a_file_leaves_with_its_head(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "0123456789");
        Path large = Files.write(folder.resolve("l"), new byte[300_000]);
        try (Lab lab = new Lab((request, exchange) -> exchange.sendFile(
                        new Response(200, Headers.EMPTY),
                        FileChannel.open(request.target().equals("/large") ? large : file),
                        request.target().equals("/large") ? 0 : 2,
                        request.target().equals("/large") ? 300_000 : 5));
                BlockingClient client = lab.client()) {
            assertThat(Lab.text(client.send(lab.origin(), Lab.get("/"), RequestBody.NONE)))
                    .isEqualTo("23456");
            assertThat(lab.writes).hasSize(1);
            assertThat(Lab.text(client.send(
                            lab.origin(), new Request("HEAD", "/", Headers.of("Host", "a")), RequestBody.NONE)))
                    .isEmpty();
            assertThat(client.send(lab.origin(), Lab.get("/large"), RequestBody.NONE)
                            .readAll(1 << 20)
                            .length())
                    .isEqualTo(300_000);
        }
    }

    @Test
    void a_file_that_is_too_short_never_completes_a_body(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "0123456789");
        try (Lab lab = new Lab((request, exchange) ->
                        exchange.sendFile(new Response(200, Headers.EMPTY), FileChannel.open(file), 0, 11));
                BlockingClient client = lab.client()) {
            assertThatThrownBy(() -> Lab.text(client.send(lab.origin(), Lab.get("/"), RequestBody.NONE)))
                    .isInstanceOf(IOException.class);
            lab.awaitNoConnections();
        }
    }

    @Test
    void a_handler_may_answer_from_another_thread() throws Exception {
        try (Lab lab = new Lab((request, exchange) -> exchange.receiveBody(new BodyHandler() {
                    @Override
                    public void data(Data data) {}

                    @Override
                    public void end(EndOfMessage end) {
                        Threads.start("later", () -> exchange.execute(() -> Lab.hello(request, exchange)));
                    }
                }));
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(Lab.text(client.send(lab.origin(), Lab.sized("POST", "/" + i, 2), Lab.body("ab"))))
                        .isEqualTo("hello /" + i);
            }
        }
    }

    @Test
    void an_exception_before_the_head_is_a_500_and_one_after_it_ends_the_connection() throws Exception {
        try (Lab lab = new Lab((request, exchange) -> {
            if (request.target().equals("/after")) {
                exchange.send(new Response(200, Headers.EMPTY), Data.utf8("half"));
                exchange.flush();
            } else if (request.target().equals("/illegal")) {
                exchange.send(new Response(200, Headers.of("Content-Length", "1")), Data.utf8("much"));
            }
            throw new IllegalArgumentException("on purpose");
        })) {
            for (String target : List.of("/before", "/illegal")) {
                try (BlockingClient client = lab.client()) {
                    ClientResponse response = client.send(lab.origin(), Lab.get(target), RequestBody.NONE);
                    assertThat(response.statusCode()).isEqualTo(500);
                    assertThat(Lab.text(response)).isNotEmpty();
                    assertThat(client.idleConnections()).isEqualTo(1);
                }
            }
            try (BlockingClient client = lab.client()) {
                assertThatThrownBy(() -> Lab.text(client.send(lab.origin(), Lab.get("/after"), RequestBody.NONE)))
                        .isInstanceOf(IOException.class);
            }
            lab.awaitNoConnections();
            assertThat(lab.server.failures()).isEqualTo(3);
        }
    }

    @Test
    void truncated_bodies_never_complete_and_the_exchange_is_notified() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (Lab lab = new Lab((request, exchange) -> {
            exchange.onFailure(cause -> failed.incrementAndGet());
            WholeBody.receive(request, exchange, 1000, (body, trailers) -> {
                ended.incrementAndGet();
                Lab.hello(request, exchange);
            });
        })) {
            String head = "POST / HTTP/1.1\r\nHost: a\r\n";
            for (String text : List.of(
                    head + "Content-Length: 9\r\n\r\nshort",
                    head + "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n")) {
                assertThat(lab.talk(text)).startsWith("HTTP/1.1 400 ");
                try (Socket socket = lab.raw()) {
                    Lab.write(socket, text);
                    Lab.await(() -> lab.server.connections() == 1);
                    socket.setSoLinger(true, 0);
                }
                lab.awaitNoConnections();
            }
            assertThat(ended).hasValue(0);
            assertThat(failed.get()).isBetween(2, 4); // a reset may overtake the head
        }
    }

    @Test
    void a_malformed_request_gets_its_answer() throws Exception {
        try (Lab lab = new Lab(Lab::hello)) {
            assertThat(lab.talk("GET / HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Connection: close", "Date: ");
            assertThat(lab.talk("GET / HTTP/2.3\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 505 ");
            assertThat(lab.talk("\u0016\u0003\u0001\u0000\u0005hello")).isEmpty();
            assertThat(Bytes.utf8(lab.talk("")).toString(StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }
}
