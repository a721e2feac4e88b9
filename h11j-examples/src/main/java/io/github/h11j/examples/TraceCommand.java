package io.github.h11j.examples;

import io.github.h11j.LocalProtocolException;
import io.github.h11j.Role;
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
        description = "Reads the bytes that a peer received and writes a line for each event: the octets it came from,"
                + " counted from 0, and both states after it. Exit status 1 on a violation of the protocol.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "server: the bytes are requests; client: they are responses")
    private Role role = Role.SERVER;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "strict",
            converter = PolicyName.Converter.class,
            description = "strict, browser-facing-server, h11 or tolerant-client (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Option(names = "--split", paramLabel = "N", description = "feed N octets at a time (all at once)")
    private int split = Integer.MAX_VALUE;

    @Option(
            names = "--request",
            paramLabel = "METHOD",
            defaultValue = "GET",
            description = "of a client: the method of the request that had been sent (GET)")
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
        if (split < 1) {
            throw wrong("--split is not a positive number: " + split);
        }
        if (role == Role.SERVER && policy.policy().isOnlyForClients()) {
            throw wrong("the policy " + policy + " is for clients only");
        }
        byte[] octets;
        try {
            octets = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw wrong("cannot read " + file + ": " + e);
        }
        PrintWriter out = commandSpec().commandLine().getOut();
        TraceOutput output = json ? new TraceOutput.Json(out) : new TraceOutput.Text(out);
        boolean legal;
        try {
            legal = new Tracer(role, policy.policy(), method, output).run(octets, split);
        } catch (LocalProtocolException e) {
            throw wrong("--request " + method + ": " + e.getMessage());
        }
        out.flush();
        return legal ? 0 : 1;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
