package io.github.h11j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the laws say of Netty is what docs/guide/property-testing.md says, which shows how they are asked. */
class NettyRequestLawsTest {

    private static final Path PAGE = Path.of("..", "docs", "guide", "property-testing.md");
    private static final Path SOURCE = Path.of("src/test/java/io/github/h11j/benchmarks/NettyRequestLaws.java");

    private static void execute(TestExecutionListener listener) {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(NettyRequestLaws.class))
                                .configurationParameter("jqwik.database", "target/jqwik-database-of-netty")
                                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                                .configurationParameter("jqwik.shrinking.default", "OFF")
                                .build(),
                        listener);
    }

    @Test
    void netty_keeps_all_laws_but_those_that_the_page_names() {
        Set<String> failed = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        execute(new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String name = test.getDisplayName().replace(' ', '_');
                if (test.isTest()) {
                    all.add(name);
                }
                if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
                    failed.add(name);
                }
            }
        });
        assertThat(all).hasSize(11);
        assertThat(failed)
                .contains("a_message_that_is_cut_short_never_ends", "endless_input_is_refused_or_handed_over")
                // by chance: whether a message with white space in a chunk extension is among those tried
                .isSubsetOf(
                        "a_message_that_is_cut_short_never_ends",
                        "endless_input_is_refused_or_handed_over",
                        "a_pipeline_is_heard_the_same_however_it_is_cut",
                        "every_single_cut_of_a_valid_message_gives_the_same");
    }

    @Test
    void the_quotation_is_current() throws IOException {
        Matcher quoted = Pattern.compile("// quoted: netty\n(.*?)// end\n", Pattern.DOTALL)
                .matcher(Files.readString(SOURCE));
        assertThat(quoted.find()).isTrue();
        assertThat(Files.readString(PAGE)).contains("```java\n" + quoted.group(1) + "```");
    }
}
