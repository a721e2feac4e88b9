package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §9.2, RFC 9110 §9.2.2: what an idle connection may be used for. */
@Timeout(60)
class ReuseTest {

    /** What an origin does to a connection after its response, while it is idle. */
    enum Meanwhile {
        ANSWERS_WHAT_NOBODY_ASKED {
            @Override
            void to(Peer peer) throws Exception {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            }
        },
        BEGINS_AN_ANSWER {
            @Override
            void to(Peer peer) throws Exception {
                peer.write("H");
            }
        },
        SAYS_408_AND_CLOSES {
            @Override
            void to(Peer peer) throws Exception {
                peer.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                peer.endAndClose();
            }
        },
        ENDS_ITS_STREAM {
            @Override
            void to(Peer peer) throws Exception {
                peer.end();
            }
        },
        CLOSES {
            @Override
            void to(Peer peer) throws Exception {
                peer.endAndClose();
            }
        },
        CLOSES_TCP_ONLY {
            @Override
            void to(Peer peer) throws Exception {
                peer.raw().close();
            }
        },
        RESETS {
            @Override
            void to(Peer peer) throws Exception {
                peer.reset();
            }
        };

        abstract void to(Peer peer) throws Exception;
    }

    static Stream<Arguments> cases() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Meanwhile.values())
                        .flatMap(meanwhile ->
                                Stream.of("GET", "POST").map(method -> Arguments.of(way, meanwhile, method))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_connection_that_was_touched_while_it_rested_carries_no_request(Way way, Meanwhile meanwhile, String method)
            throws Exception {
        CountDownLatch idle = new CountDownLatch(1);
        CountDownLatch touched = new CountDownLatch(1);
        List<String> late = new CopyOnWriteArrayList<>();
        try (Played origin = new Played(way.isTls(), (peer, number) -> {
            if (number == 1) {
                peer.message();
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"); // to HEAD
                idle.await();
                meanwhile.to(peer);
                touched.countDown();
                peer.message().ifPresent(late::add);
            } else {
                answerAll(peer, "own");
            }
        })) {
            try (Way.Caller caller = way.open(origin.port())) {
                assertThat(caller.call("HEAD", "/", "").status()).isEqualTo(200);
                idle.countDown();
                touched.await();
                for (int i = 0; i < 3; i++) {
                    assertThat(caller.call(method, "/", method.equals("GET") ? "" : "body"))
                            .isEqualTo(new Way.Answer(200, "own"));
                }
            }
            assertThat(late).isEmpty();
            // A proxy sends the end of an answer on before its own connection has come back to its pool, so the
            // client's
            // next request can be there first and get one more. A client has its connection back before it returns.
            assertThat(origin.connections()).isBetween(2, way.isProxy() ? 4 : 2);
        }
    }

    private static void answerAll(Peer peer, String body) throws Exception {
        while (peer.message().isPresent()) {
            peer.ok(body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void all_connections_that_rest_may_be_dead(Way way) throws Exception {
        int count = 4;
        CyclicBarrier all = new CyclicBarrier(count);
        CountDownLatch dead = new CountDownLatch(count);
        CountDownLatch rest = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(count);
        try (Played origin = new Played(way.isTls(), (peer, number) -> {
                    peer.message();
                    if (number <= count) {
                        all.await();
                        peer.ok("first");
                        rest.await();
                        peer.reset();
                        dead.countDown();
                    } else {
                        peer.ok("fresh");
                        answerAll(peer, "again");
                    }
                });
                Way.Caller caller = way.open(origin.port())) {
            List<Future<Way.Answer>> first = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                first.add(callers.submit(() -> caller.call("GET", "/", "")));
            }
            for (Future<Way.Answer> answer : first) {
                assertThat(answer.get().body()).isEqualTo("first");
            }
            rest.countDown();
            dead.await();
            assertThat(caller.call("POST", "/", "body").body()).isEqualTo("fresh");
        } finally {
            callers.shutdownNow();
        }
    }

    static Stream<Arguments> methods() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of("GET", "PUT", "POST").map(method -> Arguments.of(way, method)));
    }

    /** Bytes of the request have left, so that the server may have acted on it. */
    @ParameterizedTest
    @MethodSource("methods")
    void a_request_that_was_sent_on_a_dying_connection_is_repeated_only_if_that_does_no_harm(Way way, String method)
            throws Exception {
        boolean harmless =
                !method.equals("POST") && !(way.isProxy() && method.equals("PUT")); // its body passes through
        List<String> requests = new CopyOnWriteArrayList<>();
        try (Played origin = new Played(way.isTls(), (peer, number) -> {
                    requests.add(peer.message().orElseThrow());
                    if (number == 1) {
                        peer.ok("first");
                        requests.add(peer.message().orElseThrow());
                    } else {
                        peer.ok("again");
                        answerAll(peer, "more");
                    }
                });
                Way.Caller caller = way.open(origin.port())) {
            assertThat(caller.call("GET", "/", "").body()).isEqualTo("first");
            String body = method.equals("GET") ? "" : "body";
            if (harmless) {
                assertThat(caller.call(method, "/", body).body()).isEqualTo("again");
            } else if (way.isProxy()) {
                assertThat(caller.call(method, "/", body).status()).isEqualTo(502);
            } else {
                assertThatThrownBy(() -> caller.call(method, "/", body)).isNotNull();
            }
            assertThat(requests).hasSize(harmless ? 3 : 2);
            assertThat(origin.connections()).isEqualTo(harmless ? 2 : 1);
        }
    }
}
