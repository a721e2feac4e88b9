package io.github.h11j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each cell of the table of faults and adapters in {@code docs/reference/faults.md} names tests that exist, or a reason. */
class FaultMatrixTest {

    private static final Path PAGE = Path.of("../docs/reference/faults.md");
    private static final Pattern ROW = Pattern.compile("\\| (E\\d+) \\|(.*)\\|");
    private static final Pattern TEST =
            Pattern.compile("\\| ([A-Z]\\d+) \\| \\[([\\w.]+)]\\(\\.\\./(\\.\\./h11j-\\S+)\\) \\| `(\\w+)` \\|");
    private static final Pattern REASON = Pattern.compile("\\| (-[a-z]) \\| (.+) \\|");

    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new HashMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> cells = new ArrayList<>(List.of(row.group(2).split("\\|")));
                cells.remove(0); // the fault in words
                rows.put(row.group(1), cells.stream().map(String::strip).toList());
            }
        }
        return rows;
    }

    @Test
    void every_fault_has_a_cell_for_every_adapter() throws IOException {
        Map<String, List<String>> rows = rows();
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 26).mapToObj(i -> "E" + i).toList());
        rows.forEach((fault, cells) -> assertThat(cells).as(fault).hasSize(8).doesNotContain(""));
    }

    @Test
    void every_test_exists_and_every_cell_names_one_or_a_reason() throws IOException {
        Set<String> known = new HashSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher test = TEST.matcher(line);
            if (test.matches()) {
                assertThat(known.add(test.group(1))).as(line).isTrue();
                assertThat(test.group(3)).endsWith("/" + test.group(2).replace('.', '/') + ".java");
                assertThat(Files.readString(Path.of(test.group(3)))).as(line).contains("void " + test.group(4) + "(");
            }
            Matcher reason = REASON.matcher(line);
            if (reason.matches()) {
                known.add(reason.group(1));
            }
        }
        Set<String> used = new HashSet<>();
        rows().forEach((fault, cells) -> cells.forEach(cell -> used.addAll(List.of(cell.split(", ")))));
        assertThat(used).isEqualTo(known);
    }
}
