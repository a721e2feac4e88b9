package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.TestTls;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that sends and reads at the same time, and servers of all kinds. */
@Timeout(60)
class ClientDuplexTest {

    private static RequestBody blocks(int count) {
        List<Data> parts = new ArrayList<>();
        byte[] block = new byte[1 << 16];
        for (int i = 0; i < count; i++) {
            parts.add(new Data(Bytes.wrap(block)));
        }
        return RequestBody.of(parts, Headers.EMPTY);
    }

    private interface Play {
        void with(Socket socket) throws IOException;
    }

    private static ServerSocket played(Play play) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Threads.start("played", () -> {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    play.with(socket);
                } catch (IOException e) {
                    // shows in the client, or the test is over
                }
            }
        });
        return listener;
    }

    private static Origin origin(ServerSocket server) {
        return Origin.http("127.0.0.1", server.getLocalPort());
    }

    @Test
    void a_response_that_is_as_long_as_the_request_is_read_while_that_is_sent() throws Exception {
        try (Lab lab = new Lab(Echo::handle);
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 2; i++) {
                ClientResponse response = client.send(lab.origin(), Lab.chunked("POST", "/"), blocks(320));
                assertThat(response.readAll(1 << 25).length()).isEqualTo(320 << 16);
                assertThat(client.idleConnections()).isEqualTo(1);
            }
            assertThat(lab.accepted).hasSize(1);
        }
    }

    /** Another thread writes the request. It may see only after the end of the response that its last write has returned. */
    @Test
    void the_connection_of_a_large_request_is_free_when_its_response_ends() throws Exception {
        Handler counts = (request, exchange) -> exchange.receiveBody(new BodyHandler() {
            private long length;

            @Override
            public void data(Data data) {
                length += data.bytes().length();
            }

            @Override
            public void end(EndOfMessage end) {
                exchange.send(Responses.text(200, Long.toString(length)));
            }
        });
        try (Lab lab = new Lab(counts);
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 1000; i++) {
                ClientResponse response = client.send(lab.origin(), Lab.sized("POST", "/", 1 << 16), blocks(1));
                assertThat(Lab.text(response)).isEqualTo("65536");
                assertThat(client.idleConnections()).as("after request %d", i).isEqualTo(1);
            }
            assertThat(lab.accepted).hasSize(1);
        }
    }

    /** What two writes send on a connection without delay arrives in two reads, unless the reader is late. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_small_request_with_its_body_is_one_write(boolean inMemory) throws Exception {
        List<String> reads = new CopyOnWriteArrayList<>();
        try (ServerSocket server = played(socket -> {
                    byte[] block = new byte[1000];
                    int length = socket.getInputStream().read(block);
                    reads.add(new String(block, 0, length, StandardCharsets.US_ASCII));
                    Lab.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                });
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
            for (int i = 0; i < 20; i++) {
                RequestBody body = inMemory
                        ? Lab.body("hello")
                        : RequestBody.once(new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII)) {
                            @Override
                            public synchronized int available() {
                                return 1; // the end is available too
                            }
                        });
                client.send(origin(server), Lab.chunked("POST", "/"), body).readAll(0);
            }
            assertThat(reads).hasSize(20).allMatch(read -> read.endsWith("\r\n0\r\n\r\n"));
        }
    }

    @Test
    void the_parts_of_a_slow_body_are_sent_before_the_next_part_arrives() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (ServerSocket server = played(socket -> {
                    Lab.readUntil(socket, "one");
                    seen.countDown();
                    Lab.readUntil(socket, "0\r\n\r\n");
                    Lab.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                });
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
            RequestBody slow = RequestBody.once(new RequestBody.Parts() {
                private int taken;

                @Override
                public Optional<Data> next() throws IOException {
                    if (taken++ == 0) {
                        return Optional.of(Data.utf8("one"));
                    }
                    try {
                        seen.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return Optional.empty();
                }
            });
            assertThat(client.send(origin(server), Lab.chunked("POST", "/"), slow)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_body_that_fails_is_never_complete_and_its_cause_is_reported() throws Exception {
        AtomicReference<String> got = new AtomicReference<>("");
        CountDownLatch ended = new CountDownLatch(1);
        try (ServerSocket server = played(socket -> {
                    try {
                        got.set(Lab.readUntil(socket, "0\r\n\r\n"));
                    } finally {
                        ended.countDown();
                    }
                });
                BlockingClient pool = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(1))) {
            RequestBody failing = RequestBody.once(() -> {
                throw new IOException("on purpose");
            });
            assertThatThrownBy(() -> pool.send(origin(server), Lab.chunked("POST", "/"), failing))
                    .hasStackTraceContaining("on purpose");
            ended.await();
            assertThat(got.get()).doesNotContain("0\r\n\r\n");
            assertThat(pool.connections()).isZero();
        }
    }

    @Test
    void a_server_that_neither_reads_nor_answers_is_given_up_in_time() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        ClientRules quick =
                ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT.withSilence(Duration.ofMillis(300)));
        try (ServerSocket server = played(socket -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
                BlockingClient pool = new BlockingClient(ClientSettings.DEFAULT.withRules(quick))) {
            assertThatThrownBy(() -> pool.send(origin(server), Lab.chunked("POST", "/"), blocks(1000)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(pool.connections()).isZero();
            done.countDown();
        }
    }

    @Test
    void a_refused_body_is_not_sent_completely_and_the_connection_is_closed() throws Exception {
        try (ServerSocket server = played(socket -> {
                    Lab.readUntil(socket, "\r\n\r\n");
                    Lab.write(socket, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                });
                BlockingClient pool = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(1))) {
            AtomicInteger taken = new AtomicInteger();
            RequestBody endless = RequestBody.once(() -> {
                taken.incrementAndGet();
                return Optional.of(new Data(Bytes.wrap(new byte[1 << 14])));
            });
            ClientResponse response = pool.send(origin(server), Lab.chunked("POST", "/"), endless);
            assertThat(Lab.text(response)).isEqualTo("no");
            Lab.await(() -> pool.connections() == 0);
        }
    }

    @Test
    void a_server_of_http_1_0_is_read_to_its_close() throws Exception {
        try (ServerSocket server = played(socket -> {
                    Lab.readUntil(socket, "\r\n\r\n");
                    Lab.write(socket, "HTTP/1.0 200 OK\r\n\r\nall of it");
                });
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
            ClientResponse response = client.send(origin(server), Lab.get("/"), RequestBody.NONE);
            assertThat(response.version()).hasToString("1.0");
            assertThat(Lab.text(response)).isEqualTo("all of it");
            assertThat(client.idleConnections()).isZero();
        }
    }

    @Test
    void a_tls_server_gets_its_name_and_must_have_it_in_its_certificate(@TempDir Path folder) throws Exception {
        SSLContext context = TestTls.context(folder, "name.example");
        List<String> names = new ArrayList<>();
        try (SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SSLParameters parameters = listener.getSSLParameters();
            parameters.setSNIMatchers(List.of(new SNIMatcher(0) {
                @Override
                public boolean matches(SNIServerName name) {
                    names.add(((SNIHostName) name).getAsciiName());
                    return true;
                }
            }));
            listener.setSSLParameters(parameters);
            Threads.start("tls", () -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        Lab.readUntil(socket, "\r\n\r\n");
                        Lab.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    } catch (IOException e) {
                        // the client rejected the certificate
                    }
                }
            });
            List<SocketAddress> address = List.of(listener.getLocalSocketAddress());
            try (BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withTls(context))) {
                Origin named = new Origin(address, "name.example", 443, true);
                assertThat(Lab.text(client.send(named, Lab.get("/"), RequestBody.NONE)))
                        .isEqualTo("ok");
                assertThat(names).containsExactly("name.example");
                Origin other = new Origin(address, "other.example", 443, true);
                assertThatThrownBy(() -> client.send(other, Lab.get("/"), RequestBody.NONE))
                        .isInstanceOf(SSLHandshakeException.class);
                assertThat(client.connections()).isEqualTo(client.idleConnections());
            }
        }
    }
}
