package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The client cases can fail: each that is absolute is failed by a client that is wrong in just one way. */
class ClientMutantsTest {

    private static final List<ConformanceCase> CASES = CaseFile.builtIn(CaseKind.CLIENT);

    private static List<CaseResult> run(ClientMutant mutant, List<ConformanceCase> cases, int parallel)
            throws IOException {
        try (ClientRunner runner = new ClientRunner(new TinyClient(mutant), Duration.ofMillis(400), parallel)) {
            return runner.start(cases).stream().map(CompletableFuture::join).toList();
        }
    }

    @Test
    void the_client_without_a_mutant_fails_no_case() throws IOException {
        assertThat(run(ClientMutant.NONE, CASES, 8))
                .filteredOn(result -> result.verdict() != Verdict.PASS && result.verdict() != Verdict.TOLERATED)
                .map(result -> result.verdict() + " " + result.test().id() + ": " + result.explanation())
                .isEmpty();
    }

    @Test
    void every_absolute_case_is_failed_by_a_client_that_is_wrong_in_one_way() throws Exception {
        Set<ConformanceCase> left = new ConcurrentSkipListSet<>(Comparator.comparing(ConformanceCase::id));
        CASES.stream().filter(test -> test.level().isAbsolute()).forEach(left::add);
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (ClientMutant mutant : ClientMutant.all()) {
                running.add(workers.submit(() -> {
                    remove(left, mutant, 8);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
        // on a busy machine a cut may not be seen as one; what is left then gets the machine for itself
        for (int i = 0; i < 3 && !left.isEmpty(); i++) {
            for (ClientMutant mutant : ClientMutant.all()) {
                remove(left, mutant, 1);
            }
        }
        assertThat(left).extracting(ConformanceCase::id).isEmpty();
    }

    private static void remove(Set<ConformanceCase> left, ClientMutant mutant, int parallel) throws IOException {
        run(mutant, List.copyOf(left), parallel).stream()
                .filter(result -> result.verdict() == Verdict.FAIL)
                .forEach(result -> left.remove(result.test()));
    }

    /** A client that is wrong in everything would prove nothing. */
    @Test
    void each_mutant_passes_most_cases() throws IOException {
        List<ConformanceCase> sample = new ArrayList<>();
        for (int i = 0; i < CASES.size(); i += 20) {
            sample.add(CASES.get(i));
        }
        for (ClientMutant mutant : ClientMutant.all()) {
            long failed = run(mutant, sample, 16).stream()
                    .filter(result -> result.verdict() == Verdict.FAIL)
                    .count();
            assertThat(failed).as(mutant.toString()).isLessThanOrEqualTo(sample.size() / 2);
        }
    }
}
