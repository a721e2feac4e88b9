package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.receive;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every character from 0 to 0x10FF in every place where a program puts text: what is accepted adds no CR, LF or NUL to
 * the wire and arrives as it was; what is above 255 is refused.
 */
class WireSafetyTest {

    private static final int CHARACTERS = 0x1100;

    /** Where a text goes: {@code send} returns the bytes with it, and {@code around} is what they are without it. */
    private record Place(String name, String sample, Function<String, byte[]> send, String around) {

        private static Request request(String name, String value) {
            return new Request("GET", "/", Headers.of("Host", "a", name, value));
        }

        private static Response response(String reason, Headers headers) {
            return new Response(200, reason, headers.withAdded("Content-Length", "0"), HttpVersion.HTTP_1_1);
        }

        private static byte[] client(Event event) {
            return Connection.client().send(event);
        }

        private static byte[] trailers(Headers trailers) {
            return Connection.client().send(SendViolationCases.POST_CHUNKED, new EndOfMessage(trailers));
        }

        private static byte[] server(Event event) {
            Connection server = Connection.server();
            receive(SendViolationCases.GET_BYTES).accept(server);
            return server.send(event);
        }

        /** The texts that have a character at the front, in the middle and at the end. */
        List<String> texts(char c) {
            return List.of(c + sample, sample + c + sample, sample + c, String.valueOf(c));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    // spotless:off
    static List<Place> places() {
        String chunked = head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "0\r\n";
        return List.of(
            new Place("method", "X", text -> Place.client(new Request(text, "/", Headers.of("Host", "a"))),
                head(" / HTTP/1.1", "Host: a")),
            new Place("target", "/X", text -> Place.client(new Request("GET", text, Headers.of("Host", "a"))),
                head("GET  HTTP/1.1", "Host: a")),
            new Place("name in a request", "X", text -> Place.client(Place.request(text, "v")),
                head("GET / HTTP/1.1", "Host: a", ": v")),
            new Place("value in a request", "X", text -> Place.client(Place.request("n", text)),
                head("GET / HTTP/1.1", "Host: a", "n: ")),
            new Place("name of a trailer", "X", text -> Place.trailers(Headers.of(text, "v")),
                chunked + ": v\r\n\r\n"),
            new Place("value of a trailer", "X", text -> Place.trailers(Headers.EMPTY.withAdded("n", text)),
                chunked + "n: \r\n\r\n"),
            new Place("reason", "X", text -> Place.server(Place.response(text, Headers.EMPTY)),
                head("HTTP/1.1 200 ", "Content-Length: 0")),
            new Place("reason of an interim response", "X",
                text -> Place.server(new InformationalResponse(103, text, Headers.EMPTY, HttpVersion.HTTP_1_1)),
                head("HTTP/1.1 103 ")),
            new Place("name in an interim response", "X",
                text -> Place.server(new InformationalResponse(103, "", Headers.of(text, "v"), HttpVersion.HTTP_1_1)),
                head("HTTP/1.1 103 ", ": v")),
            new Place("value in an interim response", "X",
                text -> Place.server(new InformationalResponse(103, "", Headers.of("n", text), HttpVersion.HTTP_1_1)),
                head("HTTP/1.1 103 ", "n: ")),
            new Place("name in a response", "X", text -> Place.server(Place.response("", Headers.of(text, "v"))),
                head("HTTP/1.1 200 ", ": v", "Content-Length: 0")),
            new Place("value in a response", "X", text -> Place.server(Place.response("", Headers.of("n", text))),
                head("HTTP/1.1 200 ", "n: ", "Content-Length: 0")));
    }
    // spotless:on

    @Tag("slow") // for mutation testing, which runs it again and again
    @ParameterizedTest
    @MethodSource("places")
    void no_character_in_any_place_adds_a_line_or_is_changed(Place place) {
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < CHARACTERS; i++) {
            char c = (char) i;
            for (String text : place.texts(c)) {
                byte[] bytes;
                try {
                    bytes = place.send.apply(text);
                } catch (LocalProtocolException e) {
                    continue;
                }
                assertThat(c).as("%s in %s", i, place).isLessThan('\u0100').isNotIn('\r', '\n', '\0');
                String stripped = text.strip();
                String wire = new String(bytes, ISO_8859_1);
                assertThat(wire.length() - place.around.length()).isBetween(stripped.length() - 1, text.length());
                assertThat(count(wire, '\n')).isEqualTo(count(place.around, '\n'));
                assertThat(count(wire, '\r')).isEqualTo(count(place.around, '\r'));
                assertThat(wire).doesNotContain("\0");
                accepted.add(i);
            }
        }
        assertThat(accepted).contains((int) 'a');
    }

    private static long count(String text, char c) {
        return text.chars().filter(each -> each == c).count();
    }

    @Test
    void every_accepted_value_arrives_at_the_peer_as_it_was() {
        StringBuilder all = new StringBuilder("x");
        for (int i = 0; i < 256; i++) {
            if (i == '\t' || (i >= ' ' && i != 0x7F)) {
                all.append((char) i);
            }
        }
        String value = all.append('x').toString();
        Connection client = Connection.client();
        Connection server = Connection.server();
        Request request = new Request("!#$%&'*+-.^_`|~aZ09", "/%41?a=/b", Headers.of("Host", "a", "n", value));
        server.receiveData(client.send(request, END));
        assertThat(server.nextEvent()).isEqualTo(request);
        assertThat(server.nextEvent()).isEqualTo(END);
        Response response =
                new Response(299, value, Headers.of("n", value, "Content-Length", "0"), HttpVersion.HTTP_1_1);
        client.receiveData(server.send(response, END));
        assertThat(client.nextEvent()).isEqualTo(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0141", "a?\u0141", "\u0141?a", "\ud83d\ude00", "?\ud83d\ude00?", "a\ud83d", "\ude00"})
    void a_value_with_a_character_above_255_is_never_written_as_another_byte(String value) {
        assertThatThrownBy(() -> Headers.of("Host", "a", "n", value, "m", "b"))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BAD_FIELD_VALUE));
        assertThatThrownBy(() -> Headers.of("n" + value, "b"))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BAD_FIELD_NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "a?b", "/path?query=what?", "\u00ff?\u00e9"})
    void a_value_with_a_question_mark_travels_as_it_is(String value) {
        Connection server = Connection.server();
        Headers headers = Headers.of("Host", "a", "n", value, "m", "b");
        server.receiveData(Connection.client().send(new Request("GET", "/", headers), END));
        assertThat(((Request) server.nextEvent()).headers()).isEqualTo(headers);
    }

    @Test
    void numbers_are_written_in_lower_case_hexadecimal() {
        for (long number : new long[] {0, 1, 9, 10, 15, 16, 0xabcdef, 1L << 32, Long.MAX_VALUE, -1}) {
            byte[] target = new byte[20];
            int end = Latin1.putHex(number, target, 2);
            assertThat(new String(target, 2, end - 2, ISO_8859_1)).isEqualTo(Long.toHexString(number));
            assertThat(Latin1.hexLength(number)).isEqualTo(end - 2);
        }
        assertThat(Latin1.isLatin1("\u00ff")).isTrue();
        assertThat(Latin1.isLatin1("a\u0100a")).isFalse();
        assertThat(Latin1.isLatin1("")).isTrue();
    }
}
