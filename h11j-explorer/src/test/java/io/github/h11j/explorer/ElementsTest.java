package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.explorer.Elements.Element;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementsTest {

    private int events;
    private int heads;

    /** The counts are smaller than those of the cases: a fault ends a case. */
    @ParameterizedTest
    @CsvSource({
        "server, strict, 1600, 500",
        "server, h11, 3500, 1000",
        "client, strict, 1900, 550",
        "client, h11, 3000, 900"
    })
    void the_elements_of_every_recorded_case_tile_its_bytes_and_say_what_its_events_say(
            String role, String policy, int leastEvents, int leastHeads) {
        for (JsonNode recorded : Golden.cases()) {
            if (recorded.path("role").asText().equals(role)) {
                new Reader(role, policy).read(recorded);
            }
        }
        assertThat(events).isGreaterThan(leastEvents);
        assertThat(heads).isGreaterThan(leastHeads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1|Host: x|Connection: close||",
                "POST / HTTP/1.1|Host: x|Connection: close|Content-Length: 2||hi",
                "POST / HTTP/1.1|Host: x|Connection: close|Transfer-Encoding: chunked||2|hi|0|A: b||"
            })
    void bytes_after_the_last_message_are_dropped_and_no_part_of_its_end(String message) {
        String whole = message.replace("|", "\r\n");
        JsonNode run = Golden.parse(Explorer.run("strict", Scenario.raw('c', whole + "0\r\nGET / HTTP/1.1\r\n\r\n")));
        JsonNode log = run.at("/steps/0/log");
        JsonNode end = log.get(log.size() - 2);
        assertThat(end.get("text").asText()).isEqualTo("EndOfMessage");
        List<JsonNode> dropped = new ArrayList<>();
        end.get("elements").forEach(dropped::add);
        assertThat(dropped)
                .filteredOn(each -> each.get(2).asText().equals("dropped"))
                .hasSize(1);
        JsonNode last = dropped.get(dropped.size() - 1);
        assertThat(last.get(0).asInt()).isEqualTo(whole.length());
        assertThat(last.get(1).asInt()).isEqualTo(run.get("c").asText().length());
    }

    private final class Reader {

        private final Connection connection;
        private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        private int used;
        private boolean chunked;
        private boolean over;

        Reader(String role, String policy) {
            boolean server = role.equals("server");
            connection = server
                    ? Connection.server(Policies.named(policy, Role.SERVER))
                    : Connection.client(Policies.named(policy, Role.CLIENT));
        }

        /** A client sends what the case sends, because requests decide how responses are read. */
        void read(JsonNode recorded) {
            for (JsonNode step : recorded.path("steps")) {
                if (over) {
                    return;
                } else if (step.has("recv_b64")) {
                    byte[] bytes =
                            Base64.getDecoder().decode(step.get("recv_b64").asText());
                    stream.writeBytes(bytes);
                    connection.receiveData(bytes);
                    drain();
                } else if (step.has("eof")) {
                    connection.receiveEof();
                    drain();
                    over = true;
                } else if (connection.ourRole() == Role.CLIENT) {
                    act(step);
                }
            }
        }

        private void act(JsonNode step) {
            try {
                if (step.has("send")) {
                    connection.send(event(step.get("send")));
                } else if (step.has("send_failed")) {
                    connection.sendFailed();
                } else if (!step.has("drain")) {
                    connection.startNextCycle();
                }
            } catch (LocalProtocolException | IllegalArgumentException e) {
                return; // recorded to be refused
            }
            drain();
        }

        private void drain() {
            try {
                NextEvent next = connection.nextEvent();
                while (!over && !(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                    int to = (int) connection.receivedBytes() - connection.bufferedBytes();
                    Event event = (Event) next;
                    byte[] bytes = stream.toByteArray();
                    chunked = Elements.isChunked(connection, event, chunked);
                    check(event, bytes, Elements.of(event, bytes, used, to, chunked), used, to);
                    used = to;
                    over = next instanceof EndOfMessage && connection.ourRole() == Role.SERVER && !answer();
                    next = connection.nextEvent();
                }
            } catch (RemoteProtocolException e) {
                over = true;
            }
        }

        private boolean answer() {
            try {
                connection.send(new Response(204, Headers.EMPTY), new EndOfMessage());
                connection.startNextCycle();
                return true;
            } catch (LocalProtocolException e) {
                return false;
            }
        }
    }

    private static Event event(JsonNode event) {
        List<String> fields = new ArrayList<>();
        event.path("headers").forEach(field -> field.forEach(part -> fields.add(part.asText())));
        boolean request = event.path("type").asText().equals("Request");
        return Recorded.event(
                event.path("type").asText(),
                event.path(request ? "method" : "status_code").asText("0"),
                event.path(request ? "target" : "reason").asText(""),
                event.path("http_version").asText("1.1"),
                fields.toArray(new String[0]),
                Base64.getDecoder().decode(event.path("data_b64").asText("")));
    }

    private void check(Event event, byte[] stream, List<Element> elements, int from, int to) {
        events++;
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
            head(elements, stream, request.version(), request.headers());
        } else if (event instanceof InformationalResponse response) {
            status(elements, stream, response.statusCode(), response.reason());
            head(elements, stream, response.version(), response.headers());
        } else if (event instanceof Response response) {
            status(elements, stream, response.statusCode(), response.reason());
            head(elements, stream, response.version(), response.headers());
        } else if (event instanceof Data data) {
            assertThat(String.join("", texts(elements, stream, "data")))
                    .isEqualTo(new String(data.bytes().toByteArray(), StandardCharsets.ISO_8859_1));
        } else if (event instanceof EndOfMessage end) {
            assertThat(unfolded(fields(elements, stream))).isEqualTo(unfolded(fields(end.trailers())));
        }
    }

    private static void status(List<Element> elements, byte[] stream, int status, String reason) {
        assertThat(texts(elements, stream, "status")).containsExactly(String.valueOf(status));
        assertThat(String.join("", texts(elements, stream, "reason"))).isEqualTo(reason);
    }

    private void head(List<Element> elements, byte[] stream, HttpVersion version, Headers headers) {
        heads++;
        assertThat(texts(elements, stream, "version")).containsExactly("HTTP/" + version);
        List<String> written = fields(elements, stream);
        List<String> received = fields(headers);
        List<String> lengths = new ArrayList<>();
        written.removeIf(field -> isLength(field) && lengths.add(field.substring(field.indexOf(':') + 1)));
        received.removeIf(ElementsTest::isLength);
        assertThat(unfolded(received)).isEqualTo(unfolded(written));
        if (headers.contains("Content-Length")) { // it is received once, however often it was written
            String length = headers.first("Content-Length").orElseThrow();
            assertThat(lengths)
                    .allSatisfy(each -> assertThat(each.split("\\s*,\\s*", -1)).containsOnly(length));
        } else { // Transfer-Encoding overrides it: RFC 9112, section 6.3
            assertThat(lengths.isEmpty() || headers.contains("Transfer-Encoding"))
                    .isTrue();
        }
    }

    private static boolean isLength(String field) {
        return field.toLowerCase(Locale.ROOT).startsWith("content-length:");
    }

    private static List<String> fields(Headers headers) {
        List<String> fields = new ArrayList<>();
        headers.forEach(field -> fields.add(field.name() + ":" + field.value()));
        return fields;
    }

    /** What is left of the blanks around a fold is the library's choice. */
    private static List<String> unfolded(List<String> fields) {
        return fields.stream().map(field -> field.replaceAll("[ \t]+", " ")).toList();
    }

    /** Names with their values; the parts of a folded one with a space between them. */
    private static List<String> fields(List<Element> elements, byte[] stream) {
        List<String> fields = new ArrayList<>();
        for (Element element : elements) {
            String text = text(element, stream);
            int last = fields.size() - 1;
            if (element.kind().equals("name")) {
                fields.add(text + ":");
            } else if (element.kind().equals("value")) {
                String before = fields.get(last);
                fields.set(last, before + (before.endsWith(":") ? "" : " ") + text);
            }
        }
        return fields;
    }

    private static List<String> texts(List<Element> elements, byte[] stream, String kind) {
        return elements.stream()
                .filter(element -> element.kind().equals(kind))
                .map(element -> text(element, stream))
                .toList();
    }

    private static String text(Element element, byte[] stream) {
        return new String(stream, element.from(), element.to() - element.from(), StandardCharsets.ISO_8859_1);
    }
}
