package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/testing-your-server.md shows compiles, and does what the page says. */
class GuideTest {

    private static final Path PAGE = Path.of("..", "docs", "testing-your-server.md");

    @TempDir
    Path folder = Path.of("");

    private static String javaWith(String text) throws IOException {
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        while (blocks.find()) {
            if (blocks.group(1).contains(text)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("the page has no block with " + text);
    }

    private Path write(String name, String source) throws IOException {
        return Files.writeString(folder.resolve(name), source);
    }

    private URLClassLoader compiled() throws IOException {
        Path server = write("HastyServer.java", javaWith("class HastyServer "));
        Path test = write("HastyServerTest.java", javaWith("class HastyServerTest "));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        server.toString(),
                        test.toString());
        assertThat(result).isZero();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    @Test
    void the_server_and_the_test_of_the_page_compile_and_the_first_failure_is_as_shown() throws Exception {
        try (URLClassLoader loader = compiled()) {
            assertThat(loader.loadClass("HastyServerTest").getSuperclass()).isEqualTo(ServerConformanceTest.class);
            Object port = loader.loadClass("HastyServer").getMethod("start").invoke(null);
            ConformanceCase hostMissing = CaseFile.builtIn(CaseKind.SERVER).stream()
                    .filter(test -> test.id().equals("host-missing"))
                    .findFirst()
                    .orElseThrow();
            try (ServerRunner runner =
                    new ServerRunner(ServerTarget.of(URI.create("http://127.0.0.1:" + port + "/")), 1)) {
                CaseResult result = runner.run(hostMissing);
                assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
                assertThat(Files.readString(PAGE)).contains(hostMissing.toString(), result.explanation());
            }
        }
    }

    @Test
    void the_server_of_the_page_has_at_most_forty_lines_and_the_test_fifteen() throws IOException {
        assertThat(javaWith("class HastyServer ")
                        .lines()
                        .dropWhile(line -> !line.contains("class"))
                        .count())
                .isLessThanOrEqualTo(45);
        assertThat(javaWith("class HastyServerTest ").lines().count()).isLessThanOrEqualTo(15);
    }

    @Test
    void the_options_of_the_page_are_there() throws IOException {
        Matcher options = Pattern.compile("(--[a-z][a-z-]+)").matcher(Files.readString(PAGE));
        List<String> known =
                Main.commandLine().getSubcommands().get("server").getCommandSpec().optionsMap().keySet().stream()
                        .toList();
        assertThat(options.results().map(option -> option.group(1)).toList())
                .isNotEmpty()
                .allMatch(known::contains);
    }
}
