package io.github.h11j.spec.generators;

import io.github.h11j.Event;
import io.github.h11j.Role;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message to send, as events.
 *
 * @param sender {@link Role#CLIENT} for a request, {@link Role#SERVER} for a response
 * @param method the method of the request, or of the request that the response answers
 * @param events head, data and end, in order
 * @param content the data of all events, joined
 */
public record Outgoing(Role sender, String method, List<Event> events, ByteString content) {

    /**
     * A message to send.
     *
     * @param sender {@link Role#CLIENT} for a request, {@link Role#SERVER} for a response
     * @param method the method of the request, or of the request that the response answers
     * @param events head, data and end, in order
     * @param content the data of all events, joined
     */
    public Outgoing {
        events = List.copyOf(events);
    }

    @Override
    public String toString() {
        return events.stream().map(Object::toString).collect(Collectors.joining("\n  ", "to send:\n  ", ""));
    }
}
