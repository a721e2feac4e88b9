package io.github.h11j.spec.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a server does with plain, correct requests: the yardstick for what it does with others.
 *
 * @param statuses the status of the response to a plain request, for each method tried; 0 if none came
 * @param abilities what it can do, in the terms of a case's {@code needs}
 * @param honoursClose whether it closes after a request with {@code Connection: close}
 * @param validators the values of ETag and Last-Modified of the representation, and a later date in each form, as
 *     variables for the bytes of cases; only those that exist
 */
public record Calibration(
        Map<String, Integer> statuses, Set<String> abilities, boolean honoursClose, Map<String, String> validators) {

    /** Statuses that say something about the form of the request or about the server, not about the resource. */
    private static final Set<Integer> PROTOCOL = Set.of(400, 408, 411, 413, 414, 416, 417, 421, 426, 431);

    /**
     * A calibration.
     *
     * @param statuses as above
     * @param abilities as above
     * @param honoursClose as above
     * @param validators as above
     * @throws NullPointerException if something is missing
     */
    public Calibration {
        statuses = Map.copyOf(statuses);
        abilities = Set.copyOf(abilities);
        validators = Map.copyOf(validators);
    }

    /** Why a case is inconclusive because the subject lacks what it needs; empty if nothing is missing. */
    Optional<String> lacks(ConformanceCase test) {
        return test.needs().stream()
                .filter(need -> !abilities.contains(need))
                .sorted()
                .findFirst()
                .map(need -> "the " + test.kind().label() + " lacks what the case needs: " + need);
    }

    /** Whether a response is one that a correct request with this method gets. */
    boolean isServed(String method, int status) {
        Integer usual = statuses.get(method);
        if (usual != null && usual != 0 && usual == status) {
            return true;
        }
        return status >= 200 && status < 500 && !PROTOCOL.contains(status);
    }

    /** Whether POST is answered with the content of the request. */
    boolean echoes() {
        return abilities.contains("echo");
    }

    /** Whether a response is exactly the one that a plain GET gets. */
    boolean isUsualGet(int status) {
        return statuses.getOrDefault("GET", 0) == status;
    }

    /**
     * A line for people.
     *
     * @return statuses and abilities
     */
    @Override
    public String toString() {
        return new TreeMap<>(statuses) + ", "
                + (abilities.isEmpty()
                        ? "no abilities"
                        : String.join(", ", abilities.stream().sorted().toList()))
                + (honoursClose ? "" : ", does not close when asked");
    }
}
