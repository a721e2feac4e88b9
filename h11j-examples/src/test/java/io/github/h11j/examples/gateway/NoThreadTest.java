package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.running.Origin;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy that has no thread left to wait for the next server. */
class NoThreadTest extends ProxyFixture {

    static Stream<Arguments> cases() {
        return Stream.of(Io.BLOCKING, Io.NIO_WITH_THREADS)
                .flatMap(io -> Stream.of(
                                new RejectedExecutionException("full"),
                                new OutOfMemoryError("unable to create native thread"))
                        .map(thrown -> Arguments.of(io, thrown)));
    }

    private static Executor failing(Throwable thrown) {
        return task -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_request_that_gets_no_thread_is_answered_with_503_and_the_next_is_served(Io io, Throwable thrown)
            throws Exception {
        int origin = played(peer -> {
            peer.head();
            peer.write(ok("hi"));
        });
        Origin to = Origin.http("127.0.0.1", origin);
        for (Io.Proxy proxy : List.of(reverse(to, failing(thrown)), forward(Destinations.LOOPBACK, failing(thrown)))) {
            int port = start(io, proxy).port();
            for (String request : new String[] {
                get("http://127.0.0.1:" + origin + "/"), "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: a\r\n\r\n"
            }) {
                assertThat(talk(port, request)).matches("(?s)HTTP/1.1 50[13] .*"); // 501: no tunnels in reverse
            }
            assertThat(talk(port, get("http://127.0.0.1:" + origin + "/"))).startsWith("HTTP/1.1 503 ");
        }
        assertThat(talk(reverse(io, origin), get("/"))).startsWith("HTTP/1.1 200 ");
    }

    /** On event loops a thread is needed for a name alone. */
    @ParameterizedTest
    @EnumSource(names = {"NIO", "BLOCKING_WITH_LOOP"})
    void no_thread_is_needed_on_event_loops_but_for_names(Io io) throws Exception {
        int origin = played(peer -> {
            peer.head();
            peer.write(ok("hi"));
        });
        Executor none = failing(new OutOfMemoryError("unable to create native thread"));
        int reverse = start(io, reverse(Origin.http("127.0.0.1", origin), none)).port();
        assertThat(talk(reverse, get("/"))).startsWith("HTTP/1.1 200 ").endsWith("hi");
        int forward = start(io, forward(Destinations.LOOPBACK, none)).port();
        assertThat(talk(forward, get("http://127.0.0.1:" + origin + "/"))).startsWith("HTTP/1.1 200 ");
        assertThat(talk(forward, get("http://localhost:" + origin + "/"))).startsWith("HTTP/1.1 503 ");
        assertThat(talk(forward, "CONNECT localhost:1 HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 503 ");
        String tunnel = "CONNECT 127.0.0.1:" + origin + " HTTP/1.1\r\nHost: a\r\n\r\n" + get("/");
        assertThat(talk(forward, tunnel)).startsWith("HTTP/1.1 200 ").endsWith("hi");
    }

    /** With a server of threads each connection has its own. */
    @ParameterizedTest
    @EnumSource(names = "NIO")
    void hundreds_of_tunnels_need_no_thread_but_the_loops(Io io) throws Exception {
        Executor none = failing(new AssertionError("no thread is needed"));
        int port = start(io, forward(Destinations.LOOPBACK, none)).port();
        List<Peer> peers = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            Set<Thread> before = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                Peer client = new Peer(port);
                peers.add(client);
                client.write(connect(server.getLocalPort()));
                peers.add(new Peer(server.accept()));
                assertThat(client.head()).startsWith("HTTP/1.1 200 ");
                if (i == 0) {
                    before.addAll(Thread.getAllStackTraces().keySet());
                }
            }
            assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
            for (int i = 0; i < peers.size(); i += 2) {
                peers.get(i).write("to " + i + "!");
                assertThat(peers.get(i + 1).readUntil("!")).isEqualTo("to " + i + "!");
                peers.get(i + 1).write("from " + i + "!");
                assertThat(peers.get(i).readUntil("!")).isEqualTo("from " + i + "!");
            }
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    /** There is a thread for forwarding, but none for a tunnel. */
    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "NIO_WITH_THREADS"})
    void a_switch_that_gets_no_threads_ends_on_both_sides(Io io) throws Exception {
        int origin = played(peer -> {
            peer.head();
            peer.write("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n");
            peer.rest();
        });
        AtomicInteger tasks = new AtomicInteger();
        Executor one = task -> {
            if (tasks.incrementAndGet() > 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            executor.execute(task);
        };
        int port = start(io, reverse(Origin.http("127.0.0.1", origin), one)).port();
        try (Peer peer = new Peer(port)) {
            peer.write(get("/", "Connection: upgrade", "Upgrade: other"));
            assertThat(peer.rest().text()).doesNotContain("\r\n\r\nother");
        }
    }
}
