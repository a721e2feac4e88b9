package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The server cases as a whole. */
class ServerCasesTest {

    private static final List<ConformanceCase> CASES = CaseFile.builtIn(CaseKind.SERVER);

    @Test
    void needs_are_abilities_that_the_calibration_finds_out() {
        Set<String> abilities = new HashSet<>(Set.of("parallel", "etag", "last-modified"));
        CaseFile.calibration(CaseKind.SERVER).forEach(plain -> abilities.add(plain.id()));
        assertThat(CASES).flatExtracting(ConformanceCase::needs).allMatch(abilities::contains);
    }

    @Test
    void every_variable_has_a_value() {
        Set<String> variables = new HashSet<>(
                ServerTarget.of(URI.create("http://a")).variables("1").keySet());
        variables.addAll(Set.of("etag", "last-modified", "later", "later-rfc850", "later-asctime"));
        for (ConformanceCase test : CASES) {
            for (Step step : test.steps()) {
                if (step instanceof Step.Send send) {
                    assertThat(variables).as(test.id()).containsAll(send.bytes().variables());
                }
            }
        }
    }
}
