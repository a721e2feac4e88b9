package io.github.h11j.jdkserver;

import static io.github.h11j.jdkserver.ServerFixture.answer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** HttpsServer: the same on both providers, unless a test says otherwise. */
class TlsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpsServer server;

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void start(Provider provider, HttpsConfigurator configurator, HttpHandler handler) throws IOException {
        server = provider.tlsServer();
        server.setExecutor(threads);
        if (configurator != null) {
            server.setHttpsConfigurator(configurator);
        }
        server.createContext("/", handler);
        server.start();
    }

    private static HttpsConfigurator configurator(Consumer<HttpsParameters> step) {
        return new HttpsConfigurator(TestKeys.SERVER) {
            @Override
            public void configure(HttpsParameters parameters) {
                step.accept(parameters);
            }
        };
    }

    private Raw client(SSLContext context, String protocol) throws IOException {
        return TestKeys.connect(context, protocol, server.getAddress().getPort());
    }

    private static void who(HttpExchange exchange) throws IOException {
        try {
            answer(
                    exchange,
                    ((HttpsExchange) exchange)
                            .getSSLSession()
                            .getPeerPrincipal()
                            .getName());
        } catch (SSLPeerUnverifiedException e) {
            answer(exchange, "nobody");
        }
    }

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "H11J, TLSv1.2", "H11J, TLSv1.3"})
    void a_connection_is_encrypted_and_kept(Provider provider, String protocol) throws IOException {
        HttpsConfigurator configurator = new HttpsConfigurator(TestKeys.SERVER);
        start(
                provider,
                configurator,
                exchange -> answer(
                        exchange,
                        ((HttpsExchange) exchange).getSSLSession().getProtocol()
                                + new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1)));
        assertThat(server.getHttpsConfigurator()).isSameAs(configurator);
        assertThatThrownBy(() -> server.setHttpsConfigurator(null)).isInstanceOf(NullPointerException.class);
        try (Raw client = client(TestKeys.ANONYMOUS, protocol)) {
            assertThat(client.get("/").read().body()).isEqualTo(protocol);
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
                    .send("x".repeat(100_000));
            assertThat(client.read().body()).isEqualTo(protocol + "x".repeat(100_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_exchange_tells_the_same_as_without_tls(Provider provider) throws IOException {
        start(provider, new HttpsConfigurator(TestKeys.SERVER), exchange -> {
            exchange.setAttribute("a", "kept");
            exchange.setStreams(new ByteArrayInputStream("replaced".getBytes(ISO_8859_1)), null);
            String about =
                    exchange.getProtocol() + " " + exchange.getResponseCode() + " " + exchange.getPrincipal() + " "
                            + exchange.getAttribute("a") + " "
                            + exchange.getLocalAddress().getPort() + " "
                            + exchange.getRemoteAddress().getPort() + " "
                            + new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
            answer(exchange, about);
        });
        assertThat(server.getExecutor()).isSameAs(threads);
        HttpContext context = server.createContext("/other");
        context.setHandler(exchange -> answer(exchange, "other"));
        try (Raw client = client(TestKeys.ANONYMOUS, "TLSv1.3")) {
            assertThat(client.get("/").read().body())
                    .isEqualTo("HTTP/1.1 -1 null kept " + client.socket().getPort() + " "
                            + client.socket().getLocalPort() + " replaced");
            assertThat(client.get("/other").read().body()).isEqualTo("other");
        }
        server.removeContext(context);
        server.removeContext("/");
        try (Raw client = client(TestKeys.ANONYMOUS, "TLSv1.3")) {
            assertThat(client.get("/other").read().status()).isEqualTo("404");
        }
    }

    /** An attacker who can cut a connection must not be able to shorten a request. */
    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "H11J, TLSv1.2", "H11J, TLSv1.3"})
    void a_body_that_ends_without_close_notify_is_not_complete(Provider provider, String protocol) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        start(provider, new HttpsConfigurator(TestKeys.SERVER), exchange -> {
            try {
                outcome.complete(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            } catch (IOException e) {
                outcome.complete("failed");
                throw e;
            }
        });
        int port = server.getAddress().getPort();
        try (Socket cut = new Socket(server.getAddress().getAddress(), port);
                Socket over = TestKeys.ANONYMOUS.getSocketFactory().createSocket(cut, "127.0.0.1", port, false)) {
            ((SSLSocket) over).setEnabledProtocols(new String[] {protocol});
            new Raw(over).send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            cut.shutdownOutput();
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo("failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_can_be_asked_for_a_certificate(Provider provider) throws IOException {
        CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
        start(
                provider,
                configurator(parameters -> {
                    SSLParameters wanted = TestKeys.SERVER.getDefaultSSLParameters();
                    wanted.setWantClientAuth(true);
                    parameters.setSSLParameters(wanted);
                    address.complete(parameters.getClientAddress());
                }),
                TlsTest::who);
        try (Raw client = client(TestKeys.KNOWN, "TLSv1.3")) {
            assertThat(client.get("/").read().body()).isEqualTo("CN=client");
            assertThat(address.join().getPort()).isEqualTo(client.socket().getLocalPort());
        }
        try (Raw client = client(TestKeys.ANONYMOUS, "TLSv1.3")) {
            assertThat(client.get("/").read().body()).isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_without_a_certificate_is_refused_if_one_is_needed(Provider provider) throws IOException {
        start(
                provider,
                configurator(parameters -> {
                    SSLParameters needed = TestKeys.SERVER.getDefaultSSLParameters();
                    needed.setNeedClientAuth(true);
                    parameters.setSSLParameters(needed);
                }),
                TlsTest::who);
        try (Raw client = client(TestKeys.KNOWN, "TLSv1.2")) {
            assertThat(client.get("/").read().body()).isEqualTo("CN=client");
        }
        assertThatThrownBy(() -> client(TestKeys.ANONYMOUS, "TLSv1.2")).isInstanceOf(IOException.class);
    }

    /** The server of JDK 17 asks nobody: each of two setters that it calls undoes the other. */
    @Test
    void the_single_setters_of_the_parameters_count() throws IOException {
        start(
                Provider.H11J,
                configurator(parameters -> {
                    parameters.setNeedClientAuth(true);
                    parameters.setProtocols(new String[] {"TLSv1.2"});
                    parameters.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
                }),
                TlsTest::who);
        try (Raw client = client(TestKeys.KNOWN, "TLSv1.2")) {
            assertThat(client.get("/").read().body()).isEqualTo("CN=client");
            assertThat(((SSLSocket) client.socket()).getSession().getCipherSuite())
                    .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        }
        assertThatThrownBy(() -> client(TestKeys.ANONYMOUS, "TLSv1.2")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client(TestKeys.KNOWN, "TLSv1.3")).isInstanceOf(SSLException.class);
    }

    /** The server of JDK 17 asks nobody. */
    @Test
    void a_configurator_may_want_a_certificate_or_set_nothing() throws IOException {
        HttpsConfigurator[] seen = new HttpsConfigurator[1];
        HttpsConfigurator wanting = configurator(parameters -> {
            seen[0] = parameters.getHttpsConfigurator();
            parameters.setWantClientAuth(true);
        });
        start(Provider.H11J, wanting, TlsTest::who);
        try (Raw client = client(TestKeys.KNOWN, "TLSv1.3")) {
            assertThat(client.get("/").read().body()).isEqualTo("CN=client");
        }
        assertThat(seen).containsExactly(wanting);
        server.setHttpsConfigurator(configurator(parameters -> {}));
        try (Raw client = client(TestKeys.KNOWN, "TLSv1.2")) { // another version, else the TLS session is resumed
            assertThat(client.get("/").read().body()).isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_a_configurator_connections_are_closed(Provider provider) throws IOException {
        start(provider, null, exchange -> answer(exchange, "in the open"));
        assertThatThrownBy(() -> client(TestKeys.ANONYMOUS, "TLSv1.3")).isInstanceOf(IOException.class);
        try (Raw client = new Raw(server.getAddress().getPort())) {
            assertThat(client.get("/").read().status()).isEqualTo("nothing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_the_configurator_throws_costs_its_connection(Provider provider) throws IOException {
        boolean[] before = new boolean[1];
        start(
                provider,
                configurator(parameters -> {
                    if (!before[0]) {
                        before[0] = true;
                        throw new IllegalStateException("on purpose");
                    }
                    parameters.setSSLParameters(TestKeys.SERVER.getDefaultSSLParameters());
                }),
                TlsTest::who);
        assertThatThrownBy(() -> client(TestKeys.ANONYMOUS, "TLSv1.3")).isInstanceOf(IOException.class);
        try (Raw client = client(TestKeys.ANONYMOUS, "TLSv1.3")) {
            assertThat(client.get("/").read().body()).isEqualTo("nobody");
        }
    }

    /** The server of JDK 17 closes without a word. */
    @Test
    void what_is_no_tls_gets_an_alert() throws IOException {
        start(Provider.H11J, new HttpsConfigurator(TestKeys.SERVER), TlsTest::who);
        try (Socket socket =
                new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo(21); // RFC 8446 §5.1: alert
        }
        try (Raw client = client(TestKeys.ANONYMOUS, "TLSv1.3")) {
            assertThat(client.get("/").read().body()).isEqualTo("nobody");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void a_stop_ends_connections_in_order(String protocol) throws IOException {
        start(Provider.H11J, new HttpsConfigurator(TestKeys.SERVER), TlsTest::who);
        try (Raw client = client(TestKeys.ANONYMOUS, protocol)) {
            assertThat(client.get("/").read().body()).isEqualTo("nobody");
            server.stop(10);
            assertThat(client.socket().getInputStream().read()).isEqualTo(-1); // with close_notify, else an exception
        }
    }
}
