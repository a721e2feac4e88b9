package io.github.h11j.examples.handler;

import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import java.time.Clock;
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
        boolean dateMissing = !headers.contains("Date");
        boolean serverMissing = !server.isEmpty() && !headers.contains("Server");
        boolean closeMissing = close && !headers.containsToken("Connection", "close");
        if (!dateMissing && !serverMissing && !closeMissing) {
            return response;
        }
        int size = headers.size();
        int missing = (dateMissing ? 1 : 0) + (serverMissing ? 1 : 0) + (closeMissing ? 1 : 0);
        String[] fields = new String[2 * (size + missing)];
        int at = 0;
        for (int i = 0; i < size; i++) {
            fields[at++] = headers.name(i);
            fields[at++] = headers.value(i);
        }
        if (dateMissing) {
            fields[at++] = "Date";
            fields[at++] = date();
        }
        if (serverMissing) {
            fields[at++] = "Server";
            fields[at++] = server;
        }
        if (closeMissing) {
            fields[at++] = "Connection";
            fields[at] = "close";
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
        Event[] complete = events.toArray(Event[]::new);
        for (int i = 0; i < complete.length; i++) {
            if (complete[i] instanceof Response response) {
                complete[i] = complete(response, close);
            }
        }
        return complete;
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
