package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NioFaultTest extends NioFixture {

    private static final String REQUEST =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n";

    private NioServer echo(AtomicInteger complete) throws IOException {
        return serve((request, exchange) -> WholeBody.receive(request, exchange, 100, (body, trailers) -> {
            complete.incrementAndGet();
            exchange.send(Responses.bytes(200, "text/plain", body));
        }));
    }

    @Test
    void a_reset_or_an_end_at_any_byte_of_a_request_loses_nothing() throws Exception {
        AtomicInteger complete = new AtomicInteger();
        NioServer server = echo(complete);
        for (int cut = 0; cut < REQUEST.length(); cut++) {
            try (Client reset = new Client(server.address());
                    Client ended = new Client(server.address())) {
                reset.write(REQUEST.substring(0, cut));
                ended.write(REQUEST.substring(0, cut));
                reset.reset();
                ended.channel.shutdownOutput();
                assertThat(ended.readAll()).as("%d", cut).doesNotContain(" 200 ");
            }
        }
        await("closed", () -> server.connections() == 0);
        assertThat(complete).hasValue(0);
        try (Client client = new Client(server.address())) {
            client.write(REQUEST);
            client.http.send(post("/"), new EndOfMessage());
            assertThat(client.answer().text()).isEqualTo("hello");
        }
    }

    @Test
    void a_reset_at_any_byte_of_a_response_loses_nothing() throws Exception {
        AtomicInteger complete = new AtomicInteger();
        NioServer server = echo(complete);
        int length;
        try (Client client = new Client(server.address())) {
            client.write(REQUEST.replace("Host", "Connection: close\r\nHost"));
            length = client.readAll().length() - "Connection: close\r\n".length();
        }
        for (int cut = 0; cut <= length; cut++) {
            try (Client client = new Client(server.address())) {
                client.write(REQUEST);
                client.read(cut);
                client.reset();
            }
        }
        await("closed", () -> server.connections() == 0);
        try (Client client = new Client(server.address())) {
            client.write(REQUEST);
            client.http.send(post("/"), new EndOfMessage());
            assertThat(client.answer().text()).isEqualTo("hello");
        }
    }

    @Test
    void a_graceful_stop_under_load_loses_no_accepted_request() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(2);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        NioServer server = serve((request, exchange) -> {
            accepted.incrementAndGet();
            workers.execute(() -> exchange.execute(() -> exchange.send(Responses.text(200, "answer"))));
        });
        CountDownLatch warm = new CountDownLatch(8 * 50);
        AtomicInteger told = new AtomicInteger();
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            results.add(clients.submit(() -> {
                while (true) {
                    try (Client client = new Client(server.address())) {
                        boolean open = true;
                        while (open) {
                            Client.Answer answer = client.exchange(get("/"));
                            assertThat(answer.text()).isEqualTo("answer");
                            answered.incrementAndGet();
                            warm.countDown();
                            open = !answer.head().headers().containsToken("Connection", "close");
                        }
                        told.incrementAndGet();
                    } catch (IOException | RemoteProtocolException e) {
                        return null; // the server has stopped before it took the request
                    }
                }
            }));
        }
        warm.await();
        assertThat(server.stop(Duration.ofSeconds(20))).isTrue();
        for (Future<?> result : results) {
            result.get();
        }
        assertThat(answered).hasValue(accepted.get());
        clients.shutdown();
        workers.shutdown();
    }

    @Test
    void a_stop_is_bounded_and_finishes_what_is_in_flight() throws Exception {
        List<Exchange> waiting = new CopyOnWriteArrayList<>();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        NioServer server = serve((request, exchange) -> {
            exchange.onFailure(failures::add);
            waiting.add(exchange);
        });
        try (Client finished = new Client(server.address());
                Client never = new Client(server.address());
                Client idle = new Client(server.address())) {
            finished.send(get("/"), new EndOfMessage());
            await("first", () -> waiting.size() == 1);
            never.send(get("/"), new EndOfMessage());
            await("second", () -> waiting.size() == 2);
            Thread answering = new Thread(() -> {
                await("idle ones are gone", () -> server.connections() == 2);
                waiting.get(0).execute(() -> waiting.get(0).send(Responses.text(200, "in time")));
            });
            answering.start();
            assertThat(server.stop(Duration.ofSeconds(1))).isFalse();
            Client.Answer answer = finished.answer();
            assertThat(answer.text()).isEqualTo("in time");
            assertThat(answer.head().headers().containsToken("Connection", "close"))
                    .isTrue();
            assertThat(idle.readAll()).isEmpty();
            answering.join();
        }
        assertThat(failures).hasSize(1);
        assertThat(server.connections()).isZero();
    }

    /** Its response has been sent, the rest of its request comes with the stop: then it is idle. */
    @Test
    void a_connection_that_becomes_idle_in_a_stop_is_closed_once() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        NioServer server = serve(SETTINGS.withLoops(2), (request, exchange) -> {
            if (request.target().equals("/busy")) {
                busy.countDown();
                free.await();
            }
            exchange.send(Responses.text(200, ""));
        });
        // the loops take connections in turn
        try (Client ofFirst = new Client(server.address());
                Client keepsSecondBusy = new Client(server.address());
                Client alsoOfFirst = new Client(server.address());
                Client ends = new Client(server.address())) {
            for (Client client : List.of(ofFirst, keepsSecondBusy, alsoOfFirst, ends)) {
                client.exchange(get("/"));
            }
            ends.send(post("/", "Content-Length", "5"), Data.utf8("hel"));
            assertThat(ends.answer().status()).isEqualTo(200);
            keepsSecondBusy.send(get("/busy"), new EndOfMessage());
            busy.await();
            ends.send(Data.utf8("lo"), new EndOfMessage());
            CompletableFuture<Boolean> stopped = new CompletableFuture<>();
            new Thread(() -> {
                        try {
                            stopped.complete(server.stop(Duration.ofSeconds(20)));
                        } catch (InterruptedException e) {
                            stopped.completeExceptionally(e);
                        }
                    })
                    .start();
            // the first loop has stopped: the second has its task
            assertThat(ofFirst.readAll()).isEmpty();
            free.countDown();
            assertThat(keepsSecondBusy.answer().status()).isEqualTo(200);
            keepsSecondBusy.channel
                    .shutdownOutput(); // the server waits for that: it said that the response is the last
            assertThat(ends.readAll()).isEmpty();
            assertThat(stopped.get()).isTrue();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void bytes_after_the_last_request_do_not_destroy_its_answer() throws Exception {
        NioServer server = serve((request, exchange) -> exchange.send(Responses.text(200, "last")));
        for (int i = 0; i < 20; i++) {
            try (Client client = new Client(server.address())) {
                client.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                client.write(new byte[100_000]);
                client.channel.shutdownOutput();
                assertThat(client.readAll()).endsWith("last");
            }
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void the_end_of_an_empty_body_is_told_however_late_it_is_asked_for() throws Exception {
        List<Exchange> begun = new CopyOnWriteArrayList<>();
        NioServer server = serve((request, exchange) -> begun.add(exchange));
        try (Client client = new Client(server.address())) {
            for (int i = 0; i < 2; i++) {
                client.send(get("/"), new EndOfMessage());
                int count = i + 1;
                await("begun", () -> begun.size() == count);
                Exchange exchange = begun.get(i);
                exchange.execute(() -> WholeBody.receive(
                        get("/"), exchange, 10, (body, trailers) -> exchange.send(Responses.bytes(200, "a/b", body))));
                assertThat(client.answer().body()).isEmpty();
            }
        }
    }
}
