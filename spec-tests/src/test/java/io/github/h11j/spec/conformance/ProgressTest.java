package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong nanos = new AtomicLong();
    private final StringWriter err = new StringWriter();

    private static final ConformanceCase CASE =
            CaseFile.builtIn(CaseKind.SERVER).get(0);

    private static CaseResult result(Verdict verdict) {
        return new CaseResult(
                CASE,
                verdict,
                new Observation(List.of(new Observation.Word("closed"))),
                "",
                new Transcript(),
                Duration.ZERO);
    }

    private void run(boolean terminal, Duration each) {
        Progress progress = new Progress(new PrintWriter(err), 40, terminal, nanos::get);
        for (int i = 0; i < 40; i++) {
            nanos.addAndGet(each.toNanos());
            progress.done(result(i == 5 ? Verdict.FAIL : Verdict.PASS));
        }
        progress.end();
    }

    @Test
    void a_terminal_has_one_line_which_is_empty_in_the_end() {
        run(true, Duration.ZERO);
        assertThat(err.toString())
                .contains("\r40 of 40, 1 failed")
                .endsWith("\r")
                .doesNotContain("\n");
        assertThat(err.toString().split("\r"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    @Test
    void a_long_run_into_a_file_writes_a_line_every_ten_seconds() {
        run(false, Duration.ofSeconds(1));
        assertThat(err.toString().lines())
                .containsExactly(
                        "10 of 40 cases, 1 failed",
                        "20 of 40 cases, 1 failed",
                        "30 of 40 cases, 1 failed",
                        "40 of 40 cases, 1 failed");
    }

    @Test
    void a_short_run_into_a_file_writes_no_progress() {
        run(false, Duration.ofMillis(200));
        assertThat(err.toString()).isEmpty();
    }
}
