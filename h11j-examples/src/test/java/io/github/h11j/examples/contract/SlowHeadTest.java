package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that sends its head byte by byte (Slowloris) has one time limit for all of it. */
@Timeout(60)
class SlowHeadTest {

    private static final Duration LIMIT = Duration.ofMillis(500);

    @ParameterizedTest
    @EnumSource
    void a_head_that_comes_byte_by_byte_gets_408(Kind kind) throws Exception {
        Kind.Rules rules = Kind.Rules.USUAL.withTimeouts(Duration.ofSeconds(30), LIMIT);
        AtomicBoolean over = new AtomicBoolean();
        try (Kind.Running server = kind.start((request, exchange) -> exchange.send(Responses.text(200, "x")), rules);
                Peer peer = server.connect()) {
            peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.answer()).endsWith("x");
            peer.write("GET / HTTP/1.1\r\nHost: a\r\nX: ");
            Thread writer = new Thread(() -> trickle(peer, over));
            writer.start();
            String answer = peer.answer();
            over.set(true);
            writer.join();
            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
        }
    }

    /** Less than the limit passes between two bytes. */
    private static void trickle(Peer peer, AtomicBoolean over) {
        try {
            while (!over.get()) {
                peer.write("a");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        } catch (IOException e) {
            // the server has closed the connection
        }
    }
}
