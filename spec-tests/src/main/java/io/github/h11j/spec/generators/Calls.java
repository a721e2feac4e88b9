package io.github.h11j.spec.generators;

import io.github.h11j.Role;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sequence of calls of a new connection's methods, sensible or not.
 *
 * @param role whose connection
 * @param calls the calls in order
 */
public record Calls(Role role, List<Call> calls) {

    /**
     * A sequence of calls.
     *
     * @param role whose connection
     * @param calls the calls in order
     */
    public Calls {
        calls = List.copyOf(calls);
    }

    @Override
    public String toString() {
        return calls.stream().map(Object::toString).collect(Collectors.joining("\n  ", role + ":\n  ", ""));
    }
}
