package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.app.EchoProtocol;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class GatewayTest {

    private static void hello(Request request, Exchange exchange) {
        exchange.send(Responses.text(200, "hello " + request.target()));
    }

    private static Gateway with(Gateway gateway, String name) {
        return gateway.withRequestHandler((request, exchange) -> Optional.of(
                        new Request(request.method(), request.target() + name, request.headers(), request.version())))
                .withResponseHandler((request, response) -> new Response(
                        response.statusCode(),
                        response.reason(),
                        response.headers().withAdded("X-Seen-By", name),
                        response.version()));
    }

    private static String talk(Io io, Handler handler, String text) throws Exception {
        try (Io.Running server = io.start(handler);
                Peer peer = new Peer(server.port())) {
            peer.write(text).end();
            return peer.readAll();
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void requests_and_responses_pass_the_chain_in_order(Io io) throws Exception {
        String answer = talk(io, with(with(Gateway.to(GatewayTest::hello), "1"), "2"), get("/"));
        assertThat(answer).endsWith("hello /12").containsSubsequence("X-Seen-By: 1", "X-Seen-By: 2");
    }

    @ParameterizedTest
    @EnumSource
    void a_request_handler_that_answers_ends_the_chain(Io io) throws Exception {
        Gateway gateway = Gateway.to((request, exchange) -> {
                    throw new AssertionError("not reached");
                })
                .withRequestHandler((request, exchange) -> {
                    exchange.send(Responses.text(403, "no"));
                    return Optional.empty();
                })
                .withRequestHandler((request, exchange) -> {
                    throw new AssertionError("not reached");
                });
        assertThat(talk(io, with(gateway, "3"), get("/")))
                .startsWith("HTTP/1.1 403 ")
                .contains("X-Seen-By: 3");
    }

    @ParameterizedTest
    @EnumSource
    void an_exception_before_the_response_goes_to_the_first_exception_handler_that_answers(Io io) throws Exception {
        List<Handler> failing = List.of(
                (request, exchange) -> {
                    throw new IllegalArgumentException("at once");
                },
                (request, exchange) -> WholeBody.receive(request, exchange, 10, (body, trailers) -> {
                    throw new IllegalArgumentException("with the body");
                }),
                (request, exchange) -> exchange.execute(() -> {
                    throw new IllegalArgumentException("in a task");
                }));
        for (Handler app : failing) {
            Gateway gateway = with(Gateway.to(app), "")
                    .withExceptionHandler((request, failure) -> Optional.empty())
                    .withExceptionHandler((request, failure) -> Optional.of(Responses.text(418, failure.getMessage())))
                    .withExceptionHandler((request, failure) -> {
                        throw new AssertionError("not reached");
                    });
            String answers = talk(io, gateway, get("/") + get("/"));
            assertThat(answers.split("HTTP/1.1 418 ", -1)).as("kept alive").hasSize(3);
            assertThat(answers).contains("X-Seen-By: ").containsAnyOf("at once", "with the body", "in a task");
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_an_answer_or_after_the_head_the_server_ends_it(Io io) throws Exception {
        Gateway gateway = Gateway.to((request, exchange) -> {
                    if (request.target().equals("/late")) {
                        exchange.send(new Response(200, Headers.of("Content-Length", "9")), Data.utf8("half"));
                        exchange.flush();
                    }
                    throw new IllegalArgumentException("on purpose");
                })
                .withExceptionHandler((request, failure) ->
                        request.target().equals("/none") ? Optional.empty() : Optional.of(Responses.text(418, "")));
        assertThat(talk(io, gateway, get("/none"))).startsWith("HTTP/1.1 500 ");
        try (Io.Running server = io.start(gateway);
                Peer peer = new Peer(server.port())) {
            assertThat(peer.write(get("/late")).rest().text()).doesNotContain("418", "500");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_response_handler_that_fails_is_answered_too(Io io) throws Exception {
        Gateway gateway = Gateway.to(GatewayTest::hello)
                .withResponseHandler((request, response) -> {
                    if (response.statusCode() == 200) {
                        throw new IllegalArgumentException("on purpose");
                    }
                    return response;
                })
                .withExceptionHandler((request, failure) -> Optional.of(Responses.text(418, "teapot")));
        assertThat(talk(io, gateway, get("/"))).startsWith("HTTP/1.1 418 ").endsWith("teapot");
    }

    @ParameterizedTest
    @EnumSource
    void connection_close_can_be_switched_on(Io io, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "file");
        Gateway plain = Gateway.to((request, exchange) -> {
            switch (request.target()) {
                case "/file" -> exchange.sendFile(new Response(200, Headers.EMPTY), FileChannel.open(file), 0, 4);
                case "/fails" -> throw new IllegalArgumentException("on purpose");
                default -> hello(request, exchange);
            }
        });
        Gateway closing = plain.withResponseHandler(new ConnectionCloseHandler())
                .withExceptionHandler((request, failure) -> Optional.of(Responses.text(500, failure.getMessage())));
        for (String target : List.of("/", "/file", "/fails")) {
            String answer = talk(io, closing, get(target) + get("/second"));
            assertThat(answer).containsOnlyOnce("HTTP/1.1 ").containsOnlyOnce("Connection: close");
        }
        try (Io.Running server = io.start(plain);
                Peer peer = new Peer(server.port())) {
            String answers = peer.write(get("/file") + get("/second")).readUntil("hello /second");
            assertThat(answers).contains("file", "hello /second").doesNotContain("Connection: close");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_echo_protocol_gets_the_bytes_that_came_with_the_request(Io io) throws Exception {
        Gateway gateway = with(Gateway.to(EchoProtocol::handle), "");
        String upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h11j-echo\r\n\r\nabc";
        assertThat(talk(io, gateway, upgrade)).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\nabc");
        assertThat(talk(io, gateway, get("/"))).startsWith("HTTP/1.1 426 ").contains("Upgrade: h11j-echo");
        byte[] large = new byte[2_000_000];
        try (Io.Running server = io.start(gateway);
                Peer peer = new Peer(server.port())) {
            peer.write(upgrade).head();
            Thread writer = new Thread(() -> {
                try {
                    peer.write(large).end();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            assertThat(peer.socket.getInputStream().readAllBytes()).hasSize(large.length + 3);
            writer.join();
            Peer.await("no connection is left", () -> server.connections() == 0);
        }
    }
}
