package io.github.h11j.spec.conformance;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One conformance test, as data.
 *
 * @param kind the kind of software it tests
 * @param id its name: lower-case letters, digits and hyphens; unique among all cases
 * @param title one sentence that says what correct software does
 * @param level how strongly the RFC asks for it
 * @param requirements the requirements it rests on, such as {@code RFC9112-6.3-3}; the first is the rule that the bytes
 *     break or exercise
 * @param meaning what the cited sentence says, in our own words
 * @param knownAs names of the vulnerabilities that such bytes have exploited, such as {@code Netty CVE-2019-16869};
 *     often none
 * @param mutation the kind of change that turns a plain message into this one, such as {@code bare-lf}
 * @param position the place of the change in the message, such as {@code chunk-line-end}
 * @param methods the methods of the requests that are sent, in order, as far as they matter for the length of the
 *     responses; requests beyond the list count as GET
 * @param path only in client cases: what follows the authority in the URL that the client gets
 * @param needs what the software must be able to do for the case to be conclusive, such as {@code keep-alive}
 * @param byteByByte whether each byte is sent separately
 * @param steps what the kit does
 * @param outcomes the observations that are correct or tolerable; everything else fails
 */
public record ConformanceCase(
        CaseKind kind,
        String id,
        String title,
        Level level,
        List<String> requirements,
        String meaning,
        List<String> knownAs,
        String mutation,
        String position,
        List<String> methods,
        ByteTemplate path,
        Set<String> needs,
        boolean byteByByte,
        List<Step> steps,
        List<Outcome> outcomes) {

    /**
     * A case.
     *
     * @param kind as above
     * @param id as above
     * @param title as above
     * @param level as above
     * @param requirements as above
     * @param meaning as above
     * @param knownAs as above
     * @param mutation as above
     * @param position as above
     * @param methods as above
     * @param path as above
     * @param needs as above
     * @param byteByByte as above
     * @param steps as above
     * @param outcomes as above
     * @throws IllegalArgumentException if there is no requirement, no step, or no outcome that passes
     */
    public ConformanceCase {
        requirements = List.copyOf(requirements);
        knownAs = List.copyOf(knownAs);
        methods = List.copyOf(methods);
        needs = Set.copyOf(needs);
        steps = List.copyOf(steps);
        outcomes = List.copyOf(outcomes);
        if (requirements.isEmpty()) {
            throw new IllegalArgumentException("a case needs at least one requirement");
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a case needs at least one step");
        }
        if (outcomes.stream().noneMatch(outcome -> outcome.verdict() == Verdict.PASS)) {
            throw new IllegalArgumentException("a case needs an outcome that passes");
        }
    }

    /**
     * Returns what distinguishes this case from all others: no two cases break the same rule in the same way at the
     * same place.
     *
     * @return rule, mutation and position
     */
    public String signature() {
        return requirements.get(0) + " " + mutation + " " + position;
    }

    /**
     * Returns the method of a request of this case.
     *
     * @param index 0 for the first request
     * @return GET if the case does not say
     */
    public String method(int index) {
        return index < methods.size() ? methods.get(index) : "GET";
    }

    /**
     * Returns the requests that the client makes, in a client case.
     *
     * @return the methods, at least one; {@code EXPECT} is a POST that waits for 100
     */
    public List<String> requests() {
        return methods.isEmpty() ? List.of("GET") : methods;
    }

    /**
     * Returns whether the case has a step that tells the client when to make its next request.
     *
     * @return false if the client makes its requests one after another without waiting
     */
    public boolean isPaced() {
        return steps.stream().anyMatch(Step.Next.class::isInstance);
    }

    /**
     * Returns the outcome that an observation matches.
     *
     * @param observation what was seen
     * @return the first outcome that matches; empty if none does: then the case fails
     */
    public Optional<Outcome> judge(Observation observation) {
        return outcomes.stream()
                .filter(outcome -> outcome.pattern().matches(observation))
                .findFirst();
    }

    /**
     * Returns the name of the case's test.
     *
     * @return id and title
     */
    @Override
    public String toString() {
        return id + ": " + title;
    }
}
