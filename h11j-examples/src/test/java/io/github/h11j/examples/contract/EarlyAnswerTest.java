package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.gateway.ReverseProxy;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A final response before the end of the request says whether the connection goes on (RFC 9112 §9.6, RFC 9110 §10.1.1).
 */
@Timeout(60)
class EarlyAnswerTest {

    /** A request whose body has begun, and whether little enough is left of it to be dropped. */
    private enum Body {
        LARGE("Content-Length: 10000000\r\n\r\nbegun", "", false),
        CHUNKED("Transfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n", "", false),
        EXPECTED("Content-Length: 10\r\nExpect: 100-continue\r\n\r\n", "", false),
        SMALL("Content-Length: 10\r\n\r\nbegun", "ended", true),
        LITTLE_LEFT("Content-Length: 200005\r\n\r\nbegun", "x".repeat(200_000), true);

        private final String begin;
        private final String rest;
        private final boolean kept;

        Body(String begin, String rest, boolean kept) {
            this.begin = begin;
            this.rest = rest;
            this.kept = kept;
        }
    }

    /** When the handler answers. */
    private enum When {
        AT_ONCE {
            @Override
            void answer(Exchange exchange) {
                send(exchange);
            }
        },
        AFTER_IT_HAS_ASKED {
            @Override
            void answer(Exchange exchange) {
                exchange.receiveBody(ignoring());
                send(exchange);
            }
        },
        AT_THE_FIRST_PART {
            @Override
            void answer(Exchange exchange) {
                exchange.receiveBody(new BodyHandler() {
                    @Override
                    public void data(Data data) {
                        send(exchange);
                    }

                    @Override
                    public void end(EndOfMessage end) {}
                });
            }
        },
        IN_PARTS_AT_ONCE {
            @Override
            void answer(Exchange exchange) {
                exchange.receiveBody(ignoring());
                exchange.send(new Response(413, Headers.of("Content-Length", "4")), Data.utf8("la"));
                exchange.execute(() -> exchange.send(Data.utf8("rg"), new EndOfMessage()));
            }
        };

        abstract void answer(Exchange exchange);

        private static void send(Exchange exchange) {
            exchange.send(Responses.text(413, "larg"));
        }

        private static BodyHandler ignoring() {
            return new BodyHandler() {
                @Override
                public void data(Data data) {}

                @Override
                public void end(EndOfMessage end) {}
            };
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Body.values())
                        .flatMap(body -> Stream.of(When.values()).map(when -> Arguments.of(kind, body, when))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_answer_that_leaves_much_of_the_request_says_close(Kind kind, Body body, When when) throws Exception {
        boolean asks = when != When.AT_ONCE;
        if (body == Body.EXPECTED && asks) {
            return; // then the client sends it, and the response is no longer early
        }
        try (Kind.Running server = kind.start((request, exchange) -> {
                    if (request.method().equals("POST")) {
                        when.answer(exchange);
                    } else {
                        exchange.send(Responses.text(200, "next"));
                    }
                });
                Peer peer = server.connect()) {
            peer.write("POST / HTTP/1.1\r\nHost: a\r\n" + body.begin);
            String answer = peer.answer();
            assertThat(answer).startsWith("HTTP/1.1 413 ").endsWith("larg");
            if (body.kept) {
                assertThat(answer).doesNotContain("Connection: close");
                peer.write(body.rest + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(peer.answer()).startsWith("HTTP/1.1 200 ").endsWith("next");
            } else {
                assertThat(answer).contains("\r\nConnection: close\r\n");
                peer.end();
                assertThat(peer.readAll()).isEmpty();
                Peer.await("closed", () -> server.connections() == 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void so_does_a_proxy_when_the_next_server_answers_early(Kind kind) throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try (Played origin = new Played(false, (peer, number) -> {
                    peer.readUntil("begun");
                    peer.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\n\r\nlarg");
                    peer.readAll();
                });
                BlockingClient pool = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(8))) {
            Handler proxy = new ReverseProxy(
                    Origin.http("localhost", origin.port()), Optional.empty(), pool, executor, ProxyOptions.DEFAULT);
            for (Body body : new Body[] {Body.LARGE, Body.CHUNKED}) {
                try (Kind.Running server = kind.start(proxy);
                        Peer peer = server.connect()) {
                    peer.write("POST / HTTP/1.1\r\nHost: a\r\n" + body.begin);
                    assertThat(peer.answer())
                            .startsWith("HTTP/1.1 413 ")
                            .contains("\r\nConnection: close\r\n")
                            .endsWith("larg");
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
