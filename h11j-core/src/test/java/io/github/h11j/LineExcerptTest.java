package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a line an excerpt shows, to the character: at most {@link LineExcerpt#MOST} of it, and where it is cut. */
class LineExcerptTest {

    private static String line(String name, int length) {
        return name + ": " + "v".repeat(length - name.length() - 2);
    }

    private static LineExcerpt field(String name, int length) {
        byte[] line = Latin1.bytes(line(name, length));
        return LineExcerpt.ofField(line, 0, name.length(), line.length);
    }

    private static String cut(String line, int length) {
        return line.length() > length ? line.substring(0, length) + "..." : line;
    }

    @ParameterizedTest
    @CsvSource({"31,31,64", "10,52,64", "52,10,64", "10,53,31", "53,10,31", "31,32,31", "32,31,31", "40,40,31"})
    void two_lines_share_the_room_if_they_do_not_fit(int first, int second, int each) {
        assertThat(LineExcerpt.both(field("A", first), field("B", second)))
                .isEqualTo(cut(line("A", first), each) + "\\r\\n" + cut(line("B", second), each));
    }

    @ParameterizedTest
    @CsvSource({"63", "64", "65", "200"})
    void a_long_line_is_cut_at_its_end_if_the_fault_is_nowhere_in_it(int length) {
        assertThat(field("A", length).around(LineExcerpt.NOWHERE)).isEqualTo(cut(line("A", length), 64));
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "4", "34"})
    void a_long_line_is_cut_at_its_end_if_the_fault_is_near_its_start(int at) {
        assertThat(field("Abc", 100).around(at)).isEqualTo("Abc: " + "v".repeat(59) + "...");
    }

    @ParameterizedTest
    @CsvSource({"35", "69"})
    void a_long_line_is_cut_on_both_sides_around_a_fault(int at) {
        assertThat(field("Abc", 100).around(at)).isEqualTo("Abc: ..." + "v".repeat(59) + "...");
    }

    @ParameterizedTest
    @CsvSource({"70", "99", "100"})
    void a_long_line_is_cut_after_its_name_if_the_fault_is_near_its_end(int at) {
        assertThat(field("Abc", 100).around(at)).isEqualTo("Abc: ..." + "v".repeat(59));
    }

    @ParameterizedTest
    @CsvSource({"24, 40", "24, 60", "40, 41", "40, 90", "60, 60", "60, 61", "60, 99"})
    void of_a_long_name_the_start_is_shown_if_the_fault_is_behind_it(int nameLength, int at) {
        String line = "n".repeat(nameLength) + ": " + "v".repeat(98 - nameLength);
        byte[] bytes = Latin1.bytes(line);
        boolean behind = at > nameLength;
        int shown = behind ? 24 : 0;
        int room = LineExcerpt.MOST - shown;
        int from = Math.max(shown, Math.min(at - room / 2, 100 - room));
        assertThat(LineExcerpt.ofField(bytes, 0, nameLength, 100).around(at))
                .isEqualTo(line.substring(0, shown)
                        + (from > shown || (behind && nameLength > 24) ? "..." : "")
                        + line.substring(from, from + room)
                        + (from + room < 100 ? "..." : ""));
    }

    @Test
    void of_a_long_line_without_a_name_only_the_part_around_the_fault_is_shown() {
        String line = "GET /" + "t".repeat(95);
        assertThat(LineExcerpt.ofStart(Latin1.bytes(line), 0, 100).around(60))
                .isEqualTo("..." + line.substring(28, 92) + "...");
    }

    @Test
    void the_first_line_ends_before_its_line_end() {
        for (String end : new String[] {"", "\r", "\n", "\r\n", "\r\nHost: a\r\n"}) {
            for (String start : new String[] {"GET", ""}) {
                byte[] bytes = Latin1.bytes("x" + start + end);
                assertThat(LineExcerpt.ofFirst(bytes, 1, bytes.length).whole()).isEqualTo(start);
            }
        }
        byte[] bytes = Latin1.bytes("\rA\r");
        assertThat(LineExcerpt.ofFirst(bytes, 1, 1).whole()).isEmpty();
    }
}
