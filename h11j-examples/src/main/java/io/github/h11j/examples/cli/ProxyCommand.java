package io.github.h11j.examples.cli;

import io.github.h11j.Event;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Role;
import io.github.h11j.Violation;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.Threads;
import io.github.h11j.examples.gateway.Destinations;
import io.github.h11j.examples.gateway.ForwardProxy;
import io.github.h11j.examples.gateway.Gateway;
import io.github.h11j.examples.gateway.HostAndPort;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.gateway.ReverseProxy;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code h11j proxy}: a reverse or a forward proxy, until a signal ends it. */
@Command(
        name = "proxy",
        description = "Forwards requests to one server (--upstream), or wherever clients ask (--forward), with tunnels"
                + " for CONNECT. Prints \"listening on URL\" when it is ready, and serves until SIGTERM or"
                + " Ctrl-C; then it finishes the requests in flight. See docs/guide/gateway.md.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ProxyCommand implements Callable<Integer> {

    private static final Duration REST = Duration.ofSeconds(15);
    private static final int PER_HOST = 256;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Kind kind = new Kind();

    /** One of the two. */
    static final class Kind {
        @Option(
                names = "--upstream",
                paramLabel = "URL",
                description = "reverse proxy to this server: http://host:port or https://host:port")
        private @Nullable String upstream;

        @Option(names = "--forward", description = "forward proxy")
        private boolean forward;
    }

    @Option(
            names = "--allow",
            paramLabel = "HOST:PORT",
            description = "with --forward: a destination to allow besides loopback addresses; either part may be *;"
                    + " can be repeated")
    private List<String> allowed = new ArrayList<>();

    @Option(names = "--preserve-host", description = "with --upstream: forward the client's Host")
    private boolean preserveHost;

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Mixin
    private final ServingOptions serving = new ServingOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<HttpUrl.Origin> upstream = upstream();
        boolean tls = upstream.filter(HttpUrl.Origin::tls).isPresent();
        CommandSpec options = Objects.requireNonNull(spec);
        if (upstream.isPresent()) {
            Inapplicable.refuse(options, "is for --forward", "--allow");
        } else {
            Inapplicable.refuse(options, "is for --upstream", "--preserve-host");
        }
        if (!tls) {
            Inapplicable.refuse(options, "is for an upstream of https://", "--tls-trust");
        }
        Optional<SSLContext> context = tls ? Optional.of(trust.context()) : Optional.empty();
        Executor executor = Threads::execute;
        if (serving.isNio()) {
            // the server closes the client's connections with its own
            serve(nio -> proxy(upstream, nio.orElseThrow().client(nioClient(context)), executor));
            return 0;
        }
        try (BlockingClient client = new BlockingClient(blockingClient(context))) {
            serve(nio -> proxy(upstream, client, executor));
        }
        return 0;
    }

    /** A proxy is not the server that answered, so it adds no Server field. */
    private void serve(Serving.Application proxy) throws IOException {
        serving.serve(nio -> Gateway.to(proxy.in(nio)).withExceptionHandler(ProxyCommand::failed), "", clientPolicy());
    }

    /** What may not be a trailer is removed under every policy, because it cannot be forwarded as one. */
    private Policy clientPolicy() {
        return serving.policy()
                .with(io.github.h11j.Option.CHECK_TRAILERS)
                .tolerating(Role.CLIENT, Violation.REMOVED_TRAILER);
    }

    private ClientSettings blockingClient(Optional<SSLContext> tls) {
        ClientSettings plain =
                ClientSettings.DEFAULT.withConnectionsPerOrigin(PER_HOST).withRules(rules(REST));
        return tls.map(plain::withTls).orElse(plain);
    }

    /** A connection may rest for as long as a tunnel may be silent: one time is for both. */
    private ClientSettings nioClient(Optional<SSLContext> tls) {
        ClientSettings plain =
                ClientSettings.DEFAULT.withConnectionsPerOrigin(PER_HOST).withRules(rules(serving.idle()));
        return tls.map(plain::withTls).orElse(plain);
    }

    private ClientRules rules(Duration idle) {
        return ClientRules.DEFAULT
                .withPolicy(upstreamPolicy())
                .withTimeouts(ClientRules.Timeouts.DEFAULT.withIdle(idle));
    }

    private static Optional<List<Event>> failed(Request request, Exception failure) {
        System.getLogger("io.github.h11j.examples").log(System.Logger.Level.WARNING, "the proxy has failed", failure);
        return Optional.of(Responses.text(500, "the proxy has failed\n"));
    }

    /** What is tolerated in requests can only be forwarded if it may be sent. */
    private Policy upstreamPolicy() {
        Violation[] passedOn = serving.policy().tolerances(Role.CLIENT).stream()
                .filter(Violation::isSendable)
                .toArray(Violation[]::new);
        return Policy.STRICT.allowingToSend(passedOn);
    }

    private Optional<HttpUrl.Origin> upstream() {
        if (kind.forward || kind.upstream == null) {
            return Optional.empty();
        }
        HttpUrl url;
        try {
            url = HttpUrl.of(kind.upstream);
        } catch (IllegalArgumentException e) {
            throw wrong("--upstream: " + e.getMessage());
        }
        if (!url.target().equals("/")) {
            throw wrong("--upstream must be http://host:port or https://host:port, without path or query: "
                    + kind.upstream);
        }
        return Optional.of(url.origin());
    }

    private Handler proxy(Optional<HttpUrl.Origin> upstream, BlockingClient client, Executor executor) {
        return upstream.isEmpty()
                ? new ForwardProxy(destinations(), client, executor, options())
                : new ReverseProxy(origin(upstream.get()), host(upstream.get()), client, executor, options());
    }

    private Handler proxy(Optional<HttpUrl.Origin> upstream, NioClient client, Executor executor) {
        return upstream.isEmpty()
                ? new ForwardProxy(destinations(), client, executor, options())
                : new ReverseProxy(origin(upstream.get()), host(upstream.get()), client, executor, options());
    }

    private ProxyOptions options() {
        return new ProxyOptions(
                ProxyOptions.DEFAULT.pseudonym(), ProxyOptions.DEFAULT.connectTimeout(), serving.idle());
    }

    /** Not looked up yet: its addresses may change while the proxy runs. */
    private static Origin origin(HttpUrl.Origin upstream) {
        HostAndPort server = HostAndPort.parse(upstream.authority(), upstream.port());
        InetSocketAddress named = InetSocketAddress.createUnresolved(server.host(), server.port());
        return new Origin(List.of(named), server.host(), server.port(), upstream.tls());
    }

    private Optional<String> host(HttpUrl.Origin upstream) {
        return preserveHost ? Optional.empty() : Optional.of(upstream.authority());
    }

    private Destinations destinations() {
        try {
            return new Destinations(allowed);
        } catch (IllegalArgumentException e) {
            throw wrong("--allow is " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
