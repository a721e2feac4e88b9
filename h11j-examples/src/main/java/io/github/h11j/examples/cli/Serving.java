package io.github.h11j.examples.cli;

import io.github.h11j.Policy;
import io.github.h11j.engine.Observer;
import io.github.h11j.engine.ServerFields;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** A server of either kind that is running. */
interface Serving extends AutoCloseable {

    /** Which adapter serves. */
    enum Io {
        BLOCKING,
        NIO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How to serve.
     *
     * @param io the adapter
     * @param address where to listen
     * @param tls the TLS context for connections; empty for plain ones
     * @param maxConnections how many connections may be open at a time
     * @param idle how long a connection may be idle between requests
     * @param head how long the head of a request may take
     * @param body how long a body, or the peer's reading of a response, may stall
     * @param policy how strictly requests are judged
     * @param fields the fields that are added to responses
     * @param observer learns what becomes of each exchange
     */
    record Settings(
            Io io,
            SocketAddress address,
            Optional<SSLContext> tls,
            int maxConnections,
            Duration idle,
            Duration head,
            Duration body,
            Policy policy,
            ServerFields fields,
            Optional<Observer> observer) {

        private ServerRules rules() {
            ServerRules.Timeouts usual = ServerRules.Timeouts.DEFAULT;
            ServerRules rules = ServerRules.DEFAULT
                    .withPolicy(policy)
                    .withFields(fields)
                    .withTimeouts(usual.withIdle(idle).withHead(head).withTransfer(body));
            return observer.map(rules::withObserver).orElse(rules);
        }

        /** Returns the default settings, with NIO. */
        static Settings at(InetSocketAddress address) {
            return local(Io.NIO, address);
        }

        /** Returns the default settings, on any free port of the loopback interface. */
        static Settings local(Io io) {
            return local(io, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        private static Settings local(Io io, InetSocketAddress address) {
            return new Settings(
                    io,
                    address,
                    Optional.empty(),
                    10_000,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Policy.STRICT,
                    ServerRules.DEFAULT.fields(),
                    Optional.empty());
        }
    }

    /** What an adapter does not do; the message says what and what does. */
    final class UnsupportedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsupportedException(String message) {
            super(message);
        }
    }

    /** Returns where it listens, with the port that was chosen. */
    SocketAddress address();

    /** Returns how many connections are open. */
    int connections();

    /** Stops within this time and says whether all was finished. */
    boolean stop(Duration patience) throws InterruptedException;

    @Override
    void close();

    /** What is served. */
    interface Application {
        /**
         * Makes the handler.
         *
         * @param nio the server that calls it; empty if that is the blocking one
         */
        Handler in(Optional<NioServer> nio);
    }

    /** Starts a server. */
    static Serving start(Settings settings, Handler handler) throws IOException, UnsupportedException {
        return start(settings, (Application) nio -> handler);
    }

    /** Starts a server whose application needs it. */
    static Serving start(Settings settings, Application application) throws IOException, UnsupportedException {
        return settings.io == Io.NIO
                ? nio(settings, application)
                : blocking(settings, application.in(Optional.empty()));
    }

    private static Serving nio(Settings settings, Application application) throws IOException {
        NioSettings how =
                NioSettings.DEFAULT.withMaxConnections(settings.maxConnections).withRules(settings.rules());
        if (settings.tls.isPresent()) {
            how = how.withTls(settings.tls.get());
        }
        NioServer server = new NioServer(settings.address, started -> application.in(Optional.of(started)), how);
        return running(server::address, server::connections, server::stop, server::close);
    }

    private static Serving blocking(Settings settings, Handler handler) throws IOException, UnsupportedException {
        if (settings.address instanceof UnixDomainSocketAddress) {
            throw new UnsupportedException("the blocking server has no Unix-domain sockets: use --io nio");
        }
        BlockingSettings how = BlockingSettings.DEFAULT
                .withMaxConnections(settings.maxConnections)
                .withRules(settings.rules());
        if (settings.tls.isPresent()) {
            how = how.withTls(settings.tls.get());
        }
        BlockingServer server = new BlockingServer((InetSocketAddress) settings.address, handler, how);
        return running(server::address, server::connections, server::stop, server::close);
    }

    private static Serving running(
            Supplier<SocketAddress> address, IntSupplier connections, Stop stop, Runnable close) {
        return new Serving() {
            @Override
            public SocketAddress address() {
                return address.get();
            }

            @Override
            public int connections() {
                return connections.getAsInt();
            }

            @Override
            public boolean stop(Duration patience) throws InterruptedException {
                return stop.within(patience);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }

    /** The graceful stop of a server. */
    interface Stop {
        /** Stops within this time and says whether all was finished. */
        boolean within(Duration patience) throws InterruptedException;
    }
}
