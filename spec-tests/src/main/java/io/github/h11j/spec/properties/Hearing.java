package io.github.h11j.spec.properties;

import io.github.h11j.State;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.pair.Heard;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that a connection reported about what it received.
 *
 * @param events adjacent {@link Heard.Content} joined, {@link Heard.Closed} once
 * @param verdict the rule that was broken and where, if one was
 * @param theirs the peer's state at the end
 * @param ours its own state at the end
 */
record Hearing(List<Heard> events, Optional<String> verdict, State theirs, State ours) {

    Hearing {
        events = List.copyOf(events);
    }

    /** Returns how many messages were complete. */
    long messages() {
        return events.stream().filter(Heard.End.class::isInstance).count();
    }

    ByteString content() {
        return ByteString.join(events.stream()
                .filter(Heard.Content.class::isInstance)
                .map(event -> ((Heard.Content) event).bytes())
                .toList());
    }

    @Override
    public String toString() {
        return events.stream().map(event -> "\n  " + event).collect(Collectors.joining()) + "\n  "
                + verdict.orElse("accepted") + "; they are " + theirs + ", we are " + ours;
    }
}
