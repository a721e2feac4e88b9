package io.github.h11j.examples.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Cell.Mode;
import io.github.h11j.examples.keepalive.Cell.Variant;
import io.github.h11j.examples.keepalive.Verdict.Outcome;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Figures, verdict, words and picture of measurements that were made up. */
class VerdictTest {

    private static final int CALLS = 10;
    private static final Machine MACHINE = new Machine("2026-01-02", "A <JDK> & more", "System", 2);

    /** Medians in milliseconds, in the order keep-alive, close. */
    private static Round round(double fixed, double fixedClose, double fast, double fastClose, double trap) {
        List<Sample> samples = new ArrayList<>();
        pair(samples, Variant.FIXED, 5, fixed, fixedClose);
        pair(samples, Variant.FIXED, 0, fast, fastClose);
        pair(samples, Variant.TRAP, 5, trap, 8);
        return new Round(1, samples, Map.of(Io.NIO, 1.0), Map.of(Io.NIO, 1.0));
    }

    private static void pair(List<Sample> samples, Variant variant, int handler, double keepAlive, double close) {
        Cell cell = new Cell(Cell.OWN, Io.NIO, variant, handler, Mode.KEEP_ALIVE);
        samples.add(new Sample(cell, Collections.nCopies(CALLS, keepAlive), 1));
        samples.add(new Sample(cell.with(Mode.CLOSE), Collections.nCopies(CALLS, close), CALLS));
    }

    @ParameterizedTest
    @CsvSource({
        "6, 8, 0.1, 0.2, 48, PASS",
        "10, 8, 0.2, 0.2, 24, PASS",
        "10.1, 8, 0.1, 0.2, 48, FAIL",
        "6, 8, 0.21, 0.2, 48, FAIL",
        "6, 8, 0.1, 0.2, 23.9, INCONCLUSIVE",
        "48, 8, 0.3, 0.2, 23.9, INCONCLUSIVE"
    })
    void a_round_passes_at_the_bounds_and_proves_nothing_without_the_trap(
            double fixed, double fixedClose, double fast, double fastClose, double trap, Outcome expected) {
        Verdict verdict = Verdict.of(List.of(round(fixed, fixedClose, fast, fastClose, trap)));
        assertThat(verdict.outcome()).isEqualTo(expected);
    }

    @Test
    void a_round_in_which_the_trap_was_not_tried_is_inconclusive() {
        Round whole = round(6, 8, 0.1, 0.2, 48);
        List<Sample> untried = whole.samples().stream()
                .filter(sample -> sample.cell().variant() == Variant.FIXED)
                .toList();
        Round round = new Round(1, untried, whole.pipelineMillis(), whole.postMillis());
        assertThat(Verdict.of(List.of(round)).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void the_best_round_counts() {
        Round failed = round(48, 8, 0.1, 0.2, 48);
        Round passed = round(6, 8, 0.1, 0.2, 48);
        Round second = new Round(2, passed.samples(), passed.pipelineMillis(), passed.postMillis());
        Verdict verdict = Verdict.of(List.of(failed, second));
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
        assertThat(verdict.best()).isEqualTo(2);
        assertThat(Verdict.of(List.of(failed)).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void connections_are_counted_exactly() {
        Round good = round(6, 8, 0.1, 0.2, 48);
        List<Sample> samples = new ArrayList<>(good.samples());
        Sample first = samples.get(0);
        samples.set(0, new Sample(first.cell(), first.millis(), 2));
        Round round = new Round(1, samples, good.pipelineMillis(), good.postMillis());
        assertThat(Verdict.of(List.of(round)).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_pipeline_or_a_post_of_20_ms_fails() {
        Round good = round(6, 8, 0.1, 0.2, 48);
        Map<Io, Double> slow = Map.of(Io.NIO, 20.0);
        assertThat(Verdict.of(List.of(new Round(1, good.samples(), slow, good.postMillis())))
                        .outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(Verdict.of(List.of(new Round(1, good.samples(), good.pipelineMillis(), slow)))
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void figures_are_those_of_the_calls() {
        Cell cell = new Cell(Cell.OWN, Io.NIO, Variant.FIXED, 5, Mode.KEEP_ALIVE);
        Sample sample = new Sample(cell, List.of(4.0, 2.0, 1.0, 40.0), 1);
        Sample close = new Sample(cell.with(Mode.CLOSE), List.of(8.0, 9.0, 10.0), 3);
        assertThat(sample.median()).isEqualTo(3);
        assertThat(close.median()).isEqualTo(9);
        assertThat(sample.p95()).isEqualTo(40);
        assertThat(sample.first()).isEqualTo(4);
        assertThat(sample.second()).isEqualTo(2);
        assertThat(sample.stalls(close)).isEqualTo(1);
        assertThat(new Round.Pair(sample, close).stalls()).isEqualTo(0.25);
    }

    @Test
    void more_than_a_tenth_of_stalls_fails() {
        Round good = round(6, 8, 0.1, 0.2, 48);
        for (int stalls = 1; stalls <= 2; stalls++) {
            List<Double> calls = new ArrayList<>(Collections.nCopies(CALLS - stalls, 6.0));
            calls.addAll(Collections.nCopies(stalls, 34.0));
            List<Sample> samples = new ArrayList<>(good.samples());
            samples.set(0, new Sample(samples.get(0).cell(), calls, 1));
            Round round = new Round(1, samples, good.pipelineMillis(), good.postMillis());
            assertThat(Verdict.of(List.of(round)).outcome()).isEqualTo(stalls == 1 ? Outcome.PASS : Outcome.FAIL);
        }
    }

    @Test
    void words_never_call_an_inconclusive_run_a_pass() {
        StringWriter out = new StringWriter();
        Words words = new Words(new PrintWriter(out));
        Round round = round(6, 8, 0.1, 0.2, 9);
        words.table(round);
        words.story(round);
        words.verdict(Verdict.of(List.of(round)));
        assertThat(out.toString())
                .contains("In the trap, h11j to the nio server: 9.0 ms a call")
                .contains("Verdict, by the best round, 1: inconclusive", "not a pass")
                .contains("not so: h11j, nio, trap");
    }

    @Test
    void words_fit_80_columns_whatever_was_measured() {
        StringWriter out = new StringWriter();
        Words words = new Words(new PrintWriter(out));
        for (String client : List.of("h11j", "curl", "requests", "boto3")) {
            for (Io io : Io.values()) {
                List<Sample> samples = new ArrayList<>();
                for (Variant variant : Variant.values()) {
                    Cell cell = new Cell(client, io, variant, 5, Mode.KEEP_ALIVE);
                    samples.add(new Sample(cell, Collections.nCopies(1000, 999.99), 1));
                    samples.add(new Sample(cell.with(Mode.CLOSE), Collections.nCopies(1000, 100.01), 10_000));
                }
                Round round = new Round(1, samples, Map.of(io, 999.99), Map.of(io, 999.99));
                words.table(round);
                words.story(round);
                words.verdict(Verdict.of(List.of(round)));
            }
        }
        assertThat(out.toString()).contains("999.99", "10000", "not so:");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void the_picture_is_an_svg_with_a_mark_for_each_call_and_the_axes_named() throws Exception {
        String svg = Picture.draw(round(6, 8, 0.1, 0.2, 48), Io.NIO, MACHINE);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(4 * CALLS);
        assertThat(svg)
                .contains("prefers-color-scheme: dark", ">ms<", "call, in order", "A &lt;JDK&gt; &amp; more")
                .contains("keep-alive, 1 connection: median 48 ms", "close, 10 connections: median 8 ms");
    }
}
