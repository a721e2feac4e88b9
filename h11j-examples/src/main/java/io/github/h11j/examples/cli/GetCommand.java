package io.github.h11j.examples.cli;

import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.output.Columns;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code h11j get}: requests, on one connection where the host is the same, and what happens meanwhile. */
@Command(
        name = "get",
        description = "Requests URLs one after another, and reuses the connection for URLs of the same host."
                + " The bodies go to standard output. Exit status: 0 ok, 1 protocol or I/O error, 22 a status"
                + " of 400 or more (with --fail).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GetCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int REFUSED = 22;
    private static final int FIRST_ERROR = 400;

    /** RFC 9110 §9.2.2: what may be sent a second time when a connection that was used before turns out to be dead. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    @Parameters(arity = "1..*", paramLabel = "URL", description = "http:// or https://")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private List<String> urls = List.of();

    @Option(
            names = {"-v", "--verbose"},
            description = "show on standard error: each event, its bytes, both states after it, who waits for 100"
                    + " (Continue), and which connection is used")
    private boolean verbose;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "the method (GET; POST with -d); CONNECT asks a proxy for a tunnel: the URL is"
                    + " http://PROXY:PORT/HOST:PORT")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "FIELD",
            description = "an additional field, as in -H 'Accept: text/plain'")
    private List<String> fields = List.of();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA",
            description = "the body of each request; @FILE takes it from a file")
    private @Nullable String data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "write the bodies to this file, one after another")
    private @Nullable Path output;

    @Option(names = "--fail", description = "exit with 22 if a status is 400 or more")
    private boolean fail;

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "the longest time to connect, and to wait for the server without receiving anything (30s)")
    private Duration idle = Duration.ofSeconds(30);

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            converter = PolicyName.Converter.class,
            description = "strict, h11 or tolerant-client (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<HttpUrl.Origin, GetConnection> connections = new HashMap<>();
    private int opened;

    @Override
    public Integer call() throws IOException {
        if (idle.isZero()) {
            throw wrong("--idle must be more than 0");
        }
        List<HttpUrl> targets = new ArrayList<>();
        for (String url : urls) {
            targets.add(parsed(url));
        }
        GetBody body = body();
        List<Request> requests =
                targets.stream().map(target -> request(target, body.length())).toList();
        SSLContext tls = trust.context();
        PrintWriter err = commandSpec().commandLine().getErr();
        GetTrace trace = new GetTrace(err, verbose, Colour.isPossible());
        int status = 0;
        try (OutputStream sink = sink(err)) {
            for (int i = 0; i < targets.size(); i++) {
                int result = get(urls.get(i), targets.get(i).origin(), requests.get(i), body, sink, tls, trace, err);
                status = status == FAILED || result == 0 ? status : result;
            }
        } finally {
            for (GetConnection connection : connections.values()) {
                connection.close();
            }
        }
        return status;
    }

    private OutputStream sink(PrintWriter err) throws IOException {
        if (output == null) {
            return CheckedOutput.standard();
        }
        try {
            OutputStream file = new CheckedOutput(Files.newOutputStream(output), output.toString());
            return verbose || !Ansi.AUTO.enabled() ? file : new Progress(file, err, System::nanoTime);
        } catch (IOException e) {
            throw Reasons.because("-o: cannot write " + output, e);
        }
    }

    private int get(
            String url,
            HttpUrl.Origin origin,
            Request request,
            GetBody body,
            OutputStream sink,
            SSLContext tls,
            GetTrace trace,
            PrintWriter err) {
        try {
            Response response = exchange(origin, request, body, sink, tls, trace);
            if (fail && response.statusCode() >= FIRST_ERROR) {
                complain(err, url + ": status " + response.statusCode() + " " + Visible.escaped(response.reason()));
                return REFUSED;
            }
            return 0;
        } catch (GetConnection.SwitchedException e) {
            complain(err, url + ": " + e.getMessage());
            return 0;
        } catch (RemoteProtocolException e) {
            complain(err, url + ": " + e.violation() + ": " + e.getMessage());
        } catch (IOException e) {
            complain(err, url + ": " + (e.getMessage() == null ? Reasons.of(e) : e.getMessage()));
        } catch (LocalProtocolException e) {
            throw wrong("this request cannot be sent: " + e.getMessage());
        } finally {
            err.flush();
        }
        return FAILED;
    }

    private static void complain(PrintWriter err, String message) {
        err.println(Columns.message("h11j: " + message));
    }

    private Response exchange(
            HttpUrl.Origin origin, Request request, GetBody body, OutputStream sink, SSLContext tls, GetTrace trace)
            throws IOException {
        GetConnection kept = connections.get(origin);
        boolean reused = kept != null && kept.isReusable();
        GetConnection connection = reused ? Objects.requireNonNull(kept) : open(origin, tls, trace);
        if (reused) {
            trace.note("the connection to " + origin + " is reused: " + connection.description());
        }
        boolean whole = false;
        try {
            Response response = connection.exchange(request, body, sink);
            whole = true;
            return response;
        } catch (RemoteProtocolException e) {
            if (!reused || connection.hasHeard() || !IDEMPOTENT.contains(request.method())) {
                throw e;
            }
            trace.note("the server had closed the connection: trying again on a new one");
        } finally {
            if (!whole) {
                connection.close();
            }
        }
        return open(origin, tls, trace).exchange(request, body, sink);
    }

    private GetConnection open(HttpUrl.Origin origin, SSLContext tls, GetTrace trace) throws IOException {
        GetConnection connection = GetConnection.open(origin, tls, idle, policy.policy(), trace);
        connections.put(origin, connection);
        opened++;
        trace.note("connection " + opened + " to " + origin + ": " + connection.description());
        return connection;
    }

    private Request request(HttpUrl target, long length) {
        try {
            HeadersBuilder given = Headers.builder();
            for (String field : fields) {
                int colon = field.indexOf(':');
                if (colon < 1) {
                    throw wrong("-H is not 'NAME: VALUE': " + field);
                }
                given.add(field.substring(0, colon), field.substring(colon + 1).strip());
            }
            Headers headers = given.build();
            boolean tunnel = "CONNECT".equals(method);
            String asked = tunnel ? destination(target) : target.target();
            if (!headers.contains("Host")) {
                headers = headers.with("Host", tunnel ? asked : target.origin().authority());
            }
            if (!headers.contains("User-Agent")) {
                headers = headers.with("User-Agent", "h11j");
            }
            if (data != null && !headers.contains("Transfer-Encoding") && !headers.contains("Content-Length")) {
                headers = headers.with("Content-Length", Long.toString(length));
            }
            String usual = data == null ? "GET" : "POST";
            return new Request(method == null ? usual : method, asked, headers);
        } catch (LocalProtocolException e) {
            throw wrong("this request cannot be sent: " + e.getMessage());
        }
    }

    /** Of a tunnel: what stands after the address of the proxy. */
    private String destination(HttpUrl target) {
        String destination = target.target().substring(1);
        if (destination.isEmpty()) {
            throw wrong("-X CONNECT needs a destination after the proxy, as in http://127.0.0.1:3128/example.com:443");
        }
        return destination;
    }

    private GetBody body() {
        if (data == null) {
            return GetBody.of(new byte[0]);
        }
        if (!data.startsWith("@")) {
            return GetBody.of(data.getBytes(StandardCharsets.UTF_8));
        }
        Path file = NamedFiles.path("-d", data.substring(1), commandSpec().commandLine());
        try {
            if (output != null && Files.isRegularFile(output) && Files.isSameFile(output, file)) {
                throw wrong("-o would overwrite the file of -d before it is sent: " + output);
            }
            return GetBody.of(file);
        } catch (IOException e) {
            throw wrong("-d: cannot read " + file + ": " + Reasons.of(e));
        }
    }

    private HttpUrl parsed(String url) {
        try {
            return HttpUrl.of(url);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
