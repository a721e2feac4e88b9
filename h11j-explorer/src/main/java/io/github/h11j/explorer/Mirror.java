package io.github.h11j.explorer;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.HttpVersion;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;

/** Lets the connection of a peer know what others have received of it: bytes that it did not make itself. */
final class Mirror {

    private Mirror() {}

    /** Sends the event, and drops its bytes: they are on the wire already. */
    static void event(Connection sender, Event event) {
        try {
            if (event instanceof Request && sender.isReusable()) {
                sender.startNextCycle();
            }
            sender.send(event instanceof Request request ? sendable(request) : event);
        } catch (LocalProtocolException e) {
            // It could not have sent this: then its own view of itself stays as it was.
        }
    }

    /** h11j sends no HTTP/1.0: as 1.1 the same request says close, and has Host. */
    private static Request sendable(Request request) {
        if (request.version().equals(HttpVersion.HTTP_1_1)) {
            return request;
        }
        return new Request(
                request.method(),
                request.target(),
                request.headers().with("Host", "h11j.example").with("Connection", "close"));
    }
}
