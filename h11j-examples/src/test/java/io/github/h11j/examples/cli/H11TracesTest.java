package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The generator of the cases, and h11 itself where it is installed. Only 0.16 is compared: 0.14 (Debian's) reads heads
 * otherwise. No registry of packages that CI reaches has 0.16, so this test is skipped there, too.
 */
class H11TracesTest {

    private static final int SEED = 18;
    private static final Path SCRIPT = Path.of("src", "test", "python", "h11_traces.py");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<JsonNode> GENERATED = Golden.CASES.subList(Golden.RECORDED, Golden.CASES.size());

    @Test
    void the_same_seed_makes_the_committed_cases() throws Exception {
        assumeTrue(runs("--version"), "python3 is not installed");
        assertThat(objects(script(List.of(), "cases", "" + SEED, "" + GENERATED.size())))
                .isEqualTo(GENERATED);
    }

    @Test
    void an_installed_h11_does_what_was_recorded() throws Exception {
        requireH11();
        assertThat(objects(script(Golden.CASES, "record"))).isEqualTo(Golden.TRACES);
    }

    @Test
    void an_installed_h11_behaves_like_h11j_in_cases_that_were_never_recorded() throws Exception {
        requireH11();
        for (int seed = 1; seed <= 3; seed++) {
            List<JsonNode> cases = objects(script(List.of(), "cases", "" + seed, "1000"));
            Parity parity = Parity.of(cases, objects(script(cases, "record")));
            System.out.println("Live, seed " + seed + ": " + parity.differences);
            assertThat(parity.unexplained).isEmpty();
        }
    }

    private static void requireH11() throws Exception {
        assumeTrue(runs("-c", "import h11"), "python3 has no h11");
        String version = script(List.of(), "version").get(0);
        assumeTrue(version.startsWith("0.16."), "h11 is " + version + ", not 0.16");
    }

    private static boolean runs(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The lines that the script writes when it reads these. */
    private static List<String> script(List<JsonNode> input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-B", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(input, process));
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> read = lines.lines().toList();
            writing.join();
            assertThat(process.waitFor()).isZero();
            return read;
        }
    }

    private static void write(List<JsonNode> input, Process process) {
        try (OutputStream out = process.getOutputStream()) {
            for (JsonNode each : input) {
                out.write((each + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonNode> objects(List<String> lines) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : lines) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }
}
