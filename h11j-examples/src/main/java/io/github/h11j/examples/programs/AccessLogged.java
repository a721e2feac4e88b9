package io.github.h11j.examples.programs;

import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.app.AccessLog;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;

/** An access log in the combined format: an observer of what becomes of each exchange. */
public final class AccessLogged {

    private AccessLogged() {}

    static BlockingServer start(int port, AccessLog log) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                (request, exchange) -> exchange.send(Responses.text(200, "Hello\n")),
                BlockingSettings.DEFAULT.withRules(ServerRules.DEFAULT.withObserver(log)));
    }

    public static void main(String[] args) throws Exception {
        AccessLog log = AccessLog.to(System.out, Clock.system(ZoneId.systemDefault()));
        try (BlockingServer server = start(8080, log)) {
            System.out.println("curl -i http://127.0.0.1:" + server.port() + "/");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
