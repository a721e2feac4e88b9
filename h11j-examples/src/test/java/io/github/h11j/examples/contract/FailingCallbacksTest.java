package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.Progress;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a callback of a client throws, the client serves its other users. */
@Timeout(60)
class FailingCallbacksTest {

    private static Error error() {
        return new OutOfMemoryError("on purpose");
    }

    private static Request post() {
        return new Request("POST", "/", Headers.of("Host", "localhost", "Transfer-Encoding", "chunked"));
    }

    /** Answers the first connection as these tests want it, all others well. */
    private static Played origin(boolean switches) throws IOException {
        return new Played(false, (peer, number) -> {
            if (number > 1) {
                while (peer.message().isPresent()) {
                    peer.ok("good");
                }
                return;
            }
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n");
            peer.write(
                    switches
                            ? "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\nother"
                            : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");
            peer.readAll();
        });
    }

    private enum Callback {
        SEND_BODY,
        INTERIM,
        HEAD,
        DATA,
        END,
        TASK,
        ROOM_TASK,
        FAILED,
        OTHER_PROTOCOL_OPENED,
        OTHER_PROTOCOL_RECEIVED,
        OTHER_PROTOCOL_FAILED
    }

    /** Throws in one of its methods. */
    private static final class Failing implements ResponseHandler {
        private final Callback callback;
        private final CompletableFuture<Exception> failure = new CompletableFuture<>();

        Failing(Callback callback) {
            this.callback = callback;
        }

        private void at(Callback here) {
            if (here == callback) {
                throw error();
            }
        }

        @Override
        public void sendBody(ClientExchange exchange) {
            at(Callback.SEND_BODY);
            if (callback == Callback.ROOM_TASK) {
                exchange.onWritable(() -> at(Callback.ROOM_TASK));
                return;
            }
            exchange.send(new EndOfMessage());
        }

        @Override
        public void interim(InformationalResponse response, ClientExchange exchange) {
            if (response.statusCode() == 101) {
                exchange.switchTo(new Other());
                return;
            }
            at(Callback.INTERIM);
            if (callback == Callback.TASK) {
                exchange.execute(() -> at(Callback.TASK));
            }
        }

        @Override
        public void head(Response response, ClientExchange exchange) throws Exception {
            at(Callback.HEAD);
            if (callback == Callback.FAILED) {
                throw new IOException("on purpose");
            }
            if (callback == Callback.TASK || callback == Callback.ROOM_TASK) {
                exchange.pause();
            }
        }

        @Override
        public void data(Data data) {
            at(Callback.DATA);
        }

        @Override
        public void end(EndOfMessage end) {
            at(Callback.END);
        }

        @Override
        public void failed(Exception cause) {
            failure.complete(cause);
            at(Callback.FAILED);
        }

        private final class Other implements ProtocolHandler {
            @Override
            public void opened(Duplex duplex) {
                at(Callback.OTHER_PROTOCOL_OPENED);
            }

            @Override
            public void received(Bytes bytes) throws Exception {
                at(Callback.OTHER_PROTOCOL_RECEIVED);
                if (callback == Callback.OTHER_PROTOCOL_FAILED) {
                    throw new IOException("on purpose");
                }
            }

            @Override
            public void ended() {}

            @Override
            public void failed(Exception cause) {
                failure.complete(cause);
                at(Callback.OTHER_PROTOCOL_FAILED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_nio_client_goes_on(Callback callback) throws Exception {
        boolean switches = callback.name().startsWith("OTHER");
        NioClient client = new NioClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(2));
        try (client;
                Played origin = origin(switches)) {
            Origin to = Origin.http("localhost", origin.port());
            Failing failing = new Failing(callback);
            List<Event> request = switches
                    ? List.of(
                            new Request(
                                    "GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "other")),
                            new EndOfMessage())
                    : List.of(post());
            client.send(to, request, failing);
            Exception cause = failing.failure.get(20, TimeUnit.SECONDS);
            if (callback != Callback.FAILED && callback != Callback.OTHER_PROTOCOL_FAILED) {
                assertThat(cause).hasCauseInstanceOf(OutOfMemoryError.class);
            }
            Peer.await("its connection is gone", () -> client.connections() == 0);
            assertThat(fetch(client, to)).isEqualTo(200);
            assertThat(client.stop(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void a_task_of_an_exchange_that_waits_for_a_connection_ends_that_exchange() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        NioClient client = new NioClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(1));
        try (client;
                Played origin = new Played(false, (peer, number) -> {
                    peer.message();
                    asked.countDown();
                    failed.await();
                    peer.ok("good");
                    peer.message();
                })) {
            Origin to = Origin.http("localhost", origin.port());
            CompletableFuture<Integer> first = fetchLater(client, to);
            asked.await();
            Failing failing = new Failing(Callback.TASK);
            client.send(to, List.of(post()), failing).execute(() -> failing.at(Callback.TASK));
            assertThat(failing.failure.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(OutOfMemoryError.class);
            failed.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    private static int fetch(NioClient client, Origin to) throws Exception {
        return fetchLater(client, to).get(20, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Integer> fetchLater(NioClient client, Origin to) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        client.send(
                to,
                List.of(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage()),
                new ResponseHandler() {
                    private int head;

                    @Override
                    public void head(Response response, ClientExchange exchange) {
                        head = response.statusCode();
                    }

                    @Override
                    public void data(Data data) {}

                    @Override
                    public void end(EndOfMessage end) {
                        status.complete(head);
                    }

                    @Override
                    public void failed(Exception cause) {
                        status.completeExceptionally(cause);
                    }
                });
        return status;
    }

    /** Where the application's code runs in a request on the pool. */
    private enum Step {
        NEXT,
        NEXT_IN_ITS_THREAD,
        SENDING,
        INTERIM,
        /** The one after which all is well. */
        CLOSE,
        POLICY
    }

    private static Played origin(Step step) throws IOException {
        return switch (step) {
            case NEXT_IN_ITS_THREAD, POLICY ->
                new Played(false, (peer, number) -> {
                    peer.readUntil(step == Step.POLICY || number > 1 ? "\r\n\r\n" : "0\r\n\r\n");
                    peer.write(number == 1 ? "HTTP/1.1 200\n\n" : "HTTP/1.1 200 OK\r\n\r\ngood");
                });
            case CLOSE ->
                new Played(false, (peer, number) -> {
                    for (String head = peer.readUntil("\r\n\r\n"); !head.isEmpty(); head = peer.readUntil("\r\n\r\n")) {
                        if (head.startsWith("POST")) {
                            peer.readUntil("0\r\n\r\n");
                        }
                        peer.ok("good");
                    }
                });
            default -> origin(false);
        };
    }

    @ParameterizedTest
    @EnumSource
    void the_blocking_client_goes_on(Step step) throws Exception {
        Policy policy = Policy.TOLERANT_CLIENT.with((sender, violation, offset, excerpt) -> {
            throw error();
        });
        ClientRules rules = ClientRules.DEFAULT.withPolicy(step == Step.POLICY ? policy : Policy.STRICT);
        RequestBody body = RequestBody.once(new RequestBody.Parts() {
            @Override
            public Optional<Data> next() {
                at(Step.NEXT);
                at(Step.NEXT_IN_ITS_THREAD);
                return Optional.empty();
            }

            @Override
            public boolean isReady() {
                return step == Step.NEXT;
            }

            @Override
            public void close() {
                at(Step.CLOSE);
            }

            private void at(Step here) {
                if (here == step) {
                    throw error();
                }
            }
        });
        Progress progress = new Progress() {
            @Override
            public void sending(Runnable abort) {
                if (step == Step.SENDING) {
                    throw error();
                }
            }

            @Override
            public void interim(InformationalResponse response) {
                if (step == Step.INTERIM) {
                    throw error();
                }
            }
        };
        try (Played origin = origin(step);
                BlockingClient pool = new BlockingClient(
                        ClientSettings.DEFAULT.withConnectionsPerOrigin(1).withRules(rules))) {
            if (step == Step.CLOSE) {
                pool.send(Origin.http("localhost", origin.port()), post(), body, progress)
                        .readAll(10);
            } else {
                assertThatThrownBy(() -> {
                            ClientResponse response =
                                    pool.send(Origin.http("localhost", origin.port()), post(), body, progress);
                            response.readAll(10);
                        })
                        .isNotNull();
                Peer.await("its connection is gone", () -> pool.connections() == 0);
            }
            Request get = new Request("GET", "/", Headers.of("Host", "localhost"));
            Peer.await("another connection is good", () -> {
                try {
                    return pool.send(Origin.http("localhost", origin.port()), get, RequestBody.NONE)
                                    .statusCode()
                            == 200;
                } catch (IOException e) {
                    return false; // where the first never got so far as to connect, this was the origin's first
                }
            });
        }
    }
}
