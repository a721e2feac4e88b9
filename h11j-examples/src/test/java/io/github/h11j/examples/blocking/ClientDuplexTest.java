package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.TestTls;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static BlockingClient client(ServerSocket server, ClientOptions options) throws IOException {
        return BlockingClient.connect("127.0.0.1", server.getLocalPort(), options);
    }

    @Test
    void a_response_that_is_as_long_as_the_request_is_read_while_that_is_sent() throws Exception {
        try (Lab lab = new Lab(Echo::handle);
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 2; i++) {
                ClientResponse response = client.send(Lab.chunked("POST", "/"), blocks(320));
                assertThat(response.readAll(1 << 25).length()).isEqualTo(320 << 16);
                assertThat(client.isReusable()).isTrue();
            }
            assertThat(lab.accepted).hasSize(1);
        }
    }

    @Test
    void a_small_request_with_its_body_is_one_write() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        try (Lab lab = new Lab(Echo::handle);
                BlockingClient client = BlockingClient.connect(
                        new Socket() {
                            @Override
                            public OutputStream getOutputStream() throws IOException {
                                return new FilterOutputStream(super.getOutputStream()) {
                                    @Override
                                    public void write(byte[] bytes, int offset, int length) throws IOException {
                                        writes.incrementAndGet();
                                        out.write(bytes, offset, length);
                                    }
                                };
                            }
                        },
                        "127.0.0.1",
                        lab.server.port(),
                        ClientOptions.DEFAULT)) {
            assertThat(Lab.text(client.send(Lab.chunked("POST", "/"), Lab.body("hello"))))
                    .isEqualTo("hello");
            assertThat(writes).hasValue(1);
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
                BlockingClient client = client(server, ClientOptions.DEFAULT)) {
            RequestBody slow = once(new RequestBody.Parts() {
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
            assertThat(client.send(Lab.chunked("POST", "/"), slow).statusCode()).isEqualTo(200);
        }
    }

    private static RequestBody once(RequestBody.Parts parts) {
        return new RequestBody() {
            @Override
            public Parts open() {
                return parts;
            }

            @Override
            public boolean isReplayable() {
                return false;
            }
        };
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
                ConnectionPool pool = new ConnectionPool(ClientOptions.DEFAULT, 1, Lab.LONG)) {
            RequestBody failing = once(() -> {
                throw new IOException("on purpose");
            });
            assertThatThrownBy(() -> pool.send("127.0.0.1", server.getLocalPort(), Lab.chunked("POST", "/"), failing))
                    .hasStackTraceContaining("on purpose");
            ended.await();
            assertThat(got.get()).doesNotContain("0\r\n\r\n");
            assertThat(pool.connections()).isZero();
        }
    }

    @Test
    void a_server_that_neither_reads_nor_answers_is_given_up_in_time() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        ClientOptions quick =
                ClientOptions.DEFAULT.withTimeouts(Lab.LONG, Duration.ofMillis(300), Duration.ofMillis(100));
        try (ServerSocket server = played(socket -> {
                    try {
                        done.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
                ConnectionPool pool = new ConnectionPool(quick, 1, Lab.LONG)) {
            assertThatThrownBy(
                            () -> pool.send("127.0.0.1", server.getLocalPort(), Lab.chunked("POST", "/"), blocks(1000)))
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
                ConnectionPool pool = new ConnectionPool(ClientOptions.DEFAULT, 1, Lab.LONG)) {
            AtomicInteger taken = new AtomicInteger();
            RequestBody endless = once(() -> {
                taken.incrementAndGet();
                return Optional.of(new Data(Bytes.wrap(new byte[1 << 14])));
            });
            ClientResponse response = pool.send("127.0.0.1", server.getLocalPort(), Lab.chunked("POST", "/"), endless);
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
                BlockingClient client = client(server, ClientOptions.DEFAULT)) {
            ClientResponse response = client.send(Lab.get("/"), RequestBody.NONE);
            assertThat(response.version()).hasToString("1.0");
            assertThat(Lab.text(response)).isEqualTo("all of it");
            assertThat(client.isReusable()).isFalse();
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
            ClientOptions options = ClientOptions.DEFAULT.withTls(context);
            int port = listener.getLocalPort();
            try (BlockingClient client = BlockingClient.connect(redirected(port), "name.example", 443, options)) {
                assertThat(Lab.text(client.send(Lab.get("/"), RequestBody.NONE)))
                        .isEqualTo("ok");
            }
            assertThat(names).containsExactly("name.example");
            assertThatThrownBy(() -> BlockingClient.connect(redirected(port), "other.example", 443, options))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    /** Connects to one of our ports, whatever the address. */
    private static Socket redirected(int port) {
        return new Socket() {
            @Override
            public void connect(SocketAddress there, int timeout) throws IOException {
                super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
            }
        };
    }
}
