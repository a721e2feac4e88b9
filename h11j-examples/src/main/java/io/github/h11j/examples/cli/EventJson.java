package io.github.h11j.examples.cli;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.output.JsonTree;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Events as the JSON objects of recorded cases and traces; texts have one character a byte. */
final class EventJson {

    private static final HttpVersion NEVER_SENT = new HttpVersion(0, 0);

    private EventJson() {}

    static JsonTree write(Event event) {
        JsonTree json = JsonTree.object();
        if (event instanceof Request request) {
            json.put("type", "Request").put("method", request.method()).put("target", request.target());
            head(json, request.headers(), request.version());
        } else if (event instanceof Response response) {
            json.put("type", "Response")
                    .put("status_code", response.statusCode())
                    .put("reason", response.reason());
            head(json, response.headers(), response.version());
        } else if (event instanceof InformationalResponse response) {
            json.put("type", "InformationalResponse")
                    .put("status_code", response.statusCode())
                    .put("reason", response.reason());
            head(json, response.headers(), response.version());
        } else if (event instanceof Data data) {
            json.put("type", "Data")
                    .put("data_b64", base64(data.bytes().toByteArray()))
                    .put("chunk_start", data.chunkStart())
                    .put("chunk_end", data.chunkEnd());
        } else if (event instanceof EndOfMessage end) {
            json.put("type", "EndOfMessage").put("headers", fields(end.trailers()));
        } else {
            json.put("type", "ConnectionClosed");
        }
        return json;
    }

    private static void head(JsonTree json, Headers headers, HttpVersion version) {
        json.put("headers", fields(headers)).put("http_version", version.toString());
    }

    private static JsonTree fields(Headers headers) {
        JsonTree fields = JsonTree.array();
        for (Headers.Field field : headers) {
            fields.add(JsonTree.array().add(field.name()).add(field.value()));
        }
        return fields;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Makes an event.
     *
     * @throws io.github.h11j.LocalProtocolException if such an event may never be sent
     * @throws IllegalArgumentException if the object is not an event
     */
    static Event read(JsonTree json) {
        return switch (json.get("type").text()) {
            case "Request" ->
                new Request(json.get("method").text(), json.get("target").text(), headers(json), version(json));
            case "Response" ->
                new Response(
                        json.get("status_code").number(0), json.get("reason").text(""), headers(json), version(json));
            case "InformationalResponse" ->
                new InformationalResponse(
                        json.get("status_code").number(0), json.get("reason").text(""), headers(json), version(json));
            case "Data" ->
                Data.of(Base64.getDecoder().decode(json.get("data_b64").text()));
            case "EndOfMessage" -> new EndOfMessage(headers(json));
            case "ConnectionClosed" -> new ConnectionClosed();
            default -> throw new IllegalArgumentException("not an event: " + json);
        };
    }

    private static Headers headers(JsonTree json) {
        List<Headers.Field> fields = new ArrayList<>();
        for (JsonTree field : json.get("headers")) {
            fields.add(new Headers.Field(field.get(0).text(), field.get(1).text()));
        }
        return Headers.of(fields);
    }

    /**
     * Returns the version. For an invalid one, which h11 rejects only when it is sent, returns one that is never sent
     * either.
     */
    private static HttpVersion version(JsonTree json) {
        String text = json.get("http_version").text("1.1");
        boolean possible = text.matches("[0-9][.][0-9]");
        return possible ? new HttpVersion(text.charAt(0) - '0', text.charAt(2) - '0') : NEVER_SENT;
    }
}
