package io.github.h11j.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What docs/guide/writing-an-adapter.md says of the size of adapters. */
class AdapterLinesTest {

    private static final Path PAGE = Path.of("../docs/guide/writing-an-adapter.md");
    private static final Pattern ROW = Pattern.compile("\\| \\[.+]\\((\\S+)\\).* \\| ([0-9,]+) \\|");

    private static long lines(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .mapToLong(AdapterLinesTest::linesOf)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long linesOf(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_page_is_right_within_five_percent() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();
        assertThat(rows).hasSize(5);
        for (MatchResult row : rows) {
            long said = Long.parseLong(row.group(2).replace(",", ""));
            assertThat(lines(PAGE.resolveSibling(row.group(1))))
                    .as(row.group())
                    .isCloseTo(said, Percentage.withPercentage(5));
        }
    }
}
