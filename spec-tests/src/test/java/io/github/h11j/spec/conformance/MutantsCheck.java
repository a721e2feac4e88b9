package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.build.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Proves that the cases of a kind can fail: software that is wrong in just one way fails each absolute case, and some others.
 *
 * @param <M> one way to be wrong
 */
@Tag("mutants")
abstract class MutantsCheck<M> {

    private static final int PARALLEL = 8;

    private final List<ConformanceCase> cases;
    private final List<M> mutants;
    private final Set<String> also;

    /** Also names cases that are not absolute, and that a mutant fails nevertheless. */
    MutantsCheck(CaseKind kind, List<M> mutants, Set<String> also) {
        this.cases = CaseFile.builtIn(kind);
        this.mutants = mutants;
        this.also = also;
    }

    /** Runs cases against software with a mutant. */
    abstract List<CaseResult> run(M mutant, List<ConformanceCase> tests, int parallel) throws IOException;

    /** The results with software that is not wrong. */
    final List<CaseResult> runAll(M none) throws IOException {
        return run(none, Sample.of(cases), PARALLEL);
    }

    @Test
    void every_absolute_case_is_failed_by_a_mutant() throws Exception {
        Set<ConformanceCase> left = new ConcurrentSkipListSet<>(Comparator.comparing(ConformanceCase::id));
        left.addAll(Sample.of(cases.stream()
                .filter(test -> test.level().isAbsolute() || also.contains(test.id()))
                .toList()));
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (M mutant : mutants) {
                running.add(workers.submit(() -> {
                    remove(left, mutant, PARALLEL);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
        // on a busy machine a cut may go unnoticed, so the remaining cases run alone
        for (int i = 0; i < 3; i++) {
            for (M mutant : mutants) {
                remove(left, mutant, 1);
            }
        }
        assertThat(left).extracting(ConformanceCase::id).isEmpty();
    }

    private void remove(Set<ConformanceCase> left, M mutant, int parallel) throws IOException {
        List<ConformanceCase> tests = List.copyOf(left);
        if (!tests.isEmpty()) {
            run(mutant, tests, parallel).stream()
                    .filter(result -> result.verdict() == Verdict.FAIL)
                    .forEach(result -> left.remove(result.test()));
        }
    }

    /** Software that is wrong in every way would prove nothing. */
    @Test
    void each_mutant_passes_most_cases() throws IOException {
        List<ConformanceCase> sample = Sample.oneOf(20, cases);
        for (M mutant : Sample.of(mutants)) {
            long failed = run(mutant, sample, 2 * PARALLEL).stream()
                    .filter(result -> result.verdict() == Verdict.FAIL)
                    .count();
            assertThat(failed).as(mutant.toString()).isLessThanOrEqualTo(sample.size() / 2);
        }
    }
}
