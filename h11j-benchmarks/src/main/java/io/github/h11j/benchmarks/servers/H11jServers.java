package io.github.h11j.benchmarks.servers;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.SecureTargets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The two example servers of h11j, as they are by default. */
final class H11jServers {

    private static final Bytes TEXT = Bytes.utf8(Greeting.TEXT);
    private static final Handler HANDLER = SecureTargets.guard(H11jServers::handle);

    private H11jServers() {}

    static GreetingServer nio() throws IOException {
        NioServer server = new NioServer(loopback(), HANDLER, NioSettings.DEFAULT);
        int port = ((InetSocketAddress) server.address()).getPort();
        return new Running(port, server);
    }

    static GreetingServer blocking() throws IOException {
        BlockingServer server = new BlockingServer(loopback(), HANDLER, BlockingSettings.DEFAULT);
        return new Running(server.port(), server);
    }

    private record Running(int port, AutoCloseable running) implements GreetingServer {
        @Override
        public void stop() throws Exception {
            running.close();
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void handle(Request request, Exchange exchange) {
        exchange.receiveBody(new BodyHandler() {
            @Override
            public void data(Data data) {
                // read and not used
            }

            @Override
            public void end(EndOfMessage end) {
                exchange.send(Responses.bytes(200, Greeting.TYPE, TEXT));
            }
        });
    }
}
