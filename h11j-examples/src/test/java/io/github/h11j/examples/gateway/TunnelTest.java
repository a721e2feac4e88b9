package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.contract.Played;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the bytes, the ends and the threads of a CONNECT tunnel. */
class TunnelTest extends ProxyFixture {

    /** More than the buffers of all sockets on the way. */
    private static final long MUCH = 200_000_000;

    private static final byte[] BLOCK = new byte[100_000];

    private final BlockingQueue<Peer.Rest> ends = new LinkedBlockingQueue<>();

    private Peer.Rest end() throws InterruptedException {
        Peer.Rest rest = ends.poll(20, TimeUnit.SECONDS);
        assertThat(rest).as("the server's connection has ended").isNotNull();
        return rest;
    }

    @ParameterizedTest
    @EnumSource
    void it_loses_nothing_and_each_way_ends_separately(Io io) throws Exception {
        int upstream = played(peer -> {
            String all = peer.readAll(); // until the client's direction has ended
            peer.write("got " + all + ";").write(new byte[3_000_000]);
            peer.end();
        });
        int proxy = forward(io, Destinations.LOOPBACK);
        try (Peer peer = new Peer(proxy)) {
            peer.write(connect(upstream) + "early ");
            assertThat(peer.head()).startsWith("HTTP/1.1 200 ").contains("Via: 1.1 h11j");
            peer.write("late").end();
            assertThat(peer.readAll()).startsWith("got early late;").hasSize(15 + 3_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tunnel_carries_much_both_ways_at_once(Io io) throws Exception {
        int upstream = played(peer -> peer.socket.getInputStream().transferTo(peer.socket.getOutputStream()));
        byte[] bytes = new byte[8_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i * 31) >> 7);
        }
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write(connect(upstream));
            peer.head();
            Thread writer = new Thread(() -> {
                try {
                    peer.write(bytes).end();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            assertThat(peer.socket.getInputStream().readAllBytes()).isEqualTo(bytes);
            writer.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_reset_of_either_side_resets_the_other(Io io) throws Exception {
        int resetting = played(peer -> {
            peer.readUntil("!");
            peer.reset();
        });
        int watching = played(peer -> {
            peer.write("hi");
            ends.add(peer.rest());
        });
        int proxy = forward(io, Destinations.LOOPBACK);
        try (Peer peer = new Peer(proxy)) {
            peer.write(connect(resetting)).head();
            peer.write("go!");
            assertThat(peer.rest().reset()).isTrue();
        }
        try (Peer peer = new Peer(proxy)) {
            peer.write(connect(watching)).readUntil("hi");
            peer.reset();
            Peer.Rest rest = ends.poll(20, TimeUnit.SECONDS);
            assertThat(rest).isNotNull();
            assertThat(rest.reset()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_silent_tunnel_is_closed(Io io) throws Exception {
        options = new ProxyOptions("h11j", LONG, Duration.ofMillis(200));
        int upstream = played(peer -> ends.add(peer.rest()));
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write(connect(upstream)).head();
            peer.rest();
            assertThat(ends.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_ends_first_still_gets_what_the_client_sends(Io io) throws Exception {
        int upstream = played(peer -> {
            peer.write("bye").end();
            ends.add(peer.rest());
        });
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write(connect(upstream)).head();
            assertThat(peer.readAll()).isEqualTo("bye");
            peer.write("still here").end();
            assertThat(end()).isEqualTo(new Peer.Rest("still here", false));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_with_tls_has_a_tunnel_too(Io io) throws Exception {
        serving = new Io.Serving(ServerRules.DEFAULT, Optional.of(Played.TLS));
        int upstream = played(peer -> {
            String all = peer.readAll();
            peer.write(all + ";").write(new byte[3_000_000]).end();
        });
        int proxy = forward(io, Destinations.LOOPBACK);
        try (Peer peer =
                new Peer(Played.TLS.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), proxy))) {
            peer.write(connect(upstream) + "early ");
            assertThat(peer.head()).startsWith("HTTP/1.1 200 ");
            peer.write("late").end();
            assertThat(peer.readAll()).startsWith("early late;").hasSize(11 + 3_000_000);
        }
    }

    // ---- Who does not read

    private static void write(Socket to, AtomicLong written) throws IOException {
        OutputStream out = to.getOutputStream();
        while (written.get() < MUCH) {
            out.write(BLOCK);
            written.addAndGet(BLOCK.length);
        }
        to.shutdownOutput();
    }

    private static long read(Socket from) throws IOException {
        return from.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void start(Runnable task) {
        new Thread(task, "tunnel-test").start();
    }

    private static CompletableFuture<Void> writer(Socket to, AtomicLong written) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        write(to, written);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                TunnelTest::start);
    }

    private static void awaitStandstill(AtomicLong written) {
        long[] last = {-1, 0};
        Peer.await("the sender stands still", () -> {
            last[1] = last[0] == written.get() && last[0] > 0 ? last[1] + 1 : 0;
            last[0] = written.get();
            return last[1] == 300;
        });
        assertThat(written).as("most of it in buffers of sockets").hasValueLessThan(60_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_reads_late_pauses_the_server(Io io) throws Exception {
        AtomicLong written = new AtomicLong();
        int upstream = played(peer -> write(peer.socket, written));
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write(connect(upstream)).head();
            awaitStandstill(written);
            assertThat(read(peer.socket)).isEqualTo(MUCH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_reads_late_pauses_the_client(Io io) throws Exception {
        CompletableFuture<Void> reads = new CompletableFuture<>();
        CompletableFuture<Long> received = new CompletableFuture<>();
        int upstream = played(peer -> {
            reads.join();
            received.complete(read(peer.socket));
        });
        AtomicLong written = new AtomicLong();
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write(connect(upstream)).head();
            CompletableFuture<Void> writer = writer(peer.socket, written);
            awaitStandstill(written);
            reads.complete(null);
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(MUCH);
            writer.get(20, TimeUnit.SECONDS);
        }
    }

    /** As on a connection without a proxy: neither may have to read before the other gets what it has sent. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "NIO_WITH_THREADS"}) // the blocking server writes and reads on one thread
    void one_way_does_not_wait_for_the_other(Io io) throws Exception {
        CompletableFuture<Long> received = new CompletableFuture<>();
        int upstream = played(peer -> {
            CompletableFuture<Void> writer = writer(peer.socket, new AtomicLong());
            received.complete(read(peer.socket));
            writer.join();
        });
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write(connect(upstream)).head();
            write(peer.socket, new AtomicLong());
            assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(MUCH);
            assertThat(read(peer.socket)).isEqualTo(MUCH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_gets_what_a_server_says_that_does_not_read(Io io) throws Exception {
        CompletableFuture<Void> full = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        int upstream = played(peer -> {
            full.join();
            peer.write("too much");
            gone.join();
        });
        AtomicLong written = new AtomicLong();
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write(connect(upstream)).head();
            CompletableFuture<Void> writer = writer(peer.socket, written);
            awaitStandstill(written);
            full.complete(null);
            assertThat(peer.readUntil("much")).isEqualTo("too much");
            peer.reset();
            gone.complete(null);
            assertThat(writer).failsWithin(LONG);
        }
    }

    // ---- Who goes

    /** The connection is being made, for longer than the test takes. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "BLOCKING_WITH_LOOP"})
    void a_client_that_goes_before_there_is_a_connection_takes_it_with_it(Io io) throws Exception {
        options = new ProxyOptions("h11j", LONG.multipliedBy(10), LONG);
        AtomicReference<NioClient> loops = new AtomicReference<>();
        Io.Proxy proxy = new Io.Proxy() {
            @Override
            public Handler of(BlockingClient client) {
                throw new AssertionError("it runs on event loops");
            }

            @Override
            public Handler of(NioClient client) {
                loops.set(client);
                return forward(Destinations.LOOPBACK, executor).of(client);
            }
        };
        Io.Running running = start(io, proxy);
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort());
                Peer peer = new Peer(running.port())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            peer.write(connect(full.getLocalPort()));
            Peer.await("it connects", () -> loops.get().connections() == 1);
            peer.reset();
            Peer.await("it is given up", () -> loops.get().connections() == 0 && running.connections() == 0);
        }
    }

    // ---- The server's stop

    @ParameterizedTest
    @EnumSource
    void a_stop_lets_a_tunnel_go_on_until_it_ends(Io io) throws Exception {
        serving = stopping(LONG);
        int upstream = played(peer -> {
            peer.write(peer.readUntil("!"));
            ends.add(peer.rest());
        });
        Io.Running proxy = start(io, forward(Destinations.LOOPBACK, executor));
        try (Peer peer = new Peer(proxy.port())) {
            peer.write(connect(upstream)).head();
            CompletableFuture<Boolean> stopped = stop(proxy);
            Peer.await("it listens no more", () -> isRefused(proxy.port()));
            peer.write("hello!");
            assertThat(peer.readUntil("!")).isEqualTo("hello!");
            assertThat(stopped).isNotDone();
            peer.write("bye").end();
            assertThat(end()).isEqualTo(new Peer.Rest("bye", false));
            assertThat(peer.rest()).isEqualTo(new Peer.Rest("", false));
            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tunnel_that_does_not_end_is_broken_off_at_the_deadline_of_the_stop(Io io) throws Exception {
        serving = stopping(Duration.ofMillis(200));
        int upstream = played(peer -> ends.add(peer.rest()));
        Io.Running proxy = start(io, forward(Destinations.LOOPBACK, executor));
        try (Peer peer = new Peer(proxy.port())) {
            peer.write(connect(upstream)).head();
            CompletableFuture<Boolean> stopped = stop(proxy);
            assertThat(peer.rest()).isEqualTo(new Peer.Rest("", true));
            assertThat(end()).isEqualTo(new Peer.Rest("", true));
            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Io.Serving stopping(Duration limit) {
        ServerRules.Timeouts usual = ServerRules.Timeouts.DEFAULT;
        return new Io.Serving(ServerRules.DEFAULT.withTimeouts(usual.withStop(limit)), Optional.empty());
    }

    private static CompletableFuture<Boolean> stop(Io.Running proxy) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return proxy.stop().within(LONG);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                TunnelTest::start);
    }

    private static boolean isRefused(int port) {
        try (Peer peer = new Peer(port)) {
            return peer.socket.isClosed();
        } catch (IOException e) {
            return true;
        }
    }
}
