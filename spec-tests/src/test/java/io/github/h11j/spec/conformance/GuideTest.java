package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import picocli.CommandLine;

/**
 * What docs/guide/testing-your-server.md and docs/guide/testing-your-client.md show compiles, and does what the pages
 * say.
 */
class GuideTest {

    private static final Path PAGE = Path.of("..", "docs", "guide", "testing-your-server.md");
    private static final Path CLIENT_PAGE = Path.of("..", "docs", "guide", "testing-your-client.md");

    @TempDir
    Path folder = Path.of("");

    private static String javaWith(String text) throws IOException {
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE) + Files.readString(CLIENT_PAGE));
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

    private URLClassLoader compiled(String... classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (String name : classes) {
            arguments.add(write(name + ".java", javaWith("class " + name + " ")).toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).isZero();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    @Test
    void the_server_and_the_test_of_the_page_compile_and_the_first_failure_is_as_shown() throws Exception {
        try (URLClassLoader loader = compiled("HastyServer", "HastyServerTest")) {
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

    /** Runs the test of the page with system properties, as Maven does; they are name=value. */
    private TestExecutionSummary runOfThePage(String... properties) throws Exception {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (URLClassLoader loader = compiled("HastyServer", "HastyServerTest")) {
            for (String property : properties) {
                System.setProperty(property.replaceFirst("=.*", ""), property.replaceFirst(".*?=", ""));
            }
            LauncherFactory.create(LauncherConfig.builder()
                            .enableTestExecutionListenerAutoRegistration(false)
                            .build())
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(loader.loadClass("HastyServerTest")))
                                    .build(),
                            summary);
        } finally {
            for (String property : properties) {
                System.clearProperty(property.replaceFirst("=.*", ""));
            }
        }
        return summary.getSummary();
    }

    private static String idsOf(String start) {
        return CaseFile.builtIn(CaseKind.SERVER).stream()
                .map(ConformanceCase::id)
                .filter(id -> id.startsWith(start))
                .collect(Collectors.joining(","));
    }

    /** It was 11,957 lines: Maven prints each message twice, and each stack trace. */
    @Test
    void only_the_first_failures_are_longer_than_a_line_and_each_says_how_to_run_it_alone() throws Exception {
        List<TestExecutionSummary.Failure> failures =
                runOfThePage("h11j.conformance.only=" + idsOf("host-")).getFailures();
        assertThat(failures).hasSizeGreaterThan(6).allSatisfy(failure -> {
            String message = failure.getException().getMessage();
            String id = message.replaceFirst("(?s):.*", "");
            assertThat(message).endsWith("alone: mvn test -Dtest=HastyServerTest -Dh11j.conformance.only=" + id);
            assertThat(failure.getException().getStackTrace()).isEmpty();
        });
        assertThat(failures.subList(0, 3))
                .allSatisfy(
                        failure -> assertThat(failure.getException()).hasMessageContaining("> GET / HTTP/1.1\\r\\n\n"));
        assertThat(failures.subList(3, failures.size()))
                .allSatisfy(failure -> assertThat(failure.getException().getMessage())
                        .contains("observed: ", "correct: ")
                        .doesNotContain("\n"));
    }

    @Test
    void the_pom_of_the_page_stops_at_the_first_failure_which_is_the_last_that_is_printed() throws Exception {
        assertThat(Files.readString(PAGE)).contains("<h11j.conformance.failures>1</h11j.conformance.failures>");
        TestExecutionSummary summary =
                runOfThePage("h11j.conformance.only=" + idsOf("host-"), "h11j.conformance.failures=1");
        assertThat(summary.getTestsFailedCount()).isEqualTo(1);
        assertThat(summary.getTestsAbortedCount()).isGreaterThan(6);
        assertThat(summary.getFailures().get(0).getException().getMessage().lines())
                .hasSizeLessThan(40);
    }

    @Test
    void a_name_that_no_case_has_is_an_error_and_not_a_run_of_nothing() throws Exception {
        assertThat(runOfThePage("h11j.conformance.only=no-such-case").getFailures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.getException())
                        .hasMessageContaining("HastyServerTest has no case of the name no-such-case"));
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
    void the_client_and_the_test_of_the_page_compile_and_the_failure_is_as_shown() throws Exception {
        try (URLClassLoader loader = compiled("HastyClient", "HastyClientTest")) {
            Constructor<?> constructor = loader.loadClass("HastyClientTest").getDeclaredConstructor();
            constructor.setAccessible(true);
            ClientConformanceTest client = (ClientConformanceTest) constructor.newInstance();
            ConformanceCase truncated = CaseFile.builtIn(CaseKind.CLIENT).stream()
                    .filter(test -> test.id().equals("truncated-length"))
                    .findFirst()
                    .orElseThrow();
            try (ClientRunner runner = new ClientRunner(client::send, Duration.ofSeconds(2), 1)) {
                assertThat(runner.abilities()).contains("content", "status", "rejects");
                CaseResult result = runner.run(truncated);
                assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
                // the end of the connection is not waited for where no pattern asks for it
                assertThat(Files.readString(CLIENT_PAGE))
                        .contains(truncated + "\n" + result.explanation().replace("GET open", "GET closed"));
            }
        }
    }

    /** Only where there is a Python. */
    @Test
    void the_program_of_the_page_runs_and_is_found_to_keep_connections() throws IOException {
        Matcher block = Pattern.compile("```python\n(import http.client.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(CLIENT_PAGE));
        assertThat(block.find()).isTrue();
        Path program = write("client.py", block.group(1));
        assumeTrue(canRun("python3"), "there is no python3");
        StringWriter out = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out));
        int status = command.execute(
                "client",
                "--persistent=python3 " + program,
                "--only=204,head-with-length,late-response-after-length,reuse-after-length,post-is-framed");
        assertThat(CommandFixture.unwrapped(out)).contains("Found out: content, get, rejects, reuse, status");
        // http.client sends the next request without looking, and takes what lies there for its response
        assertThat(CommandFixture.unwrapped(out)).contains("late-response-after-length", "5 cases: 4 pass");
        assertThat(status).isEqualTo(1);
    }

    private static boolean canRun(String program) {
        try {
            new ProcessBuilder(program, "--version").start().destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void the_numbers_of_cases_of_the_page_are_right() throws IOException {
        assertThat(Files.readString(CLIENT_PAGE))
                .contains(CaseFile.builtIn(CaseKind.CLIENT).size() + " cases for clients")
                .contains(CaseFile.builtIn(CaseKind.PROXY).size() + " for proxies.");
    }

    /** Every request that a case asks for has its command for curl. */
    @Test
    void the_page_says_how_curl_does_everything_that_cases_ask_for() throws IOException {
        String page = Files.readString(CLIENT_PAGE);
        assertThat(CaseFile.builtIn(CaseKind.CLIENT))
                .extracting(test -> String.join(",", test.requests()))
                .filteredOn(methods -> !methods.equals("GET"))
                .allMatch(methods -> page.contains("--exec-for " + methods + "="));
    }

    @ParameterizedTest
    @CsvSource({"testing-your-server.md, server, compare", "testing-your-client.md, client, proxy"})
    void the_options_of_the_pages_are_there(String page, String first, String second) throws IOException {
        Set<String> known = new HashSet<>(Set.of("--next", "--port", "--upstream"));
        Stream.of(first, second)
                .forEach(name -> known.addAll(Main.commandLine()
                        .getSubcommands()
                        .get(name)
                        .getCommandSpec()
                        .optionsMap()
                        .keySet()));
        Matcher options =
                Pattern.compile("(--[a-z][a-z-]+)").matcher(Files.readString(Path.of("..", "docs", "guide", page)));
        assertThat(options.results().map(option -> option.group(1)).toList())
                .isNotEmpty()
                .allMatch(known::contains);
    }
}
