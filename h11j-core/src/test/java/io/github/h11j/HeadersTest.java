package io.github.h11j;

import static io.github.h11j.SendViolationCases.head;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.h11j.Headers.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-up, change and equality of field lines, built and received. */
class HeadersTest {

    private static final String[] LINES = {
        "Host", "a", "Accept", "b", "ACCEPT", "c , ,d", "x-empty", "", "Connection", "Keep-Alive, \t Foo,foo", "z", "y"
    };

    private static Headers built() {
        return Headers.of(LINES);
    }

    private static Headers received(String... lines) {
        List<String> all = new ArrayList<>(List.of("GET / HTTP/1.1"));
        Collections.addAll(all, lines);
        Connection server = Connection.server();
        server.receiveData(head(all.toArray(String[]::new)).getBytes(ISO_8859_1));
        return ((Request) server.nextEvent()).headers();
    }

    private static Headers received() {
        return received(
                "Host: a",
                "Accept:b",
                "ACCEPT: \t c , ,d  ",
                "x-empty: ",
                "Connection: Keep-Alive, \t Foo,foo",
                "z:\ty\t");
    }

    static List<Headers> bothKinds() {
        return List.of(
                built(),
                received(),
                built().withAdded("q", "r").without("Q"),
                received().withAdded("q", "r").without("q"));
    }

    @Test
    void hash_codes_are_of_the_fields() {
        assertThat(Stream.of("a", "b", "c", "d")
                        .map(value -> Headers.of("n", value).hashCode())
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void look_up_ignores_the_case_of_names(Headers headers) {
        assertThat(headers.size()).isEqualTo(6);
        assertThat(headers.isEmpty()).isFalse();
        assertThat(headers.contains("hOST")).isTrue();
        assertThat(headers.contains("hos")).isFalse();
        assertThat(headers.contains("hostt")).isFalse();
        assertThat(headers.contains("mode")).isFalse();
        assertThat(headers.first("host")).contains("a");
        assertThat(headers.all("host")).containsExactly("a");
        assertThat(headers.first("accept")).contains("b");
        assertThat(headers.first("X-EMPTY")).contains("");
        assertThat(headers.first("none")).isEmpty();
        assertThat(headers.all("Accept")).containsExactly("b", "c , ,d");
        assertThat(headers.all("none")).isEmpty();
        assertThat(headers.name(2)).isEqualTo("ACCEPT");
        assertThat(headers.value(2)).isEqualTo("c , ,d");
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void tokens_are_those_of_all_lines_without_empty_ones(Headers headers) {
        assertThat(headers.tokens("accept")).containsExactly("b", "c", "d");
        assertThat(headers.tokens("connection")).containsExactly("Keep-Alive", "Foo", "foo");
        assertThat(headers.tokens("x-empty")).isEmpty();
        assertThat(headers.tokens("none")).isEmpty();
        assertThat(headers.containsToken("CONNECTION", "keep-alive")).isTrue();
        assertThat(headers.containsToken("Connection", "keep")).isFalse();
        assertThat(headers.containsToken("none", "")).isFalse();
        assertThat(headers.containsToken("accept", "")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void positions_outside_are_refused(Headers headers) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> headers.name(6));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> headers.value(6));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> headers.name(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> headers.value(-1));
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void iteration_gives_the_fields_in_order_and_then_ends(Headers headers) {
        List<Field> fields = new ArrayList<>();
        Iterator<Field> iterator = headers.iterator();
        while (iterator.hasNext()) {
            fields.add(iterator.next());
        }
        assertThat(fields).hasSize(6).startsWith(new Field("Host", "a")).endsWith(new Field("z", "y"));
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(iterator::remove);
        assertThat(Headers.of(fields)).isEqualTo(headers);
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void all_kinds_are_equal_and_are_sent_alike(Headers headers) {
        assertThat(headers).isEqualTo(built()).hasSameHashCodeAs(built());
        Connection client = Connection.client();
        assertThat(new String(client.send(new Request("GET", "/", headers)), ISO_8859_1))
                .isEqualTo(head(
                        "GET / HTTP/1.1",
                        "Host: a",
                        "Accept: b",
                        "ACCEPT: c , ,d",
                        "x-empty: ",
                        "Connection: Keep-Alive, \t Foo,foo",
                        "z: y"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 20, 21})
    void received_fields_are_sent_however_many_they_are(int fields) {
        String[] lines = IntStream.range(0, fields)
                .mapToObj(i -> i == 0 ? "Host: a" : "n" + i + ": " + i)
                .toArray(String[]::new);
        List<String> all = new ArrayList<>(List.of("GET / HTTP/1.1"));
        Collections.addAll(all, lines);

        byte[] sent = Connection.client().send(new Request("GET", "/", received(lines)));

        assertThat(new String(sent, ISO_8859_1)).isEqualTo(head(all.toArray(String[]::new)));
    }

    @Test
    void names_values_and_order_make_the_difference() {
        assertThat(Headers.of("a", "b", "c", "d"))
                .isNotEqualTo(Headers.of("c", "d", "a", "b"))
                .isNotEqualTo(Headers.of("A", "b", "c", "d"))
                .isNotEqualTo(Headers.of("a", "B", "c", "d"))
                .isNotEqualTo(Headers.of("a", "b"))
                .isNotEqualTo(null)
                .isNotEqualTo("a: b")
                .isEqualTo(Headers.of("a", " b\t", "c", "\t d"));
        assertThat(Headers.EMPTY).isEqualTo(Headers.of()).isEmpty();
        assertThat(Headers.EMPTY.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void changes_are_copies(Headers headers) {
        Headers more = headers.withAdded("Accept", " e ");
        assertThat(more.all("accept")).containsExactly("b", "c , ,d", "e");
        Headers fewer = more.without("ACCEPT");
        assertThat(fewer.size()).isEqualTo(4);
        assertThat(fewer.contains("Accept")).isFalse();
        assertThat(fewer.without("none")).isSameAs(fewer);
        assertThat(headers).isEqualTo(built());
        assertThat(headers.without("Host").contains("host")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void with_replaces_all_fields_of_the_name_in_place_of_the_first(Headers headers) {
        assertThat(headers.with("accept", " e\t"))
                .isEqualTo(Headers.of(
                        "Host", "a", "accept", "e", "x-empty", "", "Connection", "Keep-Alive, \t Foo,foo", "z", "y"));
        assertThat(headers.with("new", "n"))
                .isEqualTo(headers.withAdded("new", "n"))
                .isEqualTo(headers.toBuilder().set("new", "n").build());
        assertThat(headers.with("HOST", "b").count(FieldName.HOST)).isEqualTo(1);
        assertThat(headers).isEqualTo(built());
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void values_can_be_had_as_bytes(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            assertThat(headers.valueBytes(i).toString(ISO_8859_1)).isEqualTo(headers.value(i));
            assertThat(headers.valueBytes(i).isBorrowed()).isFalse();
        }
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> headers.valueBytes(6));
    }

    @ParameterizedTest
    @MethodSource("bothKinds")
    void only_the_case_of_ascii_letters_is_ignored(Headers headers) {
        Headers more = headers.withAdded("k", "s, {, \u00ff");
        assertThat(more.contains("K")).isTrue();
        assertThat(more.contains("\u212a")).isFalse();
        assertThat(more.containsToken("k", "S")).isTrue();
        assertThat(more.containsToken("k", "\u017f")).isFalse();
        assertThat(more.containsToken("k", "[")).isFalse();
        assertThat(more.containsToken("k", "\u0178")).isFalse();
        assertThat(more.containsToken("k", "\u00ff")).isTrue();
    }

    @Test
    void null_is_refused_by_name() {
        assertThatNullPointerException()
                .isThrownBy(() -> Headers.of("a", "b", "c", null))
                .withMessage("the value of field 1 is null");
        assertThatNullPointerException()
                .isThrownBy(() -> Headers.of(null, "b"))
                .withMessage("the name of field 0 is null");
        assertThatNullPointerException().isThrownBy(() -> new Field(null, "b")).withMessage("name");
        assertThatNullPointerException().isThrownBy(() -> new Field("a", null)).withMessage("value");
        for (Headers headers : bothKinds()) {
            assertThatNullPointerException()
                    .isThrownBy(() -> headers.with(null, "b"))
                    .withMessage("name");
            assertThatNullPointerException()
                    .isThrownBy(() -> headers.with("host", null))
                    .withMessage("value");
            assertThatNullPointerException()
                    .isThrownBy(() -> headers.withAdded(null, "b"))
                    .withMessage("name");
            assertThatNullPointerException()
                    .isThrownBy(() -> headers.withAdded("a", null))
                    .withMessage("value");
        }
    }

    @Test
    void an_array_that_fields_were_made_from_may_be_changed() {
        String[] lines = {"a", " b "};
        Headers headers = Headers.of(lines);
        lines[0] = "x";
        assertThat(lines[1]).isEqualTo(" b ");
        assertThat(headers.name(0)).isEqualTo("a");
    }

    @Test
    void names_and_values_come_in_pairs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Headers.of("a", "b", "c"))
                .withMessageContaining("3 strings");
    }

    @Test
    void a_text_shows_all_fields_escaped() {
        assertThat(Headers.of("a", "b\"", "C", "\u00e9\u0007")).hasToString("[a: b\\\", C: \\xe9\\x07]");
        assertThat(Headers.EMPTY).hasToString("[]");
        assertThat(received("Host: a", "b: \u00ff")).hasToString("[Host: a, b: \\xff]");
    }

    @Test
    void a_control_that_was_removed_no_longer_keeps_fields_from_being_sent() {
        Headers unclean = Headers.of("Host", "a", "b", "\u0007");
        assertThat(unclean.isClean()).isFalse();
        assertThat(unclean.withAdded("c", "d").isClean()).isFalse();
        assertThat(unclean.without("b").isClean()).isTrue();
    }

    @Test
    void strings_of_received_fields_are_made_once_and_common_names_are_shared() {
        Headers headers = received("Host: a", "content-type: text/plain", "X-Mine: z");
        assertThat(headers.value(1)).isSameAs(headers.value(1));
        assertThat(headers.name(1)).isSameAs("content-type");
        assertThat(headers.name(2)).isEqualTo("X-Mine").isSameAs(headers.name(2));
        assertThat(received("Host: a").name(0)).isSameAs(headers.name(0));
    }

    @Test
    void known_fields_are_found_wherever_they_stand() {
        for (int before : List.of(0, 1, 200, 254, 255, 256, 300)) {
            String[] lines = new String[2 * before + 8];
            Arrays.fill(lines, "x");
            lines[2 * before] = "HOST";
            lines[2 * before + 2] = "connection";
            lines[2 * before + 3] = "a, close";
            lines[2 * before + 6] = "Host";
            Headers headers = Headers.of(lines);
            assertThat(headers.count(FieldName.HOST)).isEqualTo(2);
            assertThat(headers.count(FieldName.CONNECTION)).isEqualTo(1);
            assertThat(headers.count(FieldName.UPGRADE)).isZero();
            assertThat(headers.indexOf(FieldName.HOST, 0)).isEqualTo(before);
            assertThat(headers.indexOf(FieldName.HOST, before)).isEqualTo(before);
            assertThat(headers.indexOf(FieldName.HOST, before + 1)).isEqualTo(before + 3);
            assertThat(headers.indexAfter(FieldName.HOST, before)).isEqualTo(before + 3);
            assertThat(headers.indexAfter(FieldName.HOST, before + 3)).isEqualTo(-1);
            assertThat(headers.indexAfter(FieldName.CONNECTION, before + 1)).isEqualTo(-1);
            assertThat(headers.indexOf(FieldName.UPGRADE, 0)).isEqualTo(-1);
            assertThat(headers.hasMember(FieldName.CONNECTION, Framing.CLOSE)).isTrue();
            assertThat(headers.withAdded("hosT", "b").without("Connection").count(FieldName.HOST))
                    .isEqualTo(2);
        }
    }

    @Test
    void a_token_is_found_in_whichever_line_it_is() {
        for (Headers headers : List.of(
                Headers.of("Connection", "close", "A", "b", "Connection", "c"),
                Headers.of("Connection", "c", "A", "b", "Connection", "d, Close"))) {
            assertThat(headers.containsToken("connection", "close")).isTrue();
            assertThat(headers.containsToken("connection", "b")).isFalse();
        }
    }
}
