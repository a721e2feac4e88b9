package io.github.h11j;

import java.util.List;
import java.util.Objects;

/** Creates the events of a server's own error response, the last response on its connection. */
final class ErrorResponse {

    /** The fields that it sets itself. */
    private static final List<String> OWN = List.of("Content-Length", "Transfer-Encoding", "Connection");

    private ErrorResponse() {}

    static List<Event> of(int statusCode, String text, Headers fields) {
        Objects.requireNonNull(text, "text");
        if (statusCode < 400 || statusCode > 599) {
            throw new IllegalArgumentException("not the status of an error: " + statusCode);
        }
        for (String name : OWN) {
            if (fields.contains(name)) {
                throw new IllegalArgumentException("an error response sets " + name + " itself");
            }
        }
        Data line = Data.utf8(text + "\n");
        Headers typed =
                fields.contains("Content-Type") ? fields : fields.with("Content-Type", "text/plain; charset=utf-8");
        Headers headers = typed.with(
                        "Content-Length", Integer.toString(line.bytes().length()))
                .with("Connection", "close");
        return List.of(new Response(statusCode, headers), line, EndOfMessage.NO_TRAILERS);
    }
}
