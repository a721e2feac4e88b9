package io.github.h11j.examples.conformance;

import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.netty.NettyServer;
import io.github.h11j.handler.SecureTargets;
import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.net.URI;
import java.util.Optional;

/** The Netty server under STRICT, tested as any user would. There are no exceptions. */
class NettyServerConformanceTest extends ServerConformanceTest {

    private NettyServer server;

    @Override
    protected URI startServer() {
        server = new NettyServer(SecureTargets.guard(new Site()), ServerRules.DEFAULT, 1 << 30, Optional.empty());
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Override
    protected void stopServer() {
        server.close();
    }
}
