package io.github.h11j.examples.handler;

import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields that a server adds to responses: {@code Date} and {@code Server} where they are missing (RFC 9110 §6.6.1,
 * §10.2.4), and {@code Connection: close}. The clock is here, because the protocol library has none. Safe for many
 * threads.
 */
public final class ServerFields {

    private final Clock clock;
    private final String server;
    private volatile Stamp last = new Stamp(Long.MIN_VALUE, "");

    private record Stamp(long second, String text) {}

    /**
     * Fields.
     *
     * @param clock tells the date
     * @param server the value of {@code Server}; empty for none
     */
    public ServerFields(Clock clock, String server) {
        this.clock = clock;
        this.server = server;
    }

    /**
     * A response with the fields.
     *
     * @param response what the handler sends
     * @param close whether it is to say {@code Connection: close}
     * @return with what was missing
     */
    public Response complete(Response response, boolean close) {
        Headers headers = response.headers();
        List<Headers.Field> fields = new ArrayList<>(headers.size() + 3);
        headers.forEach(fields::add);
        if (!headers.contains("Date")) {
            fields.add(new Headers.Field("Date", date()));
        }
        if (!server.isEmpty() && !headers.contains("Server")) {
            fields.add(new Headers.Field("Server", server));
        }
        if (close && !headers.containsToken("Connection", "close")) {
            fields.add(new Headers.Field("Connection", "close"));
        }
        return new Response(response.statusCode(), response.reason(), Headers.of(fields), response.version());
    }

    /**
     * Events with the fields in the response among them, if there is one.
     *
     * @param events what the handler sends
     * @param close whether the response is to say {@code Connection: close}
     * @return a changed copy
     */
    public Event[] complete(List<? extends Event> events, boolean close) {
        return events.stream()
                .map(event -> event instanceof Response response ? complete(response, close) : event)
                .toArray(Event[]::new);
    }

    /** The date; its text is made once a second. */
    private String date() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Stamp stamp = last;
        if (stamp.second != second) {
            stamp = new Stamp(second, HttpDate.format(clock.instant()));
            last = stamp;
        }
        return stamp.text;
    }
}
