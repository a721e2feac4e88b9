package io.github.h11j.spec.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a server does with plain, right requests: the measure for what it does with others.
 *
 * @param statuses the status of a plain request, for each method tried; 0 where none came
 * @param abilities what it can do, in the words of a case's {@code needs}
 * @param honoursClose whether it closes after a request with {@code Connection: close}
 * @param validators the values of ETag and Last-Modified of the representation, as variables for bytes; those that
 *     there are
 */
public record Calibration(
        Map<String, Integer> statuses, Set<String> abilities, boolean honoursClose, Map<String, String> validators) {

    /** Statuses that tell of the request's form or of the server, not of what was asked for. */
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

    /** Why a case that needs what is not there says nothing; empty if it has all it needs. */
    Optional<String> lacks(ConformanceCase test) {
        return test.needs().stream()
                .filter(need -> !abilities.contains(need))
                .sorted()
                .findFirst()
                .map(need -> "the " + test.kind().label() + " lacks what the case needs: " + need);
    }

    /** Whether a response is one that a right request of this method gets. */
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

    /** Whether a response is just the one that a plain GET gets. */
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
