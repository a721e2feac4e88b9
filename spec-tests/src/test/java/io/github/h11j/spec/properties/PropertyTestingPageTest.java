package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/guide/property-testing.md quotes code that compiles and runs, and links to what is there. */
class PropertyTestingPageTest {

    private static final Path PAGE = Path.of("..", "docs", "guide", "property-testing.md");
    private static final Path SOURCE =
            Path.of("src/test/java/io/github/h11j/spec/properties/ExampleServerProperties.java");

    @Test
    void every_quotation_is_current() throws IOException {
        String page = Files.readString(PAGE);
        Matcher quoted = Pattern.compile("    // quoted: \\w+\n(.*?)    // end\n", Pattern.DOTALL)
                .matcher(Files.readString(SOURCE));
        int found = 0;
        while (quoted.find()) {
            List<String> lines = quoted.group(1).lines().toList();
            String block = String.join(
                    "\n",
                    lines.stream().map(line -> line.replaceFirst("^ {4}", "")).toList());
            assertThat(page).contains("```java\n" + block + "\n```");
            found++;
        }
        assertThat(found).isEqualTo(5);
    }

    @Test
    void every_link_has_a_target() throws IOException {
        Matcher links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(PAGE));
        int found = 0;
        while (links.find()) {
            assertThat(PAGE.resolveSibling(links.group(1))).exists();
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(2);
    }
}
