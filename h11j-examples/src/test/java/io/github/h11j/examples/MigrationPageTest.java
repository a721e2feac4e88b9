package io.github.h11j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for users of h11: both sides of each pair print what the page says. */
class MigrationPageTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "migrating-from-h11.md");

    /** What {@code import h11} brings, and the attributes of its connections and events. */
    private static final List<String> NAMES = List.of(
            "Connection CLIENT SERVER IDLE SEND_RESPONSE SEND_BODY DONE MUST_CLOSE CLOSED ERROR MIGHT_SWITCH_PROTOCOL",
            "SWITCHED_PROTOCOL NEED_DATA PAUSED Event Request InformationalResponse Response Data EndOfMessage",
            "ConnectionClosed ProtocolError LocalProtocolError RemoteProtocolError PRODUCT_ID receive_data next_event",
            "send_with_data_passthrough send_failed start_next_cycle our_role their_role our_state their_state states",
            "their_http_version client_is_waiting_for_100_continue they_are_waiting_for_100_continue trailing_data",
            "max_incomplete_event_size method target status_code reason headers http_version data raw_items chunk_start",
            "chunk_end error_status_hint");

    @TempDir
    Path folder = Path.of("");

    private record Pair(String python, String java, String output) {}

    private static List<Pair> pairs() throws IOException {
        Matcher blocks = Pattern.compile(
                        "```python\n(.*?)```\n\n```java\n(.*?)```\n\n```text\n(.*?)```\n", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        List<Pair> pairs = new ArrayList<>();
        while (blocks.find()) {
            pairs.add(new Pair(blocks.group(1), blocks.group(2), blocks.group(3)));
        }
        return pairs;
    }

    @Test
    void every_name_of_h11_is_on_the_page() throws IOException {
        String page = Files.readString(PAGE);
        for (String names : NAMES) {
            for (String name : names.split(" ", -1)) {
                assertThat(page).containsPattern("\\b" + name + "\\b");
            }
        }
    }

    @Test
    void the_java_side_of_each_pair_prints_what_the_page_says() throws Exception {
        assertThat(pairs()).hasSize(3);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        for (Pair pair : pairs()) {
            Path source = folder.resolve("Migrated.java");
            Files.writeString(
                    source,
                    "import io.github.h11j.*;\npublic class Migrated {\npublic static void main(String[] a) {\n"
                            + pair.java() + "}\n}\n");
            int compiled = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-cp", classes, "-d", folder.toString(), source.toString());
            assertThat(compiled).isZero();
            assertThat(output(java, "-cp", folder + System.getProperty("path.separator") + classes, "Migrated"))
                    .isEqualTo(pair.output());
        }
    }

    @Test
    void the_python_side_of_each_pair_prints_what_the_page_says() throws Exception {
        boolean there;
        try {
            there = output("python3", "-c", "import h11").isEmpty();
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "no python3 that has h11");
        for (Pair pair : pairs()) {
            assertThat(output("python3", "-c", pair.python())).isEqualTo(pair.output());
        }
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
