package io.github.h11j.spec.generators;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All exchanges of one connection. Only the last may end it.
 *
 * @param exchanges one or more
 */
public record Conversation(List<Exchange> exchanges) {

    /**
     * All exchanges of one connection.
     *
     * @param exchanges one or more
     */
    public Conversation {
        exchanges = List.copyOf(exchanges);
    }

    @Override
    public String toString() {
        return exchanges.stream().map(each -> "\n" + each).collect(Collectors.joining());
    }
}
