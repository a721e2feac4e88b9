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

    /**
     * Sends an event that a reader has just received, and drops its bytes: they are on the wire already. Returns what it has
     * sent, null if nothing.
     */
    static @Nullable Event event(Connection reader, Connection sender, Event event) {
        try {
            if (event instanceof Request && sender.isReusable()) {
                sender.startNextCycle();
            }
            Event sent = sendable(event, !reader.jointState().keepAlive());
            sender.send(sent);
            return sent;
        } catch (LocalProtocolException e) {
            return null; // It could not have sent this: then its own view of itself stays as it was.
        }
    }

    /**
     * h11j sends HTTP/1.1 only. A message of another version says the same in it, with the Host that a request must have,
     * and with close if the connection does not persist after it for the reader: HTTP/1.0 need not say so, nor need a
     * response that ends with the connection.
     */
    private static Event sendable(Event event, boolean closes) {
        if (event instanceof Request request && !request.version().equals(HttpVersion.HTTP_1_1)) {
            Headers fields = request.headers().with("Host", "h11j.example");
            return new Request(request.method(), request.target(), closing(fields, closes));
        }
        if (event instanceof Response response) {
            Headers fields = closing(response.headers(), closes);
            return new Response(response.statusCode(), response.reason(), fields, HttpVersion.HTTP_1_1);
        }
        return event;
    }

    private static Headers closing(Headers fields, boolean closes) {
        return closes && !fields.containsToken("Connection", "close") ? fields.with("Connection", "close") : fields;
    }
}
