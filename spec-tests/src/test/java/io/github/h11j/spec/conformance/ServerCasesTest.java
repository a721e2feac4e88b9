package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import io.github.h11j.spec.conformance.WireMessage.Field;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
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

    private static final Set<String> PERSISTENCE = Set.of("keep-alive", "post-keep-alive", "pipelining");

    /** RFC 9112 section 9.3 allows a server to close after each response. */
    @Test
    void what_is_right_of_a_server_that_persists_is_right_of_one_that_closes_after_the_first_response() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (ConformanceCase test : CASES) {
            if (!Collections.disjoint(test.needs(), PERSISTENCE) || resets(test)) {
                continue;
            }
            for (List<Sighting> open : observationsThatPersist(test)) {
                if (isRight(test, open)) {
                    compared++;
                    Observation closed = closedAfterFirst(open);
                    if (!isRight(test, closed.sightings())) {
                        wrong.add(test.id() + ": " + new Observation(open) + " is right, " + closed + " is not");
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(400);
    }

    private static boolean isRight(ConformanceCase test, List<Sighting> seen) {
        return test.judge(new Observation(seen))
                .filter(outcome -> outcome.verdict() != Verdict.FAIL)
                .isPresent();
    }

    /** After a reset the kit opens another connection. */
    private static boolean resets(ConformanceCase test) {
        return test.steps().stream()
                .anyMatch(step -> step instanceof Step.End end && end.ending() == Step.Ending.RESET);
    }

    /** A server that does not persist must say so in each response. */
    private static Observation closedAfterFirst(List<Sighting> open) {
        List<Sighting> seen = new ArrayList<>();
        for (Sighting sighting : open) {
            if (sighting instanceof Message message && sighting.isNamed("final")) {
                List<Field> fields = new ArrayList<>(message.message().fields());
                fields.add(new Field("Connection", "close"));
                seen.add(SightingNotation.response(
                        message.message().status(), fields, message.message().content()));
                break;
            }
            seen.add(sighting);
        }
        seen.add(new Word("closed"));
        return new Observation(seen);
    }

    /** Observations that the patterns of a case name, if these have a response, and the connection is open at the end. */
    private static List<List<Sighting>> observationsThatPersist(ConformanceCase test) {
        return test.outcomes().stream()
                .flatMap(outcome -> SightingNotation.all(outcome.pattern().toString()).stream())
                .filter(seen -> seen.get(seen.size() - 1).isNamed("open")
                        && seen.stream().anyMatch(sighting -> sighting.isNamed("final")))
                .toList();
    }
}
