package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.examples.contract.Played;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A request of the blocking client that is given up while its thread waits: by an interrupt, or by another thread. */
@Timeout(60)
class GivenUpTest {

    /** What the thread waits for. */
    enum Waits {
        FOR_TLS,
        FOR_A_PLACE,
        FOR_THE_HEAD,
        FOR_THE_HEAD_ON_A_CONNECTION_THAT_RESTED,
        FOR_THE_BODY,
        FOR_ROOM_TO_WRITE
    }

    /** What happens to it. */
    enum End {
        INTERRUPT_OF_A_PLATFORM_THREAD,
        /** On a JDK that has them. */
        INTERRUPT_OF_A_VIRTUAL_THREAD,
        ABORT;

        boolean isInterrupt() {
            return this != ABORT;
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(Waits.values())
                .flatMap(waits -> Stream.of(End.values()).map(end -> Arguments.of(waits, end)));
    }

    private final CountDownLatch reached = new CountDownLatch(1);

    private Played origin(Waits waits) throws IOException {
        return new Played(false, (peer, number) -> {
            if (waits == Waits.FOR_A_PLACE || waits == Waits.FOR_THE_HEAD_ON_A_CONNECTION_THAT_RESTED) {
                peer.message();
                peer.ok("first");
                peer.message();
            } else if (waits == Waits.FOR_THE_HEAD) {
                peer.message();
            } else if (waits == Waits.FOR_THE_BODY) {
                peer.message();
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
            }
            reached.countDown();
            if (waits != Waits.FOR_ROOM_TO_WRITE) {
                peer.readAll();
            } else {
                TimeUnit.SECONDS.sleep(30);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_thread_goes_on_and_the_connection_is_gone(Waits waits, End end) throws Exception {
        try (Played server = origin(waits);
                BlockingClient client = new BlockingClient(
                        ClientSettings.DEFAULT.withConnectionsPerOrigin(1).withTls(Played.TLS))) {
            Origin origin = waits == Waits.FOR_TLS
                    ? Origin.https("localhost", server.port())
                    : Origin.http("localhost", server.port());
            ClientResponse first = null;
            if (waits == Waits.FOR_A_PLACE) {
                first = client.send(origin, get(), RequestBody.NONE); // not read: it keeps the only place
                reached.countDown();
            } else if (waits == Waits.FOR_THE_HEAD_ON_A_CONNECTION_THAT_RESTED) {
                client.send(origin, get(), RequestBody.NONE).readAll(10);
            }
            CompletableFuture<Runnable> abort = new CompletableFuture<>();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread caller = start(end, () -> {
                try (ClientResponse response = client.send(origin, request(waits), body(waits), progress(abort))) {
                    answer.complete("" + response.readAll(100));
                } catch (Throwable e) {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                    answer.completeExceptionally(e);
                }
            });
            abort.get();
            reached.await();
            if (end.isInterrupt()) {
                caller.interrupt();
            } else {
                abort.get().run();
            }
            Throwable thrown = thrown(answer);
            assertThat(interrupted.get()).isEqualTo(end.isInterrupt());
            if (end.isInterrupt()) {
                assertThat(thrown)
                        .isInstanceOf(InterruptedIOException.class)
                        .isNotInstanceOf(SocketTimeoutException.class);
            } else {
                assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("given up");
            }
            if (first != null) {
                first.close();
            }
            Lab.await(() -> client.connections() == 0);
        }
    }

    private static Progress progress(CompletableFuture<Runnable> abort) {
        return new Progress() {
            @Override
            public void sending(Runnable givesUp) {
                abort.complete(givesUp);
            }

            @Override
            public void interim(InformationalResponse response) {}
        };
    }

    private static Thread start(End end, Runnable task) {
        if (end == End.INTERRUPT_OF_A_VIRTUAL_THREAD) {
            return Threads.start("caller", task);
        }
        Thread thread = new Thread(task, "caller");
        thread.start();
        return thread;
    }

    private static Throwable thrown(CompletableFuture<String> answer) throws Exception {
        try {
            return new AssertionError("answered: " + answer.get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static Request get() {
        return new Request("GET", "/", Headers.of("Host", "a"));
    }

    private static Request request(Waits waits) {
        return waits == Waits.FOR_ROOM_TO_WRITE ? Lab.chunked("POST", "/") : get();
    }

    private static RequestBody body(Waits waits) {
        return waits == Waits.FOR_ROOM_TO_WRITE ? RequestBody.of(Bytes.wrap(new byte[50_000_000])) : RequestBody.NONE;
    }
}
