package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The cases can fail: each that is absolute is failed by a server that is wrong in just one way. */
class MutantsTest {

    private static List<CaseResult> run(Mutant mutant, List<ConformanceCase> cases) throws IOException {
        try (TinyServer server = new TinyServer(mutant);
                ServerRunner runner =
                        new ServerRunner(ServerTarget.of(server.uri()).withTimeout(Duration.ofMillis(500)), 8)) {
            return runner.start(cases).stream().map(CompletableFuture::join).toList();
        }
    }

    @Test
    void the_server_without_a_mutant_passes_all_cases() throws IOException {
        assertThat(run(Mutant.NONE, CaseFile.builtIn(CaseKind.SERVER)))
                .filteredOn(result -> result.verdict() != Verdict.PASS)
                .map(result -> result.verdict() + " " + result.test().id() + " " + result.explanation())
                .isEmpty();
    }

    @Test
    void every_absolute_case_is_failed_by_a_mutant_that_passes_most_others() throws IOException {
        List<ConformanceCase> left = new ArrayList<>(CaseFile.builtIn(CaseKind.SERVER).stream()
                .filter(test -> test.level().isAbsolute())
                .toList());
        TreeMap<String, Integer> kills = new TreeMap<>();
        for (Mutant mutant : Mutant.all()) {
            int before = left.size();
            for (CaseResult result : run(mutant, List.copyOf(left))) {
                if (result.verdict() == Verdict.FAIL) {
                    left.remove(result.test());
                }
            }
            kills.put(mutant.toString(), before - left.size());
        }
        System.out.println(kills);
        assertThat(left.stream().map(ConformanceCase::id).toList()).isEmpty();
    }
}
