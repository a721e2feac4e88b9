package io.github.h11j.examples.cli;

import io.github.h11j.LocalProtocolException;
import io.github.h11j.Role;
import io.github.h11j.examples.capture.Captured;
import io.github.h11j.examples.capture.UnreadableCaptureException;
import io.github.h11j.examples.output.Columns;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code h11j trace}: what the bytes that one peer received mean. */
@Command(
        name = "trace",
        description = "Reads the bytes that one peer received, and writes one line per event: its bytes as [from,to),"
                + " counted from 0, and both states after it. Reads a conversation in both directions if FILE is a capture of"
                + " tcpdump or Wireshark (pcap or pcapng), or with --from-client and --from-server. Exit status 1 on a"
                + " violation of the protocol.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");
    private static final String REQUEST_IS_FOR = "is for one direction, with --role client";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "server: the bytes are requests; client: they are responses")
    private @Nullable Role role;

    @Option(
            names = "--from-client",
            paramLabel = "FILE",
            description =
                    "the bytes that the client sent; not with --role. The file does not say when, so each request is"
                            + " shown after the previous response")
    private @Nullable Path fromClient;

    @Option(
            names = "--from-server",
            paramLabel = "FILE",
            description = "the bytes that the server sent; not with --role")
    private @Nullable Path fromServer;

    @Option(
            names = "--connection",
            paramLabel = "N",
            description =
                    "for a capture: the number of the TCP connection to show, from 1; not needed if there is only one")
    private @Nullable Integer number;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "for both directions: also write a page of the explorer that opens at this conversation")
    private @Nullable Path html;

    @Option(
            names = "--link",
            description = "for both directions: print only a fragment (#...) to append to the address of the explorer")
    private boolean link;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "strict",
            converter = PolicyName.Converter.class,
            description = "strict, browser-facing-server, h11 or tolerant-client (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Option(names = "--split", paramLabel = "N", description = "parse N bytes at a time (all at once)")
    private int split = Integer.MAX_VALUE;

    @Option(
            names = "--request",
            paramLabel = "METHOD",
            defaultValue = "GET",
            description = "with --role client: the method of the request that was sent (GET)")
    private String method = "GET";

    @Option(names = "--json", description = "write JSON lines")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "-",
            description = "the bytes, or a capture; - is standard input")
    @SuppressWarnings("FieldCanBeFinal") // picocli sets it
    private Path file = STANDARD_INPUT;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (fromClient != null || fromServer != null) {
            return filesOfBoth();
        }
        boolean standardInput = file.equals(STANDARD_INPUT);
        byte[] bytes = standardInput && role == null ? new byte[0] : bytes();
        if (Captured.isOne(bytes)) {
            return capture(bytes);
        }
        if (html != null || link || number != null) {
            throw wrong(
                    number != null
                            ? "--connection needs a capture (pcap or pcapng)"
                            : "--html and --link need a capture (pcap or pcapng), --from-client, --from-server or both");
        }
        if (role == null) {
            throw wrong(
                    "--role is missing: server if the bytes are requests, client if they are responses; for both"
                            + " directions of a conversation, give a capture (pcap or pcapng), or --from-client and --from-server");
        }
        return oneDirection(role, bytes) ? 0 : 1;
    }

    private int filesOfBoth() throws IOException {
        if (commandSpec().commandLine().getParseResult().hasMatchedPositional(0)) {
            throw wrong("FILE is one direction or a capture, --from-client and --from-server are both directions:"
                    + " leave one of them out");
        }
        if (role != null) {
            throw wrong("--role is for one direction, --from-client and --from-server are for both");
        }
        if (number != null) {
            throw wrong(
                    "--connection is for a capture, --from-client and --from-server are the bytes of one connection");
        }
        requireOptionsOfBoth();
        return conversation(read(fromClient), read(fromServer), "", new int[0]);
    }

    private void requireOptionsOfBoth() {
        Inapplicable.refuse(commandSpec(), "is for one direction, with --role", "--split");
        Inapplicable.refuse(commandSpec(), REQUEST_IS_FOR, "--request");
        if (link) {
            Inapplicable.refuse(commandSpec(), "is for events, and --link prints none", "--json");
        }
    }

    private int capture(byte[] bytes) throws IOException {
        if (role != null) {
            throw wrong("this file is a capture, which has both directions: leave --role out");
        }
        requireOptionsOfBoth();
        PrintWriter err = commandSpec().commandLine().getErr();
        Captured.Conversation conversation;
        try {
            conversation = Captured.conversation(bytes, number);
        } catch (UnreadableCaptureException e) {
            err.println(Columns.message("h11j trace: " + e.getMessage()));
            e.choices().forEach(err::println);
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        conversation.notes().forEach(note -> err.println(Columns.message("h11j trace: " + note)));
        err.flush();
        return conversation(
                conversation.fromClient(),
                conversation.fromServer(),
                conversation.ends(),
                conversation.clientBytesBefore());
    }

    private int conversation(byte[] client, byte[] server, String ends, int[] clientBytesBefore) throws IOException {
        String name = policy == PolicyName.BROWSER_FACING_SERVER ? "browser" : policy.toString();
        String script = Capture.script(name, client, server, ends, clientBytesBefore);
        PrintWriter out = commandSpec().commandLine().getOut();
        if (html != null) {
            try {
                Files.write(html, ExploreCommand.page(name, script));
            } catch (IOException e) {
                throw Reasons.because("--html: cannot write " + html, e);
            }
        }
        JsonTree run = JsonTree.parse(Session.run(name, script));
        boolean legal = !run.toString().contains("\"kind\":\"fault\"");
        if (link) {
            out.println(ExploreCommand.link(name, script));
        } else if (json) {
            run.get("steps").forEach(out::println);
        } else {
            ConversationText.write(out, run, Colour.isPossible());
        }
        out.flush();
        return legal ? 0 : 1;
    }

    private byte[] read(@Nullable Path path) {
        try {
            return path == null ? new byte[0] : NamedFiles.read(path);
        } catch (IOException e) {
            throw wrong("cannot read " + path + ": " + Reasons.of(e));
        }
    }

    private byte[] bytes() {
        try {
            return file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : NamedFiles.read(file);
        } catch (IOException e) {
            throw wrong("cannot read " + file + ": " + Reasons.of(e));
        }
    }

    private boolean oneDirection(Role role, byte[] bytes) throws IOException {
        if (split < 1) {
            throw wrong("--split is not a positive number: " + split);
        }
        if (role == Role.SERVER) {
            Inapplicable.refuse(commandSpec(), REQUEST_IS_FOR, "--request");
        }
        if (role == Role.SERVER && policy.policy().isOnlyForClients()) {
            throw wrong("the policy " + policy + " is for clients only");
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
