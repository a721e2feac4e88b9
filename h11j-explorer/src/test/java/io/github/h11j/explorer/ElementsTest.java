package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.explorer.Elements.Element;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementsTest {

    private int events;

    @Test
    void the_elements_of_every_recorded_case_tile_its_bytes_and_say_what_its_events_say() {
        for (JsonNode recorded : Golden.cases()) {
            if (recorded.path("role").asText().equals("server")) {
                read(recorded);
            }
        }
        assertThat(events).isGreaterThan(1600);
    }

    private void read(JsonNode recorded) {
        Connection connection = Connection.server(Policy.STRICT);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int used = 0;
        for (JsonNode step : recorded.path("steps")) {
            if (!step.has("recv_b64")) {
                continue;
            }
            byte[] bytes = Base64.getDecoder().decode(step.get("recv_b64").asText());
            stream.writeBytes(bytes);
            connection.receiveData(bytes);
            try {
                for (NextEvent next = connection.nextEvent();
                        !(next instanceof Signal);
                        next = connection.nextEvent()) {
                    if (next instanceof ConnectionClosed) {
                        break;
                    }
                    int to = (int) connection.receivedBytes() - connection.bufferedBytes();
                    check((Event) next, stream.toByteArray(), used, to);
                    used = to;
                    if (next instanceof EndOfMessage && !answer(connection)) {
                        return;
                    }
                }
            } catch (RemoteProtocolException e) {
                return;
            }
        }
    }

    private static boolean answer(Connection connection) {
        try {
            connection.send(new Response(204, Headers.EMPTY), new EndOfMessage());
            connection.startNextCycle();
            return true;
        } catch (LocalProtocolException e) {
            return false;
        }
    }

    private void check(Event event, byte[] stream, int from, int to) {
        events++;
        List<Element> elements = Session.elements(event, stream, from, to);
        int at = from;
        for (Element element : elements) {
            assertThat(element.from()).isEqualTo(at);
            assertThat(element.to()).isGreaterThan(at);
            at = element.to();
        }
        assertThat(at).as("%s", event).isEqualTo(to);

        if (event instanceof Request request) {
            assertThat(texts(elements, stream, "method")).containsExactly(request.method());
            assertThat(texts(elements, stream, "target")).containsExactly(request.target());
            fields(elements, stream, request.headers());
        } else if (event instanceof InformationalResponse || event instanceof Response) {
            throw new AssertionError("a server receives requests");
        } else if (event instanceof Data data) {
            assertThat(String.join("", texts(elements, stream, "data")))
                    .isEqualTo(new String(data.bytes().toByteArray(), StandardCharsets.ISO_8859_1));
        } else if (event instanceof EndOfMessage end && end.trailers().size() > 0) {
            assertThat(texts(elements, stream, "name"))
                    .hasSizeGreaterThanOrEqualTo(end.trailers().size());
        }
    }

    private static void fields(List<Element> elements, byte[] stream, Headers headers) {
        List<String> names = new ArrayList<>();
        headers.forEach(field -> names.add(field.name()));
        assertThat(texts(elements, stream, "name")).containsExactlyElementsOf(names);
        for (int i = 0; i < headers.size(); i++) {
            String value = headers.value(i);
            assertThat(value.isEmpty() || texts(elements, stream, "value").contains(value))
                    .as("%s among %s", value, texts(elements, stream, "value"))
                    .isTrue();
        }
    }

    private static List<String> texts(List<Element> elements, byte[] stream, String kind) {
        return elements.stream()
                .filter(element -> element.kind().equals(kind))
                .map(element ->
                        new String(stream, element.from(), element.to() - element.from(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
