package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.Refusing;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every client, and every proxy as a client, makes of servers that are slow, silent or not there. */
@Timeout(60)
class ClientContractTest {

    private static final ClientRules.Timeouts USUAL = ClientRules.Timeouts.DEFAULT;

    /** What a server does for ever, and which of the timeouts ends it. */
    enum Slowness {
        SILENCE_BEFORE_THE_HEAD("the head of the response") {
            @Override
            void to(Peer peer) throws IOException {
                peer.readAll();
            }
        },
        ONE_BYTE_OF_THE_HEAD_AFTER_THE_OTHER("the head of the response") {
            @Override
            void to(Peer peer) throws Exception {
                peer.write("HTTP/1.1 200 OK\r\nX: ");
                drip(peer, "x");
            }
        },
        ONE_INTERIM_RESPONSE_AFTER_THE_OTHER("the head of the response") {
            @Override
            void to(Peer peer) throws Exception {
                drip(peer, "HTTP/1.1 102 Processing\r\n\r\n");
            }
        },
        SILENCE_WITHIN_THE_BODY("silent within the response's body") {
            @Override
            void to(Peer peer) throws IOException {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                peer.readAll();
            }
        },
        ONE_BYTE_OF_THE_BODY_AFTER_THE_OTHER("the exchange has taken longer") {
            @Override
            void to(Peer peer) throws Exception {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
                drip(peer, "x");
            }
        };

        private final String name;

        Slowness(String name) {
            this.name = name;
        }

        private ClientRules rules() {
            return ClientRules.DEFAULT.withTimeouts(
                    switch (this) {
                        case SILENCE_WITHIN_THE_BODY -> USUAL.withSilence(Duration.ofMillis(200));
                        case ONE_BYTE_OF_THE_BODY_AFTER_THE_OTHER -> USUAL.withWhole(Duration.ofMillis(500));
                        default -> USUAL.withHead(Duration.ofMillis(200));
                    });
        }

        abstract void to(Peer peer) throws Exception;

        private boolean isBeforeTheHead() {
            return name.contains("head");
        }

        /** Until the peer has had enough. */
        private static void drip(Peer peer, String text) throws Exception {
            while (true) {
                peer.write(text);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    static Stream<Arguments> slow() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Slowness.values()).map(slowness -> Arguments.of(way, slowness)));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void a_slow_server_is_given_up_after_the_time_that_has_a_name(Way way, Slowness slowness) throws Exception {
        try (Played origin = new Played(way.isTls(), (peer, number) -> {
                    peer.message();
                    slowness.to(peer);
                });
                Way.Caller caller = way.open(way.origin(origin.port()), slowness.rules())) {
            if (way.isProxy() && slowness.isBeforeTheHead()) {
                assertThat(caller.call("GET", "/", "").status()).isEqualTo(504);
            } else if (way.isProxy()) {
                assertThatThrownBy(() -> caller.call("GET", "/", "")).isNotNull();
            } else {
                assertThatThrownBy(() -> caller.call("GET", "/", "")).hasStackTraceContaining(slowness.name);
            }
        }
    }

    static Stream<Way> withAddresses() {
        return Stream.of(Way.values()).filter(way -> !way.name().startsWith("FORWARD")); // that asks the resolver
    }

    private static Origin origin(Way way, SocketAddress... addresses) {
        return new Origin(List.of(addresses), "localhost", 80, way.isTls());
    }

    private static SocketAddress of(Played server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    @ParameterizedTest
    @MethodSource("withAddresses")
    void each_address_is_tried_until_one_accepts(Way way) throws Exception {
        try (Played server = new Played(way.isTls(), (peer, number) -> {
                    peer.message();
                    peer.ok("here");
                    peer.readAll();
                });
                Way.Caller caller = way.open(
                        origin(way, Refusing.address(), Refusing.address(), of(server)), ClientRules.DEFAULT)) {
            assertThat(caller.call("POST", "/", "body")).isEqualTo(new Way.Answer(200, "here"));
        }
    }

    @ParameterizedTest
    @MethodSource("withAddresses")
    void where_none_accepts_that_is_said(Way way) throws Exception {
        try (Way.Caller caller = way.open(origin(way, Refusing.address(), Refusing.address()), ClientRules.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                if (way.isProxy()) {
                    assertThat(caller.call("GET", "/", "").status()).isEqualTo(502);
                } else {
                    assertThatThrownBy(() -> caller.call("GET", "/", "")).hasStackTraceContaining("refused");
                }
            }
        }
    }

    static Stream<Way> withTls() {
        return Stream.of(Way.values()).filter(Way::isTls);
    }

    /** It accepts, and says nothing of TLS, or one byte after the other: each address has its own time. */
    @ParameterizedTest
    @MethodSource("withTls")
    void an_address_that_does_not_agree_on_tls_in_time_is_left_for_the_next(Way way) throws Exception {
        ClientRules rules = ClientRules.DEFAULT.withTimeouts(USUAL.withStart(Duration.ofSeconds(1)));
        try (Played silent = new Played(false, (peer, number) -> peer.readAll());
                Played slow = new Played(false, (peer, number) -> {
                    peer.write("\u0016\u0003\u0003@\u0000"); // a record of 16 KiB
                    while (true) {
                        peer.write("x");
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                });
                Played server = new Played(true, (peer, number) -> {
                    peer.message();
                    peer.ok("here");
                    peer.readAll();
                });
                Way.Caller caller = way.open(origin(way, of(silent), of(slow), of(server)), rules)) {
            assertThat(caller.call("GET", "/", "")).isEqualTo(new Way.Answer(200, "here"));
        }
    }
}
