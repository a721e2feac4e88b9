package io.github.h11j;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a connection says of some bytes.
 *
 * @param happenings events, adjacent {@code Data} joined to a text with the ends of chunks marked, and tolerated
 *     violations with their offsets
 * @param violation what was refused
 * @param offset where
 * @param unread what was left over
 */
record Transcript(
        List<Object> happenings,
        Optional<Violation> violation,
        OptionalLong offset,
        State theirs,
        State ours,
        String unread) {

    /** The bytes of all bodies, without the marks of chunks. */
    String body() {
        StringBuilder body = new StringBuilder();
        for (Object happening : happenings) {
            if (happening instanceof String text && text.startsWith("Data ")) {
                body.append(text.substring(5).replace("<", "").replace(">", ""));
            }
        }
        return body.toString();
    }

    /** The events of a kind. */
    <E extends Event> List<E> events(Class<E> kind) {
        return happenings.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean has(Class<? extends Event> kind) {
        return !events(kind).isEmpty();
    }

    /** Whether nothing was refused. */
    boolean isAccepted() {
        return violation.isEmpty();
    }

    /** The violation and its offset, or "accepted". */
    String verdict() {
        return violation.map(v -> v + " at " + offset.orElseThrow()).orElse("accepted");
    }
}
