package io.github.h11j.examples.gateway;

import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Proxies in front of servers, all on loopback; none of them may leak anything. */
@Timeout(60)
abstract class ProxyFixture {

    static final Duration LONG = Duration.ofSeconds(20);

    final ThreadPoolExecutor executor = (ThreadPoolExecutor) Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proxy-test");
        thread.setDaemon(true);
        return thread;
    });

    ClientRules rules =
            ClientRules.DEFAULT.withTimeouts(new ClientRules.Timeouts(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG));
    ProxyOptions options = ProxyOptions.DEFAULT;

    /** How the proxies serve. */
    Io.Serving serving = Io.Serving.USUAL;

    private final List<AutoCloseable> clients = new ArrayList<>();
    final List<Io.Running> servers = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> later = new ArrayList<>();

    Io.Running start(Io io, Handler handler) throws IOException {
        Io.Running server = io.start(handler);
        servers.add(server);
        return server;
    }

    /** Starts a proxy. */
    Io.Running start(Io io, Io.Proxy proxy) throws IOException {
        Io.Running server = io.start(
                proxy,
                serving,
                ClientSettings.DEFAULT.withConnectionsPerOrigin(64).withRules(rules),
                ClientSettings.DEFAULT.withConnectionsPerOrigin(64).withRules(rules),
                clients);
        servers.add(server);
        return server;
    }

    Io.Proxy reverse(Origin to, Executor threads) {
        return reverse(to, Optional.of("up.example"), threads);
    }

    Io.Proxy reverse(Origin to, Optional<String> host, Executor threads) {
        return new Io.Proxy() {
            @Override
            public Handler of(BlockingClient client) {
                return new ReverseProxy(to, host, client, threads, options);
            }

            @Override
            public Handler of(NioClient client) {
                return new ReverseProxy(to, host, client, threads, options);
            }
        };
    }

    Io.Proxy forward(Destinations destinations, Executor threads) {
        return new Io.Proxy() {
            @Override
            public Handler of(BlockingClient client) {
                return new ForwardProxy(destinations, client, threads, options);
            }

            @Override
            public Handler of(NioClient client) {
                return new ForwardProxy(destinations, client, threads, options);
            }
        };
    }

    int reverse(Io io, int upstream) throws IOException {
        return start(io, reverse(Origin.http("127.0.0.1", upstream), executor)).port();
    }

    int forward(Io io, Destinations destinations) throws IOException {
        return start(io, forward(destinations, executor)).port();
    }

    /** What a server that is played by a test does with a connection. */
    interface Play {
        void with(Peer peer) throws IOException;
    }

    /** A server whose connections are played, one after the other. */
    int played(Play play) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        later.add(listener);
        ExecutorService players = Executors.newCachedThreadPool();
        later.add(players::shutdownNow);
        players.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    players.execute(() -> {
                        try (Peer peer = new Peer(socket)) {
                            play.with(peer);
                        } catch (IOException e) {
                            // shows at the other side
                        }
                    });
                } catch (IOException e) {
                    return; // the test is over
                }
            }
        });
        return listener.getLocalPort();
    }

    String talk(int port, String text) throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.write(text).end();
            return peer.readAll();
        }
    }

    /** Without the digits that each proxy adds to its name. */
    static String nameless(String text) {
        return text.replaceAll("(Via: 1\\.[01] h11j)-[0-9a-f]{8}\r\n", "$1\r\n");
    }

    static String connect(int port) {
        return "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
    }

    static String get(String target, String... lines) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + lines(lines) + "\r\n";
    }

    static String lines(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    static String ok(String body, String... lines) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n" + lines(lines) + "\r\n" + body;
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        Peer.await("threads of the proxy are done", () -> executor.getActiveCount() == 0);
        for (Io.Running server : servers) {
            server.close();
        }
        for (AutoCloseable client : clients) {
            client.close();
        }
        for (Io.Running server : servers) {
            Peer.await("connections are closed", () -> server.connections() == 0);
        }
        for (AutoCloseable last : later) {
            last.close();
        }
        servers.clear();
        clients.clear();
        later.clear();
    }
}
