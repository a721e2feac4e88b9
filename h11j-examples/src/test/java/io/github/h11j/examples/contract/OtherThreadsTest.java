package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exchanges that other threads go on with, as an application with workers or timers does. */
@Timeout(60)
class OtherThreadsTest {

    /** More than all buffers of the system between both sides. */
    private static final int LARGE = 16 << 20;

    @ParameterizedTest
    @EnumSource
    void a_task_for_a_peer_that_does_not_read_holds_up_no_other(Kind kind) throws Exception {
        Bytes large = Bytes.wrap(new byte[LARGE]);
        ExecutorService shared = Executors.newSingleThreadExecutor();
        List<Peer> rude = new ArrayList<>();
        try (Kind.Running server =
                        kind.start((request, exchange) -> shared.execute(() -> exchange.execute(() -> exchange.send(
                                request.target().equals("/large")
                                        ? Responses.bytes(200, "a/b", large)
                                        : Responses.text(200, "small")))));
                Peer polite = server.connect()) {
            for (int i = 0; i < 3; i++) {
                Peer peer = server.connect();
                rude.add(peer);
                peer.write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(peer.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
                polite.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(polite.answer()).endsWith("small");
            }
        } finally {
            for (Peer peer : rude) {
                peer.close();
            }
            shared.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_peer_that_goes_while_its_request_is_worked_on_is_noticed(Kind kind) throws Exception {
        List<Exchange> begun = new CopyOnWriteArrayList<>();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        AtomicInteger run = new AtomicInteger();
        try (Kind.Running server = kind.start((request, exchange) -> {
            exchange.onFailure(failures::add);
            begun.add(exchange);
        })) {
            for (int i = 1; i <= 3; i++) {
                int count = i;
                Peer peer = server.connect();
                peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                Peer.await("begun", () -> begun.size() == count);
                peer.reset();
                Peer.await("its slot is free", () -> server.connections() == 0);
                assertThat(failures).hasSize(count);
                begun.get(i - 1).execute(run::incrementAndGet);
            }
        }
        assertThat(run).as("tasks of exchanges that have failed").hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void what_one_task_sends_leaves_before_another_breaks_the_exchange_off(Kind kind) throws Exception {
        try (Kind.Running server = kind.start((request, exchange) -> {
                    exchange.execute(() ->
                            exchange.send(new Response(200, Headers.of("Content-Length", "10")), Data.utf8("hello")));
                    exchange.execute(exchange::abort);
                });
                Peer peer = server.connect()) {
            peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.readUntil("hello")).endsWith("\r\n\r\nhello");
            assertThatThrownBy(peer::readAll).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_task_is_lost_and_they_run_one_at_a_time(Kind kind) throws Exception {
        int count = 1_000;
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try (Kind.Running server = kind.start((request, exchange) -> {
                    AtomicInteger inside = new AtomicInteger();
                    AtomicInteger done = new AtomicInteger();
                    List<String> wrong = new CopyOnWriteArrayList<>();
                    for (int i = 0; i < count; i++) {
                        workers.execute(() -> exchange.execute(() -> {
                            if (inside.incrementAndGet() != 1) {
                                wrong.add("two at a time");
                            }
                            inside.decrementAndGet();
                            if (done.incrementAndGet() == count) {
                                exchange.send(Responses.text(200, wrong.isEmpty() ? "fine" : wrong.get(0)));
                            }
                        }));
                    }
                });
                Peer peer = server.connect()) {
            for (int i = 0; i < 5; i++) {
                peer.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(peer.answer()).endsWith("fine");
            }
        } finally {
            workers.shutdownNow();
        }
    }
}
