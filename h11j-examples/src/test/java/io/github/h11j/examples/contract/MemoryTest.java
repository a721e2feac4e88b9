package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that make a server hold as much as it will, in a process with a small heap. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class MemoryTest {

    private static final int CLIENTS = 400;

    static Stream<Arguments> servers() throws IOException {
        return Child.javas().flatMap(java -> Stream.of("blocking", "nio").map(io -> Arguments.of(java, io)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void uploads_whose_echo_nobody_reads_do_not_use_up_the_heap(Path java, String io) throws Exception {
        try (Child child =
                new Child(java, "ulimit -n 4096", List.of("-Xmx64m", "-Xss256k"), "serve", "--io", io, "--port", "0")) {
            List<SocketChannel> rude = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                rude.add(rudeClient(child));
            }
            ByteBuffer part = ByteBuffer.allocate(1 << 16);
            int idleRounds = 0;
            for (int round = 0; idleRounds < 5; round++) {
                long taken = 0;
                for (SocketChannel client : rude) {
                    taken += write(client, part.clear());
                }
                idleRounds = taken == 0 ? idleRounds + 1 : 0;
                if (round % 5 == 0) {
                    expectService(child);
                }
            }
            expectService(child);
            for (SocketChannel client : rude) {
                client.close();
            }
            expectService(child);
            assertThat(child.toString()).doesNotContain("OutOfMemoryError");
            child.terminate();
        }
    }

    private static SocketChannel rudeClient(Child child) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 12);
        client.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), child.port()));
        String head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n";
        client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        client.configureBlocking(false);
        return client;
    }

    /** How much was taken; nothing too if the server has given the connection up. */
    private static long write(SocketChannel client, ByteBuffer part) throws IOException {
        if (!client.isOpen()) {
            return 0;
        }
        try {
            return client.write(part);
        } catch (IOException e) {
            client.close();
            return 0;
        }
    }

    /** A client that behaves is served. */
    private static void expectService(Child child) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), child.port())) {
            socket.setSoTimeout(30_000);
            Peer peer = new Peer(socket, socket);
            peer.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(peer.answer())
                    .as("%s", child)
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("hello");
        }
    }
}
