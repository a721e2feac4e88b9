package io.github.h11j.jdkserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of the adapters in {@code h11j-examples}, tried on this one. */
@Timeout(120)
class FaultsTest extends ServerFixture {

    private static final int LONG = 8 << 20;

    /** What carries the bytes. */
    enum Wire {
        PLAIN(""),
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        private final String protocol;

        Wire(String protocol) {
            this.protocol = protocol;
        }
    }

    private void start(Wire wire, HttpHandler handler) throws IOException {
        server = wire == Wire.PLAIN ? Provider.H11J.server() : Provider.H11J.tlsServer();
        if (server instanceof HttpsServer tls) {
            tls.setHttpsConfigurator(new HttpsConfigurator(TestKeys.SERVER));
        }
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.createContext("/now", exchange -> answer(exchange, "now"));
        server.start();
    }

    private Raw client(Wire wire) throws IOException {
        int port = server.getAddress().getPort();
        return wire == Wire.PLAIN ? new Raw(port) : TestKeys.connect(TestKeys.ANONYMOUS, wire.protocol, port);
    }

    /** What came before has been seen. */
    private void othersAreServed(Wire wire) throws IOException {
        for (int i = 0; i < 4; i++) {
            try (Raw other = client(wire)) {
                assertThat(other.get("/now").read().body()).isEqualTo("now");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_comes_after_the_end_of_the_clients_stream_is_not_lost(Wire wire) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        start(wire, exchange -> {
            begun.countDown();
            await(proceed);
            answer(exchange, "later");
        });
        try (Raw client = client(wire)) {
            client.get("/");
            begun.await();
            client.socket().shutdownOutput();
            othersAreServed(wire);
            proceed.countDown();
            assertThat(client.read().body()).isEqualTo("later");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_long_answer_is_not_cut_by_the_end_of_the_clients_stream(Wire wire) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        start(wire, exchange -> {
            exchange.sendResponseHeaders(200, LONG);
            exchange.getResponseBody().flush();
            await(ended);
            exchange.getResponseBody().write(new byte[LONG]);
            exchange.close();
        });
        try (Raw client = client(wire)) {
            client.get("/");
            client.socket().shutdownOutput();
            othersAreServed(wire);
            ended.countDown();
            assertThat(client.read().body()).hasSize(LONG);
            assertThat(client.isEnded()).isTrue();
        }
    }

    /** The client cannot know of the stop when it sends. */
    @ParameterizedTest
    @EnumSource
    void a_request_that_came_before_the_stop_is_answered(Wire wire) throws Exception {
        for (int i = 0; i < 20; i++) {
            start(wire, exchange -> answer(exchange, "x"));
            HttpServer stopped = server;
            try (Raw client = client(wire)) {
                assertThat(client.get("/").read().body()).isEqualTo("x");
                client.get("/");
                Thread stopping = new Thread(() -> stopped.stop(60));
                stopping.start();
                assertThat(client.read().body()).isEqualTo("x");
                client.socket().close();
                stopping.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_goes_while_its_request_is_worked_on_costs_nothing_else(Wire wire) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        start(wire, exchange -> {
            begun.countDown();
            await(gone);
            try {
                exchange.sendResponseHeaders(200, 0);
                while (true) {
                    exchange.getResponseBody().write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                failed.countDown();
                throw e;
            }
        });
        try (Raw client = client(wire)) {
            client.get("/");
            begun.await();
            client.socket().setSoLinger(true, 0);
        }
        gone.countDown();
        failed.await();
        othersAreServed(wire);
    }

    /** Up to TLS 1.2 a client can ask for another handshake, which costs a server more than a client, again and again. */
    @Test
    void a_client_that_asks_for_another_handshake_is_disconnected() throws Exception {
        start(Wire.TLS_1_2, exchange -> answer(exchange, "x"));
        try (Raw client = client(Wire.TLS_1_2)) {
            assertThat(client.get("/").read().body()).isEqualTo("x");
            assertThat(isDisconnectedByHandshakes(client)).isTrue();
        }
        othersAreServed(Wire.TLS_1_2);
    }

    /** The second handshake may be complete before the server breaks the connection off. */
    private static boolean isDisconnectedByHandshakes(Raw client) {
        try {
            for (int i = 0; i < 5; i++) {
                ((SSLSocket) client.socket()).startHandshake();
                if (!client.get("/").read().status().equals("200")) {
                    return true;
                }
            }
        } catch (IOException e) {
            return true;
        }
        return false;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
