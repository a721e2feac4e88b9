package io.github.h11j.spec.requirements;

import io.github.h11j.Bytes;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Events as lines of a script, for example {@code Request GET /a HTTP/1.1 {Host: a | X: b}}, {@code Response 200
 * HTTP/1.1 "OK" {}}, {@code Data abc}, {@code EndOfMessage {}}. When sending, version, reason phrase and fields may be
 * left out.
 */
final class EventNotation {

    private static final Pattern REQUEST =
            Pattern.compile("Request (\\S*) (\\S*)(?: HTTP/(\\d)\\.(\\d))?(?: \\{(.*)})?");
    private static final Pattern RESPONSE = Pattern.compile(
            "(Response|InformationalResponse) (\\d+)(?: HTTP/(\\d)\\.(\\d))?(?: \"(.*)\")?(?: \\{(.*)})?");
    private static final Pattern END = Pattern.compile("EndOfMessage(?: \\{(.*)})?");

    private EventNotation() {}

    static Event event(String line) {
        Matcher request = REQUEST.matcher(line);
        Matcher response = RESPONSE.matcher(line);
        Matcher end = END.matcher(line);
        if (request.matches()) {
            return new Request(
                    Notation.text(request.group(1)),
                    Notation.text(request.group(2)),
                    headers(request.group(5)),
                    version(request.group(3), request.group(4)));
        }
        if (response.matches()) {
            return response(response);
        }
        if (end.matches()) {
            return new EndOfMessage(headers(end.group(1)));
        }
        if (line.equals("ConnectionClosed")) {
            return new ConnectionClosed();
        }
        if (line.startsWith("Data ")) {
            return new Data(Bytes.wrap(Notation.bytes(line.substring(5))));
        }
        throw new IllegalArgumentException("no event: " + line);
    }

    private static Event response(Matcher match) {
        int status = Integer.parseInt(match.group(2));
        Headers headers = headers(match.group(6));
        HttpVersion version = version(match.group(3), match.group(4));
        String reason = match.group(5);
        if (match.group(1).equals("Response")) {
            return reason == null && version.equals(HttpVersion.HTTP_1_1)
                    ? new Response(status, headers)
                    : new Response(status, text(reason), headers, version);
        }
        return reason == null && version.equals(HttpVersion.HTTP_1_1)
                ? new InformationalResponse(status, headers)
                : new InformationalResponse(status, text(reason), headers, version);
    }

    private static String text(@Nullable String notation) {
        return notation == null ? "" : Notation.text(notation);
    }

    private static HttpVersion version(@Nullable String major, @Nullable String minor) {
        return major == null || minor == null
                ? HttpVersion.HTTP_1_1
                : new HttpVersion(Integer.parseInt(major), Integer.parseInt(minor));
    }

    private static Headers headers(@Nullable String notation) {
        List<Headers.Field> fields = new ArrayList<>();
        if (notation != null && !notation.isEmpty()) {
            for (String field : notation.split(" \\| ", -1)) {
                int colon = field.indexOf(": ");
                fields.add(new Headers.Field(
                        Notation.text(field.substring(0, colon)), Notation.text(field.substring(colon + 2))));
            }
        }
        return Headers.of(fields);
    }

    static String visible(NextEvent event) {
        if (event instanceof Request request) {
            return "Request " + request.method() + " " + Notation.visible(request.target()) + " HTTP/"
                    + request.version() + " " + visible(request.headers());
        }
        if (event instanceof Response response) {
            return "Response " + response.statusCode() + " HTTP/" + response.version() + " \""
                    + Notation.visible(response.reason()) + "\" " + visible(response.headers());
        }
        if (event instanceof InformationalResponse response) {
            return "InformationalResponse " + response.statusCode() + " HTTP/" + response.version() + " \""
                    + Notation.visible(response.reason()) + "\" " + visible(response.headers());
        }
        if (event instanceof EndOfMessage end) {
            return "EndOfMessage " + visible(end.trailers());
        }
        throw new IllegalArgumentException("no notation for " + event);
    }

    private static String visible(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map(field -> field.name() + ": " + Notation.visible(field.value()))
                .collect(Collectors.joining(" | ", "{", "}"));
    }
}
