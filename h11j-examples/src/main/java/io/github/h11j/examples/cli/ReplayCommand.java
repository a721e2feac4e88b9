package io.github.h11j.examples.cli;

import io.github.h11j.Policy;
import io.github.h11j.examples.output.JsonTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code h11j replay}: JSON lines in, a case each; JSON lines out, a trace each, in the same order. */
@Command(
        name = "replay",
        description =
                "Replays recorded cases: reads JSON lines from standard input, one per case, and writes JSON lines,"
                        + " one trace per case.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "strict",
            converter = PolicyName.Converter.class,
            description = "strict, browser-facing-server, h11 or tolerant-client (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        replayAll(new InputStreamReader(System.in, StandardCharsets.UTF_8), out, policy.policy());
        return 0;
    }

    /** Replays a case a line, bad ones too. */
    static void replayAll(Reader cases, Writer traces, Policy policy) throws IOException {
        BufferedReader in = new BufferedReader(cases);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                traces.write(replay(line, policy).toString());
                traces.write('\n');
            }
        }
        traces.flush();
    }

    /** Returns the trace of a case; of a bad case, what is wrong with it. */
    static JsonTree replay(String line, Policy policy) {
        JsonTree crash = JsonTree.object().put("id", null);
        try {
            JsonTree testCase = JsonTree.parse(line);
            crash.put("id", testCase.get("id"));
            return Replay.replay(testCase, policy);
        } catch (IllegalArgumentException e) {
            return crash.put("crash", e.getMessage());
        } catch (RuntimeException e) {
            return crash.put("crash", e.toString());
        }
    }
}
