package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.engine.ObservedConnection;
import io.github.h11j.engine.ObservedExchange;
import io.github.h11j.engine.Observer;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The session learns of each block of a long write, not only of its end. */
@Timeout(60)
class LongWriteTest {

    private static final int BLOCK = 64 * 1024;

    /** More than the system's buffers hold. */
    private static final int LENGTH = 256 * BLOCK;

    @Test
    void a_server_that_reads_slowly_but_steadily_gets_the_whole_body() throws Exception {
        Duration silence = Duration.ofSeconds(1);
        try (ServerSocket listener = new ServerSocket();
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withRules(
                        ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT.withSilence(silence))))) {
            listener.setReceiveBufferSize(BLOCK);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Threads.start(
                    "slow", () -> serveSlowly(listener, silence.multipliedBy(5).dividedBy(2)));
            ClientResponse response = client.send(
                    Origin.http("127.0.0.1", listener.getLocalPort()),
                    Lab.sized("PUT", "/", LENGTH),
                    RequestBody.of(Bytes.wrap(new byte[LENGTH])));
            assertThat(Lab.text(response)).isEqualTo("ok");
        }
    }

    /** Reads a request in equal parts, and in about the given time. */
    private static void serveSlowly(ServerSocket listener, Duration time) {
        try (Socket socket = listener.accept()) {
            Lab.readUntil(socket, "\r\n\r\n");
            long begun = System.nanoTime();
            InputStream in = socket.getInputStream();
            for (int read = 0; read < LENGTH; read += in.readNBytes(BLOCK).length) {
                long due = begun + time.toNanos() / LENGTH * read;
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            Lab.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        } catch (IOException e) {
            // shows in the client
        }
    }

    @Test
    void an_observer_sees_how_much_was_written_of_a_response_that_was_cut_off() throws Exception {
        BlockingQueue<ObservedExchange> exchanges = new LinkedBlockingQueue<>();
        BlockingQueue<ObservedConnection> connections = new LinkedBlockingQueue<>();
        Observer observer = new Observer() {
            @Override
            public void exchangeEnded(ObservedExchange exchange) {
                exchanges.add(exchange);
            }

            @Override
            public void connectionEnded(ObservedConnection connection) {
                connections.add(connection);
            }
        };
        int taken = 32 * BLOCK;
        try (Lab lab = new Lab(
                (request, exchange) -> exchange.send(Responses.of(200, Headers.EMPTY, Bytes.wrap(new byte[LENGTH]))),
                BlockingSettings.DEFAULT.withRules(ServerRules.DEFAULT.withObserver(observer)))) {
            try (Socket socket = lab.raw()) {
                Lab.write(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(socket.getInputStream().readNBytes(taken)).hasSize(taken);
                socket.setSoLinger(true, 0);
            }
            ObservedExchange exchange = exchanges.poll(Lab.LONG.toSeconds(), TimeUnit.SECONDS);
            ObservedConnection connection = connections.poll(Lab.LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(exchange).isNotNull();
            assertThat(connection).isNotNull();
            assertThat(exchange.sent()).isBetween(taken - 2L * BLOCK, LENGTH - 1L);
            assertThat(exchange.failure()).isPresent();
            assertThat(connection.sent()).isEqualTo(exchange.sent());
        }
    }
}
