package io.github.h11j.explorer;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import org.jspecify.annotations.Nullable;

/** Lets the connection of a peer know what others have received of it: bytes that it did not make itself. */
final class Mirror {

    private Mirror() {}

    /** Sends the event, and drops its bytes: they are on the wire already. Returns what it has sent, null if nothing. */
    static @Nullable Event event(Connection sender, Event event) {
        try {
            if (event instanceof Request && sender.isReusable()) {
                sender.startNextCycle();
            }
            Event sent = sendable(event);
            sender.send(sent);
            return sent;
        } catch (LocalProtocolException e) {
            return null; // It could not have sent this: then its own view of itself stays as it was.
        }
    }

    /** h11j sends no HTTP/1.0: as 1.1 the same message says close, and a request has Host. */
    private static Event sendable(Event event) {
        if (event instanceof Request request && !request.version().equals(HttpVersion.HTTP_1_1)) {
            Headers fields = request.headers().with("Host", "h11j.example").with("Connection", "close");
            return new Request(request.method(), request.target(), fields);
        }
        if (event instanceof Response response && !response.version().equals(HttpVersion.HTTP_1_1)) {
            Headers fields = response.headers().with("Connection", "close");
            return new Response(response.statusCode(), response.reason(), fields, HttpVersion.HTTP_1_1);
        }
        return event;
    }
}
