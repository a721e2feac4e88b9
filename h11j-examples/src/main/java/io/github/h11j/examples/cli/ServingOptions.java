package io.github.h11j.examples.cli;

import io.github.h11j.Policy;
import io.github.h11j.engine.Observer;
import io.github.h11j.engine.ServerFields;
import io.github.h11j.examples.app.AccessLog;
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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How {@code serve} and {@code proxy} serve, with the same options, and the life of the server: from start to signal.
 */
final class ServingOptions {

    @Option(names = "--io", paramLabel = "KIND", description = "blocking (one thread per connection) or nio (nio)")
    private Serving.Io io = Serving.Io.NIO;

    @Mixin
    private final AddressOptions where = new AddressOptions();

    @Option(names = "--unix", paramLabel = "PATH", description = "listen on a Unix-domain socket instead; nio only")
    private @Nullable Path unix;

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(names = "--close", description = "send \"Connection: close\" with every response")
    private boolean close;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            converter = PolicyName.Converter.class,
            description = "which faults of requests are accepted: strict, browser-facing-server or h11 (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "how many connections may be open at the same time; further ones wait (10000)")
    private int maxConnections = 10_000;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long a connection or a tunnel may be idle, for example 500ms, 60s or 2m (60s)")
    private Duration idle = Duration.ofSeconds(60);

    @Option(
            names = "--head",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "the longest time for the head of a request; after that the response is 408 (10s)")
    private Duration head = Duration.ofSeconds(10);

    @Option(
            names = "--body",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "how long the client may send nothing of a request's body, or read nothing of a response (30s)")
    private Duration body = Duration.ofSeconds(30);

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long a graceful shutdown may take before unfinished requests are aborted (10s)")
    private Duration drain = Duration.ofSeconds(10);

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "append one line per request, in the combined format; - is standard output")
    private @Nullable Path accessLog;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** Returns how long a connection, or a tunnel, may be silent. */
    Duration idle() {
        return idle;
    }

    /** How requests are judged. */
    Policy policy() {
        if (policy.policy().isOnlyForClients()) {
            throw wrong("the policy " + policy + " is for clients only");
        }
        return policy.policy();
    }

    /**
     * Serves until SIGTERM, Ctrl-C or an interrupt, and then stops gracefully.
     *
     * @param server the value of {@code Server}; empty for none
     */
    void serve(Handler handler, String server) throws IOException {
        serve(nio -> handler, server, policy());
    }

    /** The same for an application that needs the server that it is in, and judges requests by another policy. */
    void serve(Serving.Application application, String server, Policy judging) throws IOException {
        InFlight inFlight = new InFlight();
        try (AccessLog log = log();
                Serving serving = start(
                        nio -> inFlight.before(closing(application.in(nio))),
                        judging,
                        new ServerFields(Clock.systemUTC(), server),
                        Optional.ofNullable(log))) {
            untilStopped(serving, inFlight);
        }
    }

    private Handler closing(Handler handler) {
        return close ? Gateway.to(handler).withResponseHandler(new ConnectionCloseHandler()) : handler;
    }

    /** Returns whether the adapter is the one of event loops. */
    boolean isNio() {
        return io == Serving.Io.NIO;
    }

    private @Nullable AccessLog log() throws IOException {
        if (accessLog == null) {
            return null;
        }
        if (accessLog.equals(Path.of("-"))) {
            return AccessLog.to(CheckedOutput.standard(), Clock.systemUTC());
        }
        try {
            return AccessLog.to(accessLog, Clock.systemUTC());
        } catch (IOException e) {
            throw Reasons.because("--access-log: cannot write to " + accessLog, e);
        }
    }

    private Serving start(
            Serving.Application application, Policy judging, ServerFields fields, Optional<Observer> observer)
            throws IOException {
        if (maxConnections < 1) {
            throw wrong("--max-connections is not a positive number: " + maxConnections);
        }
        if (idle.isZero() || head.isZero() || body.isZero()) {
            throw wrong("--idle, --head and --body must be more than 0");
        }
        SocketAddress address = address();
        try {
            Serving serving = Serving.start(
                    new Serving.Settings(
                            io, address, keys.context(), maxConnections, idle, head, body, judging, fields, observer),
                    application);
            if (unix != null) {
                unix.toFile().deleteOnExit(); // not before: until then it can be the file of another program
            }
            return serving;
        } catch (Serving.UnsupportedException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (unix != null) {
                throw new IOException("--unix: cannot listen on " + unix + ": " + Reasons.ofUnix(e), e);
            }
            throw Reasons.because("cannot listen on " + text(address), e);
        }
    }

    private SocketAddress address() {
        if (unix == null) {
            return where.address();
        }
        Inapplicable.refuse(commandSpec(), "is for TCP, and --unix is instead of it", "--port", "--host");
        if (Files.exists(unix, LinkOption.NOFOLLOW_LINKS)) {
            throw wrong("--unix: the file exists already; remove it or choose another path: " + unix);
        }
        return UnixDomainSocketAddress.of(unix);
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? AddressOptions.text(inet) : address.toString();
    }

    private void untilStopped(Serving serving, InFlight inFlight) {
        PrintWriter out = commandSpec().commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    try {
                        stop(serving, inFlight, out);
                    } finally {
                        stopped.countDown();
                    }
                },
                "h11j-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            out.println("listening on " + url(serving.address()));
            out.flush();
            stopped.await();
        } catch (InterruptedException e) {
            if (Runtime.getRuntime().removeShutdownHook(hook)) {
                stop(serving, inFlight, out);
            }
        } catch (CheckedOutput.FailedException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            throw e;
        }
    }

    private String url(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return (keys.isGiven() ? "https://" : "http://") + AddressOptions.text(inet);
        }
        return "unix:" + address;
    }

    /** In bounded time; says how many requests were in flight, and what became of them. */
    private void stop(Serving serving, InFlight inFlight, PrintWriter out) {
        long began = System.nanoTime();
        say(out, "stopping; requests in flight: " + inFlight.count() + ", connections: " + serving.connections());
        boolean finished = false;
        try {
            finished = serving.stop(drain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        say(
                out,
                finished
                        ? "stopped: all requests finished in " + millis + " ms"
                        : "stopped after " + millis + " ms: unfinished requests were aborted");
    }

    /** The reader may be gone; the stop continues. */
    private static void say(PrintWriter out, String text) {
        try {
            out.println(text);
            out.flush();
        } catch (CheckedOutput.FailedException e) {
            // nothing else can be done about the output, and the requests in flight matter more
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
