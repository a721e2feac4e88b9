package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS that is not agreed on. */
@Timeout(60)
class HandshakeTest {

    private static final int ALERT = 21;

    /** A record of a handshake whose message is one byte long and means nothing. */
    private static final byte[] NONSENSE = {22, 3, 1, 0, 5, 1, 0, 0, 1, 0};

    /** A ClientHello of TLS 1.2 that offers only a cipher suite without encryption. */
    private static final byte[] NO_COMMON_SUITE =
            HexFormat.of().parseHex("160301002f0100002b0303" + "00".repeat(32) + "00" + "00020001" + "0100" + "0000");

    private static final byte[] PLAIN = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(Kind.BLOCKING_TLS, NONSENSE),
                Arguments.of(Kind.BLOCKING_TLS, NO_COMMON_SUITE),
                Arguments.of(Kind.BLOCKING_TLS, PLAIN),
                Arguments.of(Kind.NIO_TLS, NONSENSE),
                Arguments.of(Kind.NIO_TLS, NO_COMMON_SUITE),
                Arguments.of(Kind.NIO_TLS, PLAIN),
                Arguments.of(Kind.NETTY_TLS, NONSENSE),
                // SslHandler closes without a word to what is not a record of TLS
                Arguments.of(Kind.NETTY_TLS, NO_COMMON_SUITE));
    }

    /** RFC 8446 §6.2: an alert says why. A reset would destroy it on its way. */
    @ParameterizedTest
    @MethodSource("failures")
    void a_handshake_that_fails_ends_with_an_alert_and_costs_only_its_connection(Kind kind, byte[] bytes)
            throws Exception {
        try (Kind.Running server = kind.start((request, exchange) -> exchange.send(Responses.text(200, "x")))) {
            for (int i = 0; i < 20; i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write(bytes);
                    byte[] all = socket.getInputStream().readAllBytes();
                    assertThat(all).hasSize(7).startsWith(ALERT);
                }
            }
            assertThat(server.talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("x");
        }
    }

    static Stream<Arguments> parts() {
        return Stream.of(Kind.BLOCKING_TLS, Kind.NIO_TLS, Kind.NETTY_TLS)
                .flatMap(kind -> Stream.of(0, 1, NO_COMMON_SUITE.length - 1)
                        .map(length -> Arguments.of(kind, Arrays.copyOf(NO_COMMON_SUITE, length))));
    }

    /** Clients that only look whether the port is open would otherwise cost a connection until the handshake is late. */
    @ParameterizedTest
    @MethodSource("parts")
    void a_client_that_ends_its_stream_during_the_handshake_is_disconnected_at_once(Kind kind, byte[] bytes)
            throws Exception {
        try (Kind.Running server = kind.start((request, exchange) -> exchange.send(Responses.text(200, "x")));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            Peer.await("accepted", () -> server.connections() == 1);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            Peer.await("closed", () -> server.connections() == 0);
        }
    }

    /** Up to TLS 1.2 a client can ask for another handshake, which costs a server more than a client, again and again. */
    @ParameterizedTest
    @EnumSource(names = ".*_TLS", mode = EnumSource.Mode.MATCH_ALL)
    void a_client_that_asks_for_another_handshake_is_disconnected(Kind kind) throws Exception {
        String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        try (Kind.Running server = kind.start((request, exchange) -> exchange.send(Responses.text(200, "x")));
                Peer peer = server.connect("TLSv1.2")) {
            peer.write(get);
            assertThat(peer.answer()).endsWith("x");
            assertThat(isDisconnected(() -> {
                        ((SSLSocket) peer.socket()).startHandshake();
                        peer.write(get);
                        return peer.message().isEmpty();
                    }))
                    .isTrue();
            Peer.await("closed", () -> server.connections() == 0);
            assertThat(server.talk(get)).endsWith("x");
        }
    }

    private interface Attempt {
        boolean fails() throws IOException;
    }

    /** The second handshake may be complete before the server breaks the connection off. */
    private static boolean isDisconnected(Attempt attempt) {
        for (int i = 0; i < 5; i++) {
            try {
                if (attempt.fails()) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }
}
