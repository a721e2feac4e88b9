package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that ends its TLS session while output waits for it: the loop goes round only when there is something to do. */
class NioTlsEndTest extends NioFixture {

    private static final NioSettings TLS = SETTINGS.withLoops(1).withTls(TlsTestContext.CONTEXT);

    /** How often a loop may go round for a connection with one request on it. */
    private static final int TURNS = 20;

    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private final List<Exchange> begun = new CopyOnWriteArrayList<>();

    private NioServer streaming() throws IOException {
        return serve(TLS, (request, exchange) -> {
            if (request.target().equals("/now")) {
                exchange.send(Responses.text(200, "now"));
                return;
            }
            exchange.onFailure(failures::add);
            begun.add(exchange);
            if (request.target().equals("/stream")) {
                exchange.send(new Response(200, Headers.EMPTY));
                new Endless(exchange).run();
            }
        });
    }

    private record Endless(Exchange exchange) implements Runnable {
        @Override
        public void run() {
            while (exchange.isWritable()) {
                exchange.send(Data.of(new byte[10_000]));
            }
            exchange.onWritable(this);
        }
    }

    private static SSLSocket connect(NioServer server, String protocol) throws IOException {
        int port = ((InetSocketAddress) server.address()).getPort();
        Socket raw = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
                (SSLSocket) TlsTestContext.CONTEXT.getSocketFactory().createSocket(raw, "localhost", port, true);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Lets others be served, and looks whether the loop went round more often than they need. */
    private static void expectNoSpinning(NioServer server) throws IOException {
        long before = server.loop(0).turns();
        int others = 10;
        for (int i = 0; i < others; i++) {
            try (SSLSocket other = connect(server, "TLSv1.3")) {
                write(other, "GET /now HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(other.getInputStream().readNBytes(17)).isNotEmpty();
            }
        }
        assertThat(server.loop(0).turns() - before).isLessThan(others * TURNS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_that_ends_and_does_not_read_holds_no_processor(String protocol) throws Exception {
        NioServer server = streaming();
        try (SSLSocket client = connect(server, protocol)) {
            write(client, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
            await("its queue is full", () -> !begun.isEmpty() && !begun.get(0).isWritable());
            client.shutdownOutput();
            expectNoSpinning(server);
            pass(server, TLS.rules().timeouts().transfer());
            await("given up", () -> server.connections() == 0);
            assertThat(failures).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_that_ends_and_goes_frees_its_slot(String protocol) throws Exception {
        NioServer server = streaming();
        try (SSLSocket client = connect(server, protocol)) {
            write(client, "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
            await("its queue is full", () -> !begun.isEmpty() && !begun.get(0).isWritable());
        }
        await("closed", () -> server.connections() == 0);
        assertThat(failures).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_that_goes_before_the_answer_holds_no_processor(String protocol) throws Exception {
        NioServer server = streaming();
        try (SSLSocket client = connect(server, protocol)) {
            write(client, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
            await("begun", () -> begun.size() == 1);
        }
        expectNoSpinning(server);
        begun.get(0).execute(() -> begun.get(0).send(Responses.text(200, "x".repeat(100_000))));
        expectNoSpinning(server);
        await("closed", () -> server.connections() == 0);
    }
}
