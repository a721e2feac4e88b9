package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases for servers can fail. */
class MutantsTest extends MutantsCheck<Mutant> {

    MutantsTest() {
        super(
                CaseKind.SERVER,
                Mutant.all(),
                Set.of(
                        "if-range-bad-date",
                        "cookies-in-several-lines",
                        "cookies-in-many-lines",
                        "cookie-of-4096-bytes",
                        "target-with-escaped-nul",
                        "target-with-overlong-utf-8",
                        "path-with-escaped-nul",
                        "escaped-nul-ends-no-path",
                        "path-with-overlong-utf-8",
                        "overlong-dots-are-no-dots"));
    }

    @Override
    List<CaseResult> run(Mutant mutant, List<ConformanceCase> tests, int parallel) throws IOException {
        try (TinyServer server = new TinyServer(mutant);
                ServerRunner runner =
                        new ServerRunner(ServerTarget.of(server.uri()).withTimeout(Duration.ofMillis(400)), parallel)) {
            return runner.start(tests).stream().map(CompletableFuture::join).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("legal")
    void an_unusual_but_correct_server_fails_no_absolute_case(Mutant legal) throws IOException {
        assertThat(runAll(legal))
                .filteredOn(result -> result.verdict() == Verdict.FAIL
                        && result.test().level().isAbsolute())
                .map(result -> result.test().id() + ": " + result.explanation())
                .isEmpty();
    }

    static List<Mutant> legal() {
        return Mutant.legal();
    }

    @Test
    void the_server_without_a_mutant_passes_all_cases() throws IOException {
        assertThat(runAll(Mutant.NONE))
                .filteredOn(result -> result.verdict() != Verdict.PASS)
                .map(result -> result.verdict() + " " + result.test().id())
                .isEmpty();
    }
}
