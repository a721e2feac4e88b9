package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that has no descriptor left pauses accepting, and goes on when there are some. SIGTERM always ends it. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class DescriptorsTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int CLIENTS = 250;
    private static final int LIMIT = 160;

    static Stream<Arguments> servers() throws IOException {
        return Child.javas()
                .flatMap(java -> Stream.of("blocking", "nio")
                        .flatMap(io -> Stream.of("serve", "proxy").map(command -> Arguments.of(java, io, command))));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void a_server_without_descriptors_recovers_and_can_be_stopped(Path java, String io, String command)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command, "--io", io, "--port", "0", "--drain", "2s"));
        try (Kind.Running origin =
                Kind.NIO.start((request, exchange) -> exchange.send(Responses.text(200, "origin")))) {
            if (command.equals("proxy")) {
                arguments.addAll(List.of("--upstream", "http://127.0.0.1:" + origin.port()));
            }
            recovers(java, arguments.toArray(String[]::new));
        }
    }

    private static void recovers(Path java, String... arguments) throws Exception {
        // a proxy needs two descriptors for each request
        int fit = arguments[0].equals("proxy") ? 25 : 60;
        try (Child child = new Child(java, "ulimit -n " + LIMIT, List.of("-Xmx128m"), arguments)) {
            for (int round = 0; round < 2; round++) {
                List<Peer> peers = crowd(child);
                AtomicInteger answered = new AtomicInteger();
                List<Thread> readers = peers.stream()
                        .map(peer -> new Thread(() -> countAnswer(peer, answered)))
                        .toList();
                readers.forEach(Thread::start);
                Peer.await(child, "the limit is reached", () -> child.descriptors() >= LIMIT - 1);
                Peer.await(child, "those that fit are answered", () -> answered.get() >= fit);
                for (Peer peer : peers) {
                    peer.close();
                }
                for (Thread reader : readers) {
                    reader.join();
                }
                try (Peer peer = connect(child)) {
                    assertThat(peer.write(REQUEST).answer()).startsWith("HTTP/1.1 200 ");
                }
            }
            List<Peer> peers = crowd(child);
            assertThat(peers.get(0).answer()).startsWith("HTTP/1.1 200 ");
            child.terminate();
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    private static Peer connect(Child child) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), child.port());
        socket.setSoTimeout(30_000);
        return new Peer(socket, socket);
    }

    /** Connections with a request each, more than the server has descriptors for. */
    private static List<Peer> crowd(Child child) throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            peers.add(connect(child).write(REQUEST));
        }
        return peers;
    }

    private static void countAnswer(Peer peer, AtomicInteger answered) {
        try {
            if (peer.message().isPresent()) {
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            // already closed it was its turn
        }
    }
}
