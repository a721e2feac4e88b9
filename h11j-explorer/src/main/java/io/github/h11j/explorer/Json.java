package io.github.h11j.explorer;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.ProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import org.jspecify.annotations.Nullable;

/** A writer of the few JSON shapes that the page reads. */
final class Json {

    private final StringBuilder out = new StringBuilder();

    private boolean first = true;

    Json open(char bracket) {
        comma();
        out.append(bracket);
        first = true;
        return this;
    }

    Json close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    private void comma() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    Json key(String name) {
        comma();
        quote(name);
        out.append(':');
        first = true;
        return this;
    }

    Json raw(String json) {
        comma();
        out.append(json);
        return this;
    }

    Json text(@Nullable String value) {
        comma();
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    Json put(String name, @Nullable String value) {
        return key(name).text(value);
    }

    Json put(String name, boolean value) {
        return key(name).raw(value ? "true" : "false");
    }

    Json put(String name, int value) {
        return key(name).raw(Integer.toString(value));
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** An event. */
    Json event(Event event) {
        open('{');
        if (event instanceof Request request) {
            put("type", "Request").put("method", request.method()).put("target", request.target());
            fields(request.headers()).put("http_version", request.version().toString());
        } else if (event instanceof Response response) {
            put("type", "Response").put("status_code", response.statusCode()).put("reason", response.reason());
            fields(response.headers()).put("http_version", response.version().toString());
        } else if (event instanceof InformationalResponse response) {
            put("type", "InformationalResponse")
                    .put("status_code", response.statusCode())
                    .put("reason", response.reason());
            fields(response.headers()).put("http_version", response.version().toString());
        } else if (event instanceof Data data) {
            put("type", "Data").put("data", Escapes.latin1(data.bytes().toByteArray()));
            put("chunk_start", data.chunkStart()).put("chunk_end", data.chunkEnd());
        } else if (event instanceof EndOfMessage end) {
            put("type", "EndOfMessage");
            fields(end.trailers());
        } else if (event instanceof ConnectionClosed) {
            put("type", "ConnectionClosed");
        }
        return close('}');
    }

    private Json fields(Headers headers) {
        key("headers").open('[');
        for (Headers.Field field : headers) {
            open('[').text(field.name()).text(field.value()).close(']');
        }
        return close(']');
    }

    /** An error, as recorded traces have them. */
    Json error(String name, String where, ProtocolException e) {
        open('{').put("class", name).put("hint", e.statusHint()).put("where", where);
        put("msg", e.getMessage()).put("violation", e.violation().name());
        key("offset").raw(e.offset().isPresent() ? Long.toString(e.offset().getAsLong()) : "null");
        return close('}');
    }

    /** Why something is refused, for people. */
    Json refusal(ProtocolException e) {
        open('{').put("violation", e.violation().name());
        put(
                "source",
                e.refusal()
                        .map(refusal -> refusal.source())
                        .orElse(e.violation().source()));
        put(
                "why",
                e.refusal()
                        .map(refusal -> refusal.explanation())
                        .orElseGet(() -> sentence(e.violation().text())));
        put("message", e.getMessage()).put("status", e.statusHint());
        key("offset").raw(e.offset().isPresent() ? Long.toString(e.offset().getAsLong()) : "null");
        return close('}');
    }

    /** A violation's text is a clause in ASCII; JDK methods for its first letter would bring in the tables of Unicode. */
    private static String sentence(String clause) {
        char first = clause.charAt(0);
        return (char) (first >= 'a' && first <= 'z' ? first - 32 : first) + clause.substring(1) + ".";
    }
}
