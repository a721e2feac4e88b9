package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.TestTls;
import io.github.h11j.examples.blocking.RequestBody.Parts;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How TLS ends, on a server and on a client: by close_notify, by an alert, or without either. */
@Timeout(60)
class BlockingTlsTest {

    /** A write that has not returned for so long waits for the server. */
    private static final long STUCK = TimeUnit.SECONDS.toNanos(1);

    private static SSLContext context;

    /** Trusts the key of the other one, and has none. */
    private static SSLContext keyless;

    @BeforeAll
    static void makeKey(@TempDir Path folder) throws Exception {
        context = TestTls.context(folder, "localhost");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(folder.resolve("cert.pem"))) {
            trusted.setCertificateEntry(
                    "test", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        keyless = SSLContext.getInstance("TLS");
        keyless.init(null, trust.getTrustManagers(), null);
    }

    /** What a peer does with its end of a connection. */
    private interface Script {
        void play(SSLSocket tls, Socket raw) throws IOException;
    }

    private static BlockingClient client() {
        return new BlockingClient(ClientSettings.DEFAULT.withTls(context));
    }

    private static Origin origin(ServerSocket listener) {
        return Origin.https("localhost", listener.getLocalPort());
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void serve(ServerSocket listener, String protocol, Script script) {
        Threads.start("peer", () -> {
            try (Socket raw = listener.accept()) { // closing TLS would wait for the client's close_notify
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
                tls.setEnabledProtocols(new String[] {protocol});
                script.play(tls, raw);
            } catch (IOException e) {
                // shows in the client
            }
        });
    }

    /** Sends this until the end of the stream. */
    private static Script answering(String body, boolean announced) {
        return (tls, raw) -> {
            Lab.readUntil(tls, "\r\n\r\n");
            Lab.write(tls, "HTTP/1.1 200 OK\r\n\r\n" + body);
            end(tls, raw, announced);
            raw.getInputStream().readAllBytes();
        };
    }

    /** Ends the stream. */
    private static void end(SSLSocket tls, Socket raw, boolean announced) throws IOException {
        if (announced) {
            tls.shutdownOutput();
        } else {
            raw.shutdownOutput();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.3, false", "TLSv1.2, true", "TLSv1.2, false"})
    void a_body_until_the_end_is_complete_only_if_the_end_was_announced(String protocol, boolean announced)
            throws Exception {
        try (ServerSocket listener = listener();
                BlockingClient client = client()) {
            serve(listener, protocol, answering("all of it?", announced));
            ClientResponse response = client.send(origin(listener), Lab.get("/"), RequestBody.NONE);
            if (announced) {
                assertThat(Lab.text(response)).isEqualTo("all of it?");
            } else {
                assertThatThrownBy(() -> Lab.text(response)).hasMessageContaining("cut off");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.3, false", "TLSv1.2, true", "TLSv1.2, false"})
    void the_end_of_a_tunnel_is_no_failure_only_if_it_was_announced(String protocol, boolean announced)
            throws Exception {
        try (ServerSocket listener = listener();
                BlockingClient client = client()) {
            serve(listener, protocol, answering("abc", announced));
            Request connect = new Request("CONNECT", "a:1", Headers.of("Host", "a:1"));
            try (Tunnel tunnel = client.send(origin(listener), connect, RequestBody.NONE)
                    .tunnel()
                    .orElseThrow()) {
                assertThat(tunnel.in().readNBytes(3)).hasSize(3);
                if (announced) {
                    assertThat(tunnel.in().read()).isEqualTo(-1);
                } else {
                    assertThatThrownBy(() -> tunnel.in().read()).isInstanceOf(EOFException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true, ended", "TLSv1.3, false, failed", "TLSv1.2, true, ended", "TLSv1.2, false, failed"})
    void another_protocol_on_a_server_ends_only_if_its_end_was_announced(
            String protocol, boolean announced, String outcome) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ProtocolHandler handler = new ProtocolHandler() {
            @Override
            public void opened(Duplex duplex) {}

            @Override
            public void received(Bytes bytes) {}

            @Override
            public void ended() {
                heard.add("ended");
            }

            @Override
            public void failed(Exception cause) {
                heard.add("failed");
            }
        };
        try (Lab lab = new Lab(
                        (request, exchange) -> {
                            exchange.send(new Response(200, Headers.EMPTY));
                            exchange.switchTo(handler);
                        },
                        BlockingSettings.DEFAULT.withTls(context));
                Socket raw = lab.raw()) {
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", 1, true);
            tls.setEnabledProtocols(new String[] {protocol});
            Lab.write(tls, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nabc");
            Lab.readUntil(tls, "\r\n\r\n");
            end(tls, raw, announced);
            assertThat(heard.poll(Lab.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(outcome);
        }
    }

    @Test
    void an_alert_in_place_of_a_response_is_the_cause_that_is_reported() throws Exception {
        try (ServerSocket listener = listener();
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withTls(keyless))) {
            serve(listener, "TLSv1.3", (tls, raw) -> {
                tls.setNeedClientAuth(true); // the client has ended its handshake before the server asks in vain
                Lab.readUntil(tls, "\r\n\r\n");
            });
            assertThatThrownBy(() -> client.send(origin(listener), Lab.get("/"), RequestBody.NONE))
                    .isInstanceOf(NoResponseException.class)
                    .cause()
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("alert");
        }
    }

    @Test
    @Timeout(25) // a server that does not read has 30 s
    void a_response_ends_at_once_although_the_server_does_not_read_the_rest_of_the_request() throws Exception {
        try (ServerSocket listener = listener();
                BlockingClient client = client()) {
            AtomicLong progress = new AtomicLong(System.nanoTime());
            serve(listener, "TLSv1.3", (tls, raw) -> {
                Lab.readUntil(tls, "\r\n\r\n");
                Lab.await(() -> System.nanoTime() - progress.get() > STUCK);
                Lab.write(tls, "HTTP/1.1 413 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
                Lab.await(() -> client.connections() == 0);
            });
            byte[] block = new byte[1 << 16];
            RequestBody endless = RequestBody.once(new Parts() {
                @Override
                public Optional<Data> next() {
                    progress.set(System.nanoTime());
                    return Optional.of(new Data(Bytes.wrap(block)));
                }
            });
            ClientResponse response = client.send(origin(listener), Lab.chunked("PUT", "/"), endless);
            assertThat(Lab.text(response)).isEqualTo("no");
            Lab.await(() -> client.connections() == 0);
        }
    }

    @Test
    void a_tunnel_can_be_closed_although_a_thread_writes_what_the_server_does_not_read() throws Exception {
        try (ServerSocket listener = listener();
                BlockingClient client = client()) {
            serve(listener, "TLSv1.3", (tls, raw) -> {
                Lab.readUntil(tls, "\r\n\r\n");
                Lab.write(tls, "HTTP/1.1 200 OK\r\n\r\n");
                Lab.await(() -> client.connections() == 0);
            });
            Request connect = new Request("CONNECT", "a:1", Headers.of("Host", "a:1"));
            Tunnel tunnel = client.send(origin(listener), connect, RequestBody.NONE)
                    .tunnel()
                    .orElseThrow();
            AtomicLong progress = new AtomicLong(System.nanoTime());
            Threads.start("writer", () -> write(tunnel, progress));
            Lab.await(() -> System.nanoTime() - progress.get() > STUCK);
            Thread closer = Threads.start("closer", tunnel::close);
            closer.join(Lab.LONG.toMillis() / 2);
            boolean closed = !closer.isAlive();
            tunnel.abort();
            assertThat(closed).isTrue();
            assertThat(client.connections()).isZero();
        }
    }

    /** Writes until the tunnel is closed, and keeps the time of the last progress. */
    private static void write(Tunnel tunnel, AtomicLong progress) {
        try {
            while (true) {
                tunnel.out().write(new byte[1 << 16]);
                progress.set(System.nanoTime());
            }
        } catch (IOException e) {
            // closed
        }
    }
}
