package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.examples.Refusing;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Handler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tunnel to a name with several addresses. */
class TunnelAddressesTest extends ProxyFixture {

    private static final String CONNECT = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";

    private Io.Proxy tunnelTo(SocketAddress... addresses) {
        return new Io.Proxy() {
            @Override
            public Handler of(BlockingClient client) {
                return handler(Forwarder.of(client, executor, options));
            }

            @Override
            public Handler of(NioClient client) {
                return handler(Forwarder.of(client, executor, options));
            }

            private Handler handler(Forwarder forwarder) {
                Origin destination = new Origin(List.of(addresses), "a", 1, false);
                return (request, exchange) ->
                        forwarder.connect(exchange, new Response(200, Headers.EMPTY), destination);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void each_address_is_tried_until_one_accepts(Io io) throws Exception {
        InetSocketAddress accepting = new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                played(peer -> peer.write("hi").end()));
        int proxy = start(io, tunnelTo(Refusing.address(), Refusing.address(), accepting))
                .port();
        try (Peer peer = new Peer(proxy)) {
            peer.write(CONNECT);
            assertThat(peer.head()).startsWith("HTTP/1.1 200 ");
            peer.end();
            assertThat(peer.readAll()).isEqualTo("hi");
        }
        int nowhere =
                start(io, tunnelTo(Refusing.address(), Refusing.address())).port();
        assertThat(talk(nowhere, CONNECT)).startsWith("HTTP/1.1 502 ");
    }

    @ParameterizedTest
    @EnumSource
    void each_address_has_its_own_time_to_accept_and_the_last_says_504(Io io) throws Exception {
        options = new ProxyOptions("h11j", Duration.ofMillis(100), LONG);
        int open = played(peer -> peer.write("hi").end());
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) { // no room for others
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            SocketAddress silent = full.getLocalSocketAddress();
            InetSocketAddress accepting = new InetSocketAddress(InetAddress.getLoopbackAddress(), open);
            int proxy = start(io, tunnelTo(silent, silent, accepting)).port();
            try (Peer peer = new Peer(proxy)) {
                peer.write(CONNECT);
                assertThat(peer.head()).startsWith("HTTP/1.1 200 ");
                peer.end();
                assertThat(peer.readAll()).isEqualTo("hi");
            }
            int late = start(io, tunnelTo(Refusing.address(), silent)).port();
            assertThat(talk(late, CONNECT)).startsWith("HTTP/1.1 504 ");
        }
    }
}
