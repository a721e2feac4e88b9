package io.github.h11j.examples;

import io.github.h11j.LocalProtocolException;
import io.github.h11j.Role;
import io.github.h11j.examples.output.JsonTree;
import io.github.h11j.explorer.Capture;
import io.github.h11j.explorer.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code h11j trace}: what the bytes that one peer received mean. */
@Command(
        name = "trace",
        description = "Reads the bytes that a peer received and writes one line per event: its place as [from,to),"
                + " counted from 0, and both states after it. With --from-client and --from-server, reads both directions"
                + " of a conversation. Exit status 1 on a violation of the protocol.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "server: the bytes are requests; client: they are responses")
    private @Nullable Role role;

    @Option(
            names = "--from-client",
            paramLabel = "FILE",
            description = "of a conversation: the bytes that the client sent; needs no --role")
    private @Nullable Path fromClient;

    @Option(
            names = "--from-server",
            paramLabel = "FILE",
            description = "of a conversation: the bytes that the server sent")
    private @Nullable Path fromServer;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "of a conversation: also write the explorer's page, opened at it")
    private @Nullable Path html;

    @Option(
            names = "--link",
            description = "of a conversation: print only the part to append to the explorer's address")
    private boolean link;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "strict",
            converter = PolicyName.Converter.class,
            description = "strict, browser-facing-server, h11 or tolerant-client (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Option(names = "--split", paramLabel = "N", description = "feed N bytes at a time (all at once)")
    private int split = Integer.MAX_VALUE;

    @Option(
            names = "--request",
            paramLabel = "METHOD",
            defaultValue = "GET",
            description = "of a client: the method of the request that was sent (GET)")
    private String method = "GET";

    @Option(names = "--json", description = "write JSON lines")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "-", description = "the bytes; - is standard input")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private String file = "-";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (fromClient != null || fromServer != null) {
            return conversation();
        }
        if (html != null || link) {
            throw wrong("--html and --link need --from-client, --from-server or both");
        }
        if (role == null) {
            requireReadable();
            throw wrong("--role is missing: server if the bytes are requests, client if they are responses;"
                    + " for both directions of a conversation, use --from-client and --from-server instead");
        }
        return oneDirection(role) ? 0 : 1;
    }

    private int conversation() throws IOException {
        if (role != null) {
            throw wrong("--role is for one direction, --from-client and --from-server are for both");
        }
        String name = policy == PolicyName.BROWSER_FACING_SERVER ? "browser" : policy.toString();
        String script = Capture.script(name, read(fromClient), read(fromServer));
        PrintWriter out = commandSpec().commandLine().getOut();
        if (html != null) {
            try {
                Files.write(html, ExploreCommand.page(name, script));
            } catch (IOException e) {
                throw Reasons.because("--html: cannot write " + html, e);
            }
        }
        JsonTree run = JsonTree.parse(Session.run(name, script));
        boolean legal = true;
        if (link) {
            out.println(ExploreCommand.link(name, script));
        } else if (json) {
            run.get("steps").forEach(out::println);
            legal = !run.toString().contains("\"kind\":\"fault\"");
        } else {
            legal = ConversationText.write(out, run, Colour.isPossible());
        }
        out.flush();
        return legal ? 0 : 1;
    }

    /** A file that does not exist is often a mistyped command: that is worth saying first. */
    private void requireReadable() {
        Path path = Path.of(file);
        if (!file.equals("-") && !Files.isReadable(path)) {
            throw wrong("cannot read " + file + ": "
                    + (Files.exists(path) ? "permission denied" : "there is no such file or folder"));
        }
    }

    private byte[] read(@Nullable Path path) {
        try {
            return path == null ? new byte[0] : Files.readAllBytes(path);
        } catch (IOException e) {
            throw wrong("cannot read " + path + ": " + Reasons.of(e));
        }
    }

    private boolean oneDirection(Role role) throws IOException {
        if (split < 1) {
            throw wrong("--split is not a positive number: " + split);
        }
        if (role == Role.SERVER && policy.policy().isOnlyForClients()) {
            throw wrong("the policy " + policy + " is for clients only");
        }
        byte[] bytes;
        try {
            bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw wrong("cannot read " + file + ": " + Reasons.of(e));
        }
        PrintWriter out = commandSpec().commandLine().getOut();
        TraceOutput output = json ? new TraceOutput.Json(out) : new TraceOutput.Text(out, bytes, Colour.isPossible());
        boolean legal;
        try {
            legal = new Tracer(role, policy.policy(), method, output).run(bytes, split);
        } catch (LocalProtocolException e) {
            throw wrong("--request " + method + ": " + e.getMessage());
        }
        out.flush();
        return legal;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
