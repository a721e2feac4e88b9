package io.github.h11j.engine;

import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.Response;
import io.github.h11j.handler.HttpDate;
import java.time.Clock;
import java.util.List;

/**
 * The fields that a server adds to responses: {@code Date} and {@code Server} if they are missing (RFC 9110 §6.6.1,
 * §10.2.4), and {@code Connection: close}. It contains the clock, because the protocol library has none. Thread-safe.
 */
public final class ServerFields {

    private static final Headers CLOSE = Headers.of("Connection", "close");

    private final Clock clock;
    private final Headers server;
    private volatile Stamp last = new Stamp(Long.MIN_VALUE, Headers.EMPTY);

    /** The fields for one second, encoded and checked once: responses copy their bytes. */
    private record Stamp(long second, Headers date) {}

    /**
     * Creates fields.
     *
     * @param clock used for the date
     * @param server the value of {@code Server}; empty for none
     * @throws io.github.h11j.LocalProtocolException if it is not a valid field value
     */
    public ServerFields(Clock clock, String server) {
        this.clock = clock;
        this.server = server.isEmpty() ? Headers.EMPTY : Headers.of("Server", server);
    }

    /**
     * Returns a response with the fields.
     *
     * @param response what the handler sends
     * @param close whether to add {@code Connection: close}
     * @return the response with the fields that were missing
     */
    public Response complete(Response response, boolean close) {
        Headers headers = response.headers();
        boolean dateMissing = !headers.contains("Date");
        boolean serverMissing = !server.isEmpty() && !headers.contains("Server");
        boolean closeMissing = close && !headers.containsToken("Connection", "close");
        if (!dateMissing && !serverMissing && !closeMissing) {
            return response;
        }
        HeadersBuilder complete = headers.toBuilder();
        if (dateMissing) {
            complete.add(date());
        }
        if (serverMissing) {
            complete.add(server);
        }
        if (closeMissing) {
            complete.add(CLOSE);
        }
        return new Response(response.statusCode(), response.reason(), complete.build(), response.version());
    }

    /**
     * Returns events with the fields added to the response among them, if there is one.
     *
     * @param events what the handler sends
     * @param close whether to add {@code Connection: close}
     * @return a new array, in the same order
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

    /** Returns the date; its field is created once a second. */
    private Headers date() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Stamp stamp = last;
        if (stamp.second != second) {
            stamp = new Stamp(second, Headers.of("Date", HttpDate.format(clock.instant())));
            last = stamp;
        }
        return stamp.date;
    }
}
