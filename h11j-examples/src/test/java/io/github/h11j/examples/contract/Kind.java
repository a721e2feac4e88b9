package io.github.h11j.examples.contract;

import io.github.h11j.Policy;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.netty.NettyServer;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;

/** The servers, each plain and with TLS. */
enum Kind {
    BLOCKING,
    BLOCKING_TLS,
    NIO,
    NIO_TLS,
    NETTY,
    NETTY_TLS;

    private static final Duration LONG = Duration.ofSeconds(30);

    /** How to serve, in the words of both. */
    record Rules(int maxConnections, Policy policy, long heldBytes, Duration idle, Duration head) {
        static final Rules USUAL = new Rules(1000, Policy.STRICT, 1 << 30, LONG, LONG);

        Rules withMaxConnections(int value) {
            return new Rules(value, policy, heldBytes, idle, head);
        }

        Rules withPolicy(Policy value) {
            return new Rules(maxConnections, value, heldBytes, idle, head);
        }

        Rules withHeldBytes(long value) {
            return new Rules(maxConnections, policy, value, idle, head);
        }

        Rules withTimeouts(Duration idleTime, Duration headTime) {
            return new Rules(maxConnections, policy, heldBytes, idleTime, headTime);
        }
    }

    /** Stops a server. */
    interface Stop {
        boolean within(Duration patience) throws InterruptedException;
    }

    boolean isTls() {
        return name().endsWith("_TLS");
    }

    Running start(Handler handler) throws IOException {
        return start(handler, Rules.USUAL);
    }

    Running start(Handler handler, Rules rules) throws IOException {
        ServerRules how = ServerRules.DEFAULT
                .withPolicy(rules.policy)
                .withTimeouts(new ServerRules.Timeouts(rules.idle, rules.head, LONG, LONG, LONG));
        return start(handler, rules, how);
    }

    Running start(Handler handler, ServerRules how) throws IOException {
        return start(handler, Rules.USUAL, how);
    }

    private Running start(Handler handler, Rules rules, ServerRules how) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (name().startsWith("NIO")) {
            NioSettings settings = NioSettings.DEFAULT
                    .withLoops(2)
                    .withMaxConnections(rules.maxConnections)
                    .withHeldBytes(rules.heldBytes)
                    .withRules(how);
            NioServer server = new NioServer(any, handler, isTls() ? settings.withTls(Played.TLS) : settings);
            int port = ((InetSocketAddress) server.address()).getPort();
            return new Running(isTls(), port, server::connections, server::failures, server::stop);
        }
        if (name().startsWith("NETTY")) {
            NettyServer server = new NettyServer(
                    handler, how, rules.heldBytes, isTls() ? Optional.of(Played.TLS) : Optional.empty());
            return new Running(isTls(), server.port(), server::connections, server::failures, server::stop);
        }
        BlockingSettings settings = BlockingSettings.DEFAULT
                .withMaxConnections(rules.maxConnections)
                .withHeldBytes(rules.heldBytes)
                .withRules(how);
        BlockingServer server = new BlockingServer(any, handler, isTls() ? settings.withTls(Played.TLS) : settings);
        return new Running(isTls(), server.port(), server::connections, server::failures, server::stop);
    }

    /** A server that runs. */
    record Running(boolean tls, int port, IntSupplier open, LongSupplier failed, Stop stop) implements AutoCloseable {

        int connections() {
            return open.getAsInt();
        }

        long failures() {
            return failed.getAsLong();
        }

        /** A client that has connected. */
        Peer connect() throws IOException {
            return connect("");
        }

        /** With this version of TLS, if it is one with TLS. */
        Peer connect(String protocol) throws IOException {
            Socket raw = new Socket(InetAddress.getLoopbackAddress(), port);
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(20_000);
            if (!tls) {
                return new Peer(raw, raw);
            }
            SSLSocket secured = (SSLSocket) Played.TLS.getSocketFactory().createSocket(raw, "localhost", port, true);
            if (!protocol.isEmpty()) {
                secured.setEnabledProtocols(new String[] {protocol});
            }
            secured.startHandshake();
            return new Peer(raw, secured);
        }

        /** What is answered to this, on a connection of its own that is closed afterwards. */
        String talk(String text) throws IOException {
            try (Peer peer = connect()) {
                peer.write(text);
                return peer.answer();
            }
        }

        @Override
        public void close() {
            try {
                stop.within(Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
