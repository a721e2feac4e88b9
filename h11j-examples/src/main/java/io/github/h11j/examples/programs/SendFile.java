package io.github.h11j.examples.programs;

import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file, sent without a copy through this program where the connection allows that (zero-copy). */
public final class SendFile {

    private SendFile() {}

    static BlockingServer start(int port, Path file) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                (request, exchange) -> {
                    FileChannel channel = FileChannel.open(file); // the server closes it
                    Response head = new Response(200, Headers.of("Content-Type", "application/octet-stream"));
                    exchange.sendFile(head, channel, 0, channel.size());
                },
                BlockingSettings.DEFAULT);
    }

    public static void main(String[] args) throws Exception {
        try (BlockingServer server = start(8080, Path.of(args[0]))) {
            System.out.println("curl -o copy http://127.0.0.1:" + server.port() + "/");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
