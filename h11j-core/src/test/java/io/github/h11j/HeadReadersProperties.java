package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** {@link FastHead} and {@link CarefulHead} agree wherever both give an answer. */
class HeadReadersProperties {

    private static final Limits SMALL = Limits.DEFAULT
            .withRequestLine(40)
            .withStatusLine(20)
            .withFieldSection(100)
            .withFields(6)
            .withTrailerSection(100)
            .withTrailers(6);

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReportMode.OFF)
    void what_is_read_fast_is_read_carefully_with_the_same_result(@ForAll("requestHeads") byte[] head) {
        compare(HeadReader.Kind.REQUEST, head);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReportMode.OFF)
    void so_are_the_heads_of_responses(@ForAll("responseHeads") byte[] head) {
        compare(HeadReader.Kind.RESPONSE, head);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReportMode.OFF)
    void so_are_trailer_sections(@ForAll("fieldSections") byte[] head) {
        compare(HeadReader.Kind.TRAILERS, head);
    }

    private static void compare(HeadReader.Kind kind, byte[] head) {
        for (Limits limits : new Limits[] {Limits.DEFAULT, SMALL}) {
            Optional<Heads.Read> fast = Heads.fast(kind, head, limits);
            Statistics.label("read fast").collect(fast.isPresent());
            if (fast.isPresent()) {
                for (Policy policy : new Policy[] {Policy.STRICT, Policy.H11, Policy.TOLERANT_CLIENT}) {
                    assertThat(Heads.careful(kind, head, policy.with(limits))).isEqualTo(fast);
                }
            }
        }
        Statistics.label("read fast").coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void a_fault_of_part_of_a_head_is_the_fault_of_the_whole(@ForAll("requestHeads") byte[] head) {
        String whole = verdict(head, head.length);
        for (int length = 0; length < head.length; length++) {
            String part = verdict(head, length);
            if (!part.equals("complete") && !part.equals("incomplete")) {
                assertThat(whole).as("of the first %d bytes", length).isEqualTo(part);
            }
        }
    }

    private static String verdict(byte[] head, int length) {
        try {
            byte[] part = Arrays.copyOf(head, length);
            return Heads.careful(HeadReader.Kind.REQUEST, part, Policy.STRICT).isPresent() ? "complete" : "incomplete";
        } catch (RemoteProtocolException e) {
            return e.violation() + " at " + e.offset();
        }
    }

    @Provide
    Arbitrary<byte[]> requestHeads() {
        return Heads.mutated(Heads.requests());
    }

    @Provide
    Arbitrary<byte[]> responseHeads() {
        return Heads.mutated(Heads.responses());
    }

    @Provide
    Arbitrary<byte[]> fieldSections() {
        return Heads.mutated(Heads.fields());
    }
}
