package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Responses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingClientTest {

    private static final String HOST = "127.0.0.1";

    private static ClientSettings quick(int perHost, Duration idle) {
        return ClientSettings.DEFAULT
                .withConnectionsPerOrigin(perHost)
                .withRules(ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT
                        .withStart(Duration.ofMillis(300))
                        .withExpect(Duration.ofMillis(100))
                        .withIdle(idle)));
    }

    private static BlockingClient pool(int perHost) {
        return new BlockingClient(quick(perHost, Duration.ofSeconds(20)));
    }

    @Test
    void a_connection_is_reused_when_its_response_has_ended() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient pool = pool(2)) {
            for (int i = 0; i < 5; i++) {
                ClientResponse response = pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE);
                assertThat(pool.idleConnections()).isZero();
                assertThat(Lab.text(response)).isEqualTo("hello /");
                assertThat(pool.idleConnections()).isEqualTo(1);
            }
            assertThat(lab.accepted).hasSize(1);
        }
    }

    @Test
    void a_connection_that_will_close_or_was_given_up_is_dropped() throws Exception {
        try (Lab lab = new Lab((request, exchange) ->
                        exchange.send(Responses.of(200, Headers.of("Connection", "close"), Bytes.utf8("bye"))));
                BlockingClient pool = pool(1)) {
            assertThat(Lab.text(pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE)))
                    .isEqualTo("bye");
            assertThat(pool.connections()).isZero();
            pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE).close();
            assertThat(pool.connections()).isZero();
            assertThat(lab.accepted).hasSize(2);
        }
        try (Lab lab = new Lab((request, exchange) ->
                        exchange.send(Responses.of(200, Headers.of("Connection", "close"), Bytes.EMPTY)));
                BlockingClient client = lab.client()) {
            Lab.text(client.send(lab.origin(), Lab.get("/"), RequestBody.NONE));
            assertThat(client.connections()).isZero();
        }
    }

    /** Answers one request on each connection and closes it without a response at the second. */
    private static ServerSocket forgetful(List<String> heads) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Threads.start("forgetful", () -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    heads.add(Lab.readUntil(socket, "\r\n\r\n"));
                    Lab.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    String second = Lab.readUntil(socket, "\r\n\r\n");
                    if (!second.isEmpty()) {
                        heads.add(second);
                    }
                } catch (IOException e) {
                    // the test is over, or its client reset the connection
                }
            }
        });
        return listener;
    }

    @Test
    void a_request_that_may_be_repeated_is_retried_if_a_reused_connection_is_dead() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        try (ServerSocket server = forgetful(heads);
                BlockingClient pool = pool(2)) {
            for (int i = 0; i < 2; i++) {
                assertThat(Lab.text(
                                pool.send(Origin.http(HOST, server.getLocalPort()), Lab.get("/"), RequestBody.NONE)))
                        .isEqualTo("ok");
            }
            assertThat(heads).hasSize(3);
            assertThatThrownBy(() -> pool.send(
                            Origin.http(HOST, server.getLocalPort()), Lab.sized("POST", "/", 2), Lab.body("ab")))
                    .isInstanceOf(NoResponseException.class);
            assertThat(heads).hasSize(4);
            assertThat(pool.connections()).isZero();
        }
    }

    @Test
    void a_body_that_is_gone_is_not_sent_again() throws Exception {
        try (ServerSocket server = forgetful(new CopyOnWriteArrayList<>());
                BlockingClient pool = pool(2)) {
            Lab.text(pool.send(Origin.http(HOST, server.getLocalPort()), Lab.get("/"), RequestBody.NONE));
            RequestBody once = RequestBody.once(new ByteArrayInputStream(new byte[2]));
            assertThatThrownBy(
                            () -> pool.send(Origin.http(HOST, server.getLocalPort()), Lab.sized("PUT", "/", 2), once))
                    .isInstanceOf(NoResponseException.class);
        }
    }

    @Test
    void a_host_gets_no_more_connections_than_allowed() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient pool = pool(2)) {
            List<ClientResponse> open = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                open.add(pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE));
            }
            assertThatThrownBy(() -> pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE))
                    .isInstanceOf(IOException.class);
            Lab.text(open.get(0));
            assertThat(Lab.text(pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE)))
                    .isEqualTo("hello /");
            open.get(1).close();
            assertThat(lab.accepted).hasSize(2);
            assertThat(pool.connections()).isEqualTo(1);
        }
    }

    @Test
    void connections_that_were_idle_too_long_are_closed() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient pool = new BlockingClient(quick(2, Duration.ZERO))) {
            for (int i = 0; i < 3; i++) {
                Lab.text(pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE));
            }
            assertThat(lab.accepted).hasSize(3);
            Lab.await(() -> lab.server.connections() <= 1);
        }
    }

    @Test
    void idle_connections_are_closed_on_time_although_the_pool_is_unused() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient pool = new BlockingClient(quick(2, Duration.ofMillis(50)))) {
            Lab.text(pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE));
            lab.awaitNoConnections();
            Lab.await(() -> pool.connections() == 0);
        }
    }

    @Test
    void if_no_connection_may_be_idle_each_is_closed_after_its_response() throws Exception {
        try (Lab lab = new Lab(Lab::hello);
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withIdleConnections(0))) {
            for (int i = 0; i < 3; i++) {
                Lab.text(client.send(lab.origin(), Lab.get("/"), RequestBody.NONE));
                assertThat(client.connections()).isZero();
            }
            assertThat(lab.accepted).hasSize(3);
        }
    }

    @Test
    void the_settings_of_a_client_are_checked() {
        assertThatThrownBy(() -> ClientSettings.DEFAULT.withConnectionsPerOrigin(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("out of range: 0, 256");
        assertThatThrownBy(() -> ClientSettings.DEFAULT.withIdleConnections(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("out of range: 6, -1");
    }

    @Test
    void of_too_many_idle_connections_the_oldest_is_closed_whatever_its_host() throws Exception {
        List<Lab> labs = new ArrayList<>();
        try (BlockingClient pool =
                new BlockingClient(quick(2, Duration.ofSeconds(20)).withIdleConnections(3))) {
            for (int i = 0; i < 5; i++) {
                Lab lab = new Lab(Lab::hello);
                labs.add(lab);
                Lab.text(pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE));
                assertThat(pool.idleConnections()).isEqualTo(Math.min(i + 1, 3));
            }
            Lab.await(() ->
                    labs.get(0).server.connections() == 0 && labs.get(1).server.connections() == 0);
            assertThat(labs.subList(2, 5)).allMatch(lab -> lab.server.connections() == 1);
            Lab.text(pool.send(labs.get(2).origin(), Lab.get("/"), RequestBody.NONE));
            assertThat(labs.get(2).accepted).hasSize(1);
        } finally {
            labs.forEach(Lab::close);
        }
    }

    @Test
    void a_closed_pool_keeps_and_opens_no_connection() throws Exception {
        try (Lab lab = new Lab(Lab::hello)) {
            BlockingClient pool = pool(2);
            ClientResponse lent = pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE);
            pool.close();
            assertThat(Lab.text(lent)).isEqualTo("hello /");
            assertThat(pool.connections()).isZero();
            assertThatThrownBy(() -> pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE))
                    .isInstanceOf(IOException.class);
            lab.awaitNoConnections();
        }
    }

    @Test
    void interim_responses_are_reported() throws Exception {
        List<InformationalResponse> interim = new ArrayList<>();
        try (Lab lab = new Lab((request, exchange) -> {
                    exchange.send(new InformationalResponse(103, Headers.of("Link", "</style.css>")));
                    exchange.flush();
                    Lab.hello(request, exchange);
                });
                BlockingClient pool = pool(1)) {
            ClientResponse response = pool.send(lab.origin(), Lab.get("/"), RequestBody.NONE, interim::add);
            assertThat(interim).extracting(InformationalResponse::statusCode).containsExactly(103);
            assertThat(Lab.text(response)).isEqualTo("hello /");
        }
    }

    @Test
    void a_client_does_not_wait_for_100_forever() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread peer = Threads.start("no-100", () -> {
                try (Socket socket = server.accept()) {
                    Lab.readUntil(socket, "body");
                    Lab.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                } catch (IOException e) {
                    // shows in the client
                }
            });
            Request request =
                    new Request("PUT", "/", Headers.of("Host", "a", "Content-Length", "4", "Expect", "100-continue"));
            try (BlockingClient client = pool(1)) {
                Origin origin = Origin.http(HOST, server.getLocalPort());
                assertThat(Lab.text(client.send(origin, request, Lab.body("body"))))
                        .isEqualTo("ok");
            }
            peer.join(Lab.LONG.toMillis());
        }
    }

    @Test
    void a_truncated_response_is_never_complete() throws Exception {
        for (String text : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le")) {
            try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                Threads.start("truncating", () -> {
                    try (Socket socket = server.accept()) {
                        Lab.readUntil(socket, "\r\n\r\n");
                        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        // shows in the client
                    }
                });
                try (BlockingClient pool = pool(1)) {
                    assertThatThrownBy(() -> Lab.text(pool.send(
                                    Origin.http(HOST, server.getLocalPort()), Lab.get("/"), RequestBody.NONE)))
                            .isInstanceOf(IOException.class)
                            .isNotInstanceOf(NoResponseException.class);
                    assertThat(pool.connections()).isZero();
                }
            }
        }
    }

    @Test
    void a_body_that_is_longer_than_announced_leaves_nothing_behind() throws Exception {
        try (Lab lab = new Lab(Echo::handle);
                BlockingClient pool = pool(1)) {
            RequestBody inParts = RequestBody.once(new ByteArrayInputStream(new byte[3]));
            assertThatThrownBy(() -> pool.send(lab.origin(), Lab.sized("POST", "/", 2), inParts))
                    .isInstanceOf(LocalProtocolException.class);
            assertThat(pool.connections()).isZero();
            lab.awaitNoConnections();
        }
    }

    @Test
    void a_request_that_may_not_be_sent_as_a_whole_costs_no_connection() throws Exception {
        try (Lab lab = new Lab(Echo::handle);
                BlockingClient pool = pool(1)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.send(lab.origin(), Lab.sized("POST", "/", 2), Lab.body("abc")))
                        .isInstanceOf(LocalProtocolException.class);
                assertThat(Lab.text(pool.send(lab.origin(), Lab.sized("POST", "/", 2), Lab.body("ab"))))
                        .isEqualTo("ab");
            }
            assertThat(lab.accepted).hasSize(1);
        }
    }
}
