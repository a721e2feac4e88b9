package io.github.h11j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Events as the JSON objects of recorded cases and traces; texts have one character a byte. */
final class EventJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final HttpVersion NEVER_SENT = new HttpVersion(0, 0);

    private EventJson() {}

    static ObjectNode write(Event event) {
        ObjectNode json = NODES.objectNode();
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
            json.put("type", "EndOfMessage").set("headers", fields(end.trailers()));
        } else {
            json.put("type", "ConnectionClosed");
        }
        return json;
    }

    private static void head(ObjectNode json, Headers headers, HttpVersion version) {
        json.set("headers", fields(headers));
        json.put("http_version", version.toString());
    }

    private static ArrayNode fields(Headers headers) {
        ArrayNode fields = NODES.arrayNode();
        for (Headers.Field field : headers) {
            fields.addArray().add(field.name()).add(field.value());
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
    static Event read(JsonNode json) {
        return switch (json.path("type").asText()) {
            case "Request" ->
                new Request(json.path("method").asText(), json.path("target").asText(), headers(json), version(json));
            case "Response" ->
                new Response(
                        json.path("status_code").asInt(), json.path("reason").asText(""), headers(json), version(json));
            case "InformationalResponse" ->
                new InformationalResponse(
                        json.path("status_code").asInt(), json.path("reason").asText(""), headers(json), version(json));
            case "Data" ->
                Data.of(Base64.getDecoder().decode(json.path("data_b64").asText()));
            case "EndOfMessage" -> new EndOfMessage(headers(json));
            case "ConnectionClosed" -> new ConnectionClosed();
            default -> throw new IllegalArgumentException("not an event: " + json);
        };
    }

    private static Headers headers(JsonNode json) {
        List<Headers.Field> fields = new ArrayList<>();
        for (JsonNode field : json.path("headers")) {
            fields.add(new Headers.Field(field.path(0).asText(), field.path(1).asText()));
        }
        return Headers.of(fields);
    }

    /**
     * The version. For an invalid one, which h11 rejects only when it is sent, returns one that is never sent either.
     */
    private static HttpVersion version(JsonNode json) {
        String text = json.path("http_version").asText("1.1");
        boolean possible = text.matches("[0-9][.][0-9]");
        return possible ? new HttpVersion(text.charAt(0) - '0', text.charAt(2) - '0') : NEVER_SENT;
    }
}
