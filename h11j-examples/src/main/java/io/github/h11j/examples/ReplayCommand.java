package io.github.h11j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.h11j.Policy;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code h11j replay}: JSON lines in, a case each; JSON lines out, a trace each, in the same order. */
@Command(
        name = "replay",
        description = "Replays cases, JSON lines on standard input, and writes their traces, JSON lines.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "strict",
            converter = PolicyName.Converter.class,
            description = "strict, browser-facing-server, h11 or tolerant-client (strict)")
    private PolicyName policy = PolicyName.STRICT;

    @Override
    public Integer call() throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        replayAll(new InputStreamReader(System.in, StandardCharsets.UTF_8), out, policy.policy());
        return 0;
    }

    /** Replays a case a line, bad ones too. */
    static void replayAll(Reader cases, Writer traces, Policy policy) throws IOException {
        BufferedReader in = new BufferedReader(cases);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                traces.write(JSON.writeValueAsString(replay(line, policy)));
                traces.write('\n');
            }
        }
        traces.flush();
    }

    /** The trace of a case; of a bad case, what is wrong with it. */
    static ObjectNode replay(String line, Policy policy) {
        ObjectNode crash = JSON.createObjectNode();
        try {
            var testCase = JSON.readTree(line);
            crash.set("id", testCase.path("id"));
            return Replay.replay(testCase, policy);
        } catch (JsonProcessingException e) {
            return crash.putNull("id").put("crash", "not JSON: " + e.getOriginalMessage());
        } catch (RuntimeException e) {
            return crash.put("crash", e.toString());
        }
    }
}
