package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stop that leaves time enough. */
@Timeout(60)
class StopTest {

    /** Says bye when the server stops. */
    private static final class Polite implements ProtocolHandler {
        private final CountDownLatch opened;
        private Duplex duplex;

        Polite(CountDownLatch opened) {
            this.opened = opened;
        }

        @Override
        public void opened(Duplex to) {
            duplex = to;
            opened.countDown();
        }

        @Override
        public void received(Bytes bytes) {
            duplex.write(bytes.detach());
        }

        @Override
        public void ended() {
            duplex.end();
        }

        @Override
        public void stopping() {
            duplex.write(Bytes.utf8("bye"));
            duplex.close();
        }

        @Override
        public void failed(Exception cause) {
            throw new AssertionError(cause);
        }
    }

    /** The client cannot know of the stop when it sends. */
    @ParameterizedTest
    @EnumSource
    void a_request_that_came_before_the_stop_is_answered(Kind kind) throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Kind.Running server = kind.start((request, exchange) -> exchange.send(Responses.text(200, "x")));
                    Peer peer = server.connect()) {
                peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(peer.answer()).endsWith("x");
                peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                Thread stopping = new Thread(() -> stop(server));
                stopping.start();
                assertThat(peer.answer()).endsWith("x");
                peer.socket().close();
                stopping.join();
                assertThat(server.connections()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_protocol_is_told_and_ends_in_its_own_way(Kind kind) throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        try (Kind.Running server = kind.start((request, exchange) -> {
                    exchange.send(Responses.switching("other"));
                    exchange.switchTo(new Polite(opened));
                });
                Peer peer = server.connect()) {
            peer.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\nhello");
            assertThat(peer.readUntil("hello")).startsWith("HTTP/1.1 101 ");
            opened.await();
            Thread reader = new Thread(() -> {
                try {
                    assertThat(peer.readAll()).isEqualTo("bye");
                    peer.end();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            reader.start();
            assertThat(server.stop().within(Duration.ofSeconds(30))).isTrue();
            reader.join();
            assertThat(server.failures()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_response_of_a_call_in_which_the_stop_comes_says_that_no_other_follows(Kind kind) throws Exception {
        AtomicReference<Kind.Running> self = new AtomicReference<>();
        AtomicReference<Thread> stopping = new AtomicReference<>();
        try (Kind.Running server = kind.start((request, exchange) -> {
                    Thread thread = new Thread(() -> stop(self.get()));
                    stopping.set(thread);
                    thread.start();
                    Peer.await("it waits for what is in flight", () -> thread.getState() == Thread.State.TIMED_WAITING);
                    exchange.send(Responses.text(200, "last"));
                });
                Peer peer = server.connect()) {
            self.set(server);
            peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.answer()).contains("\r\nConnection: close\r\n").endsWith("last");
            peer.end();
            stopping.get().join();
        }
    }

    private static void stop(Kind.Running server) {
        try {
            server.stop().within(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_idle_connection_ends_at_once(Kind kind) throws Exception {
        try (Kind.Running server = kind.start((request, exchange) -> exchange.send(Responses.text(200, "hi")));
                Peer peer = server.connect()) {
            peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.answer()).endsWith("hi");
            assertThat(server.stop().within(Duration.ofSeconds(30))).isTrue();
            assertThat(peer.readAll()).isEmpty();
        }
    }
}
