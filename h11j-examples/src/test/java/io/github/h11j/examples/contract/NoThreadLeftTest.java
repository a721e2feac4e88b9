package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server with one thread per connection that gets no other thread closes the connection, and goes on with the next. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class NoThreadLeftTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int CLIENTS = 150;

    /** Not the number of threads is limited, which does not bind root, but the memory for their stacks. */
    private static final String LIMIT = "ulimit -v 8000000";

    private static final List<String> OPTIONS = List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:CompressedClassSpaceSize=32m",
            "-Xss128m");

    @Test
    void a_connection_that_gets_no_thread_is_closed_and_the_next_is_served() throws Exception {
        assumeTrue(Runtime.version().feature() < 21, "virtual threads have no stacks of their own");
        Path java = Path.of(System.getProperty("java.home"));
        try (Child child = new Child(java, LIMIT, OPTIONS, "serve", "--io", "blocking", "--port", "0")) {
            for (int round = 0; round < 2; round++) {
                AtomicInteger answered = new AtomicInteger();
                AtomicInteger closed = new AtomicInteger();
                List<Peer> peers = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    Peer peer = connect(child);
                    peers.add(peer);
                    new Thread(() -> talk(peer, answered, closed)).start();
                }
                Peer.await(child, "all are answered or closed", () -> answered.get() + closed.get() == CLIENTS);
                assertThat(answered).hasPositiveValue();
                assertThat(closed).hasPositiveValue();
                for (Peer peer : peers) {
                    peer.close();
                }
                Peer.await(child, "there are threads again", () -> isServed(child));
            }
            child.terminate();
        }
    }

    private static Peer connect(Child child) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), child.port());
        socket.setSoTimeout(30_000);
        return new Peer(socket, socket);
    }

    /** Keeps the connection open. */
    private static void talk(Peer peer, AtomicInteger answered, AtomicInteger closed) {
        boolean is = false;
        try {
            is = peer.write(REQUEST).message().isPresent();
        } catch (IOException e) {
            // reset
        }
        (is ? answered : closed).incrementAndGet();
    }

    private static boolean isServed(Child child) {
        try (Peer peer = connect(child)) {
            return peer.write(REQUEST).message().isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
