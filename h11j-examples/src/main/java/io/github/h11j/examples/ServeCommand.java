package io.github.h11j.examples;

import io.github.h11j.examples.app.App;
import io.github.h11j.examples.app.InFlight;
import io.github.h11j.examples.gateway.ConnectionCloseHandler;
import io.github.h11j.examples.gateway.Gateway;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code h11j serve}: the application on one of the servers, until a signal ends it. */
@Command(
        name = "serve",
        description = "Serves an application for tries and tests. Writes \"listening on URL\" when it is ready.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nWhat it serves:%n",
        footer = {
            "  /            a short text; with --root the folder",
            "  /echo        any method: sends the body back as it comes, trailers too",
            "  /bytes/N     N octets with their length; octet i, from 0, is i modulo 251",
            "  /chunked/N   the same without a length: chunked, to HTTP/1.0 until close",
            "  /stream      ten lines, each sent by itself, 50 ms apart",
            "  /upload      POST or PUT: counts the octets and answers their SHA-256",
            "  /delay/MS    a short text after so many milliseconds",
            "  /status/N    an answer with this status",
            "  /upgrade     switches to the protocol h11j-echo (Connection: upgrade, Upgrade: h11j-echo)",
            "  other paths  the files of --root: ETag, Last-Modified, conditions, one range",
            "",
            "SIGTERM or Ctrl-C: accepts no more, answers what is in flight with \"Connection: close\", closes what is",
            "idle, and ends when all is done or after --drain.",
            "",
            "Try:",
            "  h11j serve --port 8080 --root . &",
            "  curl -i http://127.0.0.1:8080/bytes/10",
            "  curl -T FILE http://127.0.0.1:8080/upload"
        })
final class ServeCommand implements Callable<Integer> {

    @Option(names = "--io", paramLabel = "KIND", description = "blocking (a thread a connection) or nio (nio)")
    private Serving.Io io = Serving.Io.NIO;

    @Option(names = "--port", paramLabel = "N", description = "0 for any that is free (8080)")
    private int port = 8080;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "of the interface to listen on (127.0.0.1)")
    private String host = "127.0.0.1";

    @Option(names = "--unix", paramLabel = "PATH", description = "listen on a Unix-domain socket instead; nio only")
    private @Nullable Path unix;

    @Option(names = "--tls", paramLabel = "KEYSTORE", description = "speak TLS with the key in this PKCS #12 file")
    private @Nullable Path keyStore;

    @Option(names = "--tls-password", paramLabel = "PASSWORD", description = "of the key store (changeit)")
    private String password = "changeit";

    @Option(names = "--root", paramLabel = "DIR", description = "serve the files of this folder too")
    private @Nullable Path root;

    @Option(names = "--close", description = "send \"Connection: close\" with every response")
    private boolean close;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            converter = PolicyName.Converter.class,
            description = "strict, browser-facing-server or h11 (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Option(names = "--max-connections", paramLabel = "N", description = "open at a time; more wait (10000)")
    private int maxConnections = 10_000;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long a connection may be without a request: 60, 60s, 500ms, 2m (60s)")
    private Duration idle = Duration.ofSeconds(60);

    @Option(
            names = "--head",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long the head of a request may take; then 408 (10s)")
    private Duration head = Duration.ofSeconds(10);

    @Option(
            names = "--body",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long a body, or the reading of a response, may stand still (30s)")
    private Duration body = Duration.ofSeconds(30);

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long a stop may take; what is not finished then is broken off (10s)")
    private Duration drain = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = commandSpec().commandLine().getOut();
        InFlight inFlight = new InFlight(application());
        CountDownLatch stopped = new CountDownLatch(1);
        try (Serving server = start(inFlight)) {
            Thread hook = new Thread(() -> {
                stop(server, inFlight, out);
                stopped.countDown();
            });
            Runtime.getRuntime().addShutdownHook(hook);
            out.println("listening on " + url(server.address()));
            out.flush();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                if (Runtime.getRuntime().removeShutdownHook(hook)) {
                    stop(server, inFlight, out);
                }
            }
        }
        return 0;
    }

    private Handler application() {
        try {
            App app = root == null ? App.withoutFiles() : App.withFiles(root);
            return close ? Gateway.to(app).withResponseHandler(new ConnectionCloseHandler()) : app;
        } catch (IOException e) {
            throw wrong("--root is not a folder that can be read: " + root);
        }
    }

    private Serving start(Handler handler) throws IOException {
        if (maxConnections < 1) {
            throw wrong("--max-connections is not a positive number: " + maxConnections);
        }
        if (policy.policy().isOnlyForClients()) {
            throw wrong("the policy " + policy + " is for clients only");
        }
        SocketAddress address = address();
        try {
            return Serving.start(
                    new Serving.Settings(io, address, tls(), maxConnections, idle, head, body, policy.policy()),
                    handler);
        } catch (Serving.UnsupportedException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private SocketAddress address() throws IOException {
        if (unix != null) {
            if (Files.exists(unix)) {
                throw wrong("--unix: there is a file already: " + unix);
            }
            unix.toFile().deleteOnExit();
            return UnixDomainSocketAddress.of(unix);
        }
        if (port < 0 || port > 65_535) {
            throw wrong("--port is not a number from 0 to 65535: " + port);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw wrong("--host is no address: " + host);
        }
        return address;
    }

    private Optional<SSLContext> tls() {
        if (keyStore == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Tls.server(keyStore, password.toCharArray()));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw wrong("--tls: cannot use " + keyStore + ": " + e.getMessage());
        }
    }

    private String url(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            String literal = inet.getAddress().getHostAddress();
            String name = literal.contains(":") ? "[" + literal + "]" : literal;
            return (keyStore == null ? "http://" : "https://") + name + ":" + inet.getPort();
        }
        return "unix:" + address;
    }

    /** In bounded time; says how many requests were in flight, and what became of them. */
    private void stop(Serving server, InFlight inFlight, PrintWriter out) {
        long began = System.nanoTime();
        out.println("stopping; requests in flight: " + inFlight.count() + ", connections: " + server.connections());
        out.flush();
        boolean finished = false;
        try {
            finished = server.stop(drain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        out.println(
                finished
                        ? "stopped: all was finished in " + millis + " ms"
                        : "stopped after " + millis + " ms: what was not finished was broken off");
        out.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
