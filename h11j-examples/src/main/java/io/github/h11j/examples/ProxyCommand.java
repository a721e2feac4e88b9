package io.github.h11j.examples;

import io.github.h11j.Event;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Role;
import io.github.h11j.Violation;
import io.github.h11j.engine.ServerFields;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.ClientOptions;
import io.github.h11j.examples.blocking.ConnectionPool;
import io.github.h11j.examples.blocking.ServerOptions;
import io.github.h11j.examples.blocking.Threads;
import io.github.h11j.examples.gateway.ConnectionCloseHandler;
import io.github.h11j.examples.gateway.Destinations;
import io.github.h11j.examples.gateway.ForwardProxy;
import io.github.h11j.examples.gateway.Gateway;
import io.github.h11j.examples.gateway.HostAndPort;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.gateway.ReverseProxy;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code h11j proxy}: a reverse or a forward proxy on loopback, until it is told to stop. */
@Command(
        name = "proxy",
        description =
                "Forwards requests: to one server (--upstream), or wherever clients want (--forward), with tunnels"
                        + " for CONNECT. Listens on 127.0.0.1 and serves until SIGTERM or Ctrl-C; then it finishes what is in"
                        + " flight. See docs/guide/gateway.md.",
        mixinStandardHelpOptions = true)
final class ProxyCommand implements Callable<Integer> {

    private static final Duration REST = Duration.ofSeconds(15);
    private static final int PER_HOST = 256;

    /** The adapters. */
    enum Io {
        BLOCKING,
        NIO
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Kind kind = new Kind();

    /** One of the two. */
    static final class Kind {
        @Option(
                names = "--upstream",
                paramLabel = "URL",
                description = "reverse proxy to this server: http://host:port or https://host:port")
        private @Nullable URI upstream;

        @Option(names = "--forward", description = "forward proxy")
        private boolean forward;
    }

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "where to listen; 0 for any (0)")
    private int port;

    @Option(
            names = "--io",
            paramLabel = "IO",
            defaultValue = "nio",
            description = "how to serve: blocking or nio (nio)")
    private Io io = Io.NIO;

    @Option(
            names = "--allow",
            paramLabel = "HOST:PORT",
            description = "with --forward: where to go beside loopback addresses; either may be *; may be repeated")
    private List<String> allowed = new ArrayList<>();

    @Option(names = "--preserve-host", description = "with --upstream: pass the client's Host on")
    private boolean preserveHost;

    @Option(names = "--close", description = "add Connection: close to every response")
    private boolean close;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long a tunnel may be silent (60)")
    private int idle = 60;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long to finish what is in flight after the signal to stop (10)")
    private int patience = 10;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            converter = PolicyName.Converter.class,
            description = "how requests are judged: strict, browser-facing-server or h11 (strict); what is tolerated is"
                    + " passed on where no server can frame or route it differently")
    private PolicyName policy = PolicyName.STRICT;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65_535 || idle < 1 || patience < 0) {
            throw wrong("--port, --idle or --patience is out of range");
        }
        if (policy.policy().isOnlyForClients()) {
            throw wrong("the policy " + policy + " is for clients only");
        }
        try (ConnectionPool pool = new ConnectionPool(clientOptions(), PER_HOST, REST)) {
            Gateway gateway = Gateway.to(proxy(pool, task -> Threads.start("h11j-proxy", task)))
                    .withExceptionHandler(ProxyCommand::failed);
            serve(close ? gateway.withResponseHandler(new ConnectionCloseHandler()) : gateway);
        }
        return 0;
    }

    private static Optional<List<Event>> failed(Request request, Exception failure) {
        System.getLogger("io.github.h11j.examples").log(System.Logger.Level.WARNING, "the proxy has failed", failure);
        return Optional.of(Responses.text(500, "the proxy has failed\n"));
    }

    private ClientOptions clientOptions() throws NoSuchAlgorithmException {
        boolean tls = kind.upstream != null && "https".equalsIgnoreCase(kind.upstream.getScheme());
        ClientOptions plain = ClientOptions.DEFAULT.withPolicy(upstreamPolicy());
        return tls ? plain.withTls(SSLContext.getDefault()) : plain;
    }

    /** What is tolerated of clients can only be passed on if it may be sent. */
    private Policy upstreamPolicy() {
        Violation[] passedOn = policy.policy().tolerances(Role.CLIENT).stream()
                .filter(Violation::isSendable)
                .toArray(Violation[]::new);
        return Policy.STRICT.allowingToSend(passedOn);
    }

    private Handler proxy(ConnectionPool pool, Executor executor) {
        ProxyOptions options = new ProxyOptions(
                ProxyOptions.DEFAULT.pseudonym(), ProxyOptions.DEFAULT.connectTimeout(), Duration.ofSeconds(idle));
        URI url = kind.upstream;
        if (kind.forward || url == null) {
            return new ForwardProxy(destinations(), pool, executor, options);
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme());
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        boolean bare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        if (!(http || https) || url.getHost() == null || !bare || url.getRawQuery() != null) {
            throw wrong("--upstream is not http://host:port or https://host:port: " + url);
        }
        HostAndPort upstream = HostAndPort.parse(url.getRawAuthority(), https ? 443 : 80);
        Optional<String> host = preserveHost ? Optional.empty() : Optional.of(url.getRawAuthority());
        return new ReverseProxy(upstream, host, pool, executor, options);
    }

    private Destinations destinations() {
        try {
            return new Destinations(allowed);
        } catch (IllegalArgumentException e) {
            throw wrong("--allow is " + e.getMessage());
        }
    }

    /** A proxy does not call itself the server that answered, so it adds no {@code Server}. */
    private void serve(Handler handler) throws IOException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ServerFields fields = new ServerFields(Clock.systemUTC(), "");
        if (io == Io.BLOCKING) {
            ServerOptions options = ServerOptions.DEFAULT.withFields(fields).withPolicy(policy.policy());
            try (BlockingServer server = BlockingServer.start(address, handler, options)) {
                untilStopped(server.port(), server::stop);
            }
        } else {
            ServerRules rules = ServerRules.DEFAULT.withFields(fields).withPolicy(policy.policy());
            try (NioServer server = new NioServer(address, handler, NioSettings.DEFAULT.withRules(rules))) {
                untilStopped(((InetSocketAddress) server.address()).getPort(), server::stop);
            }
        }
    }

    private interface Stop {
        boolean within(Duration time) throws InterruptedException;
    }

    /** SIGTERM and Ctrl-C run the hook, and the process ends when it has. */
    private void untilStopped(int listening, Stop stop) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    try {
                        stop.within(Duration.ofSeconds(patience));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        stopped.countDown();
                    }
                },
                "h11j-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        PrintWriter out = commandSpec().commandLine().getOut();
        out.println("listening on http://127.0.0.1:" + listening);
        out.flush();
        stopped.await();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
