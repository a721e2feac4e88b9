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

/** The cases for clients can fail. */
class ClientMutantsTest extends MutantsCheck<ClientMutant> {

    ClientMutantsTest() {
        super(CaseKind.CLIENT, ClientMutant.all(), Set.of());
    }

    @Override
    List<CaseResult> run(ClientMutant mutant, List<ConformanceCase> tests, int parallel) throws IOException {
        try (ClientRunner runner = new ClientRunner(new TinyClient(mutant), Duration.ofMillis(400), parallel)) {
            return runner.start(tests).stream().map(CompletableFuture::join).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("legal")
    void an_unusual_but_correct_client_fails_no_absolute_case(ClientMutant legal) throws IOException {
        assertThat(runAll(legal))
                .filteredOn(result -> result.verdict() == Verdict.FAIL
                        && result.test().level().isAbsolute())
                .map(result -> result.test().id() + ": " + result.explanation())
                .isEmpty();
    }

    static List<ClientMutant> legal() {
        return ClientMutant.legal();
    }

    @Test
    void the_client_without_a_mutant_fails_no_case() throws IOException {
        assertThat(runAll(ClientMutant.NONE))
                .filteredOn(result -> result.verdict() != Verdict.PASS && result.verdict() != Verdict.TOLERATED)
                .map(result -> result.verdict() + " " + result.test().id() + ": " + result.explanation())
                .isEmpty();
    }
}
