package io.github.h11j;

import static io.github.h11j.SendViolationCases.head;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.h11j.Headers.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Fields that are added, replaced and removed one by one. */
class HeadersBuilderTest {

    /** One call of a builder, and what it does to a list of fields. */
    record Step(String kind, String name, String value) {

        void takeOn(HeadersBuilder builder) {
            switch (kind) {
                case "add" -> builder.add(name, value);
                case "add bytes" -> builder.add(name, Bytes.wrap(value.getBytes(ISO_8859_1)));
                case "add all" -> builder.add(Headers.of(name, value, "x", "y"));
                case "add received" -> builder.add(received(name, value));
                case "add one" -> builder.add(Headers.of("x", "y", name, value), 1);
                case "add one received" -> builder.add(received(name, value), 1);
                case "set" -> builder.set(name, value);
                case "set bytes" -> builder.set(name, Bytes.wrap((" " + value + "\t").getBytes(ISO_8859_1)));
                case "remove" -> builder.remove(name);
                default -> builder.build();
            }
        }

        void takeOn(List<Field> fields) {
            switch (kind) {
                case "add", "add bytes", "add one", "add one received" -> fields.add(new Field(name, value));
                case "add all" -> fields.addAll(List.of(new Field(name, value), new Field("x", "y")));
                case "add received" -> fields.addAll(List.of(new Field("Host", "h"), new Field(name, value)));
                case "set", "set bytes" -> {
                    int first = first(fields);
                    fields.removeIf(field -> field.name().equalsIgnoreCase(name));
                    fields.add(first < 0 ? fields.size() : first, new Field(name, value));
                }
                case "remove" -> fields.removeIf(field -> field.name().equalsIgnoreCase(name));
                default -> {}
            }
        }

        private int first(List<Field> fields) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equalsIgnoreCase(name)) {
                    return i;
                }
            }
            return -1;
        }
    }

    private static Headers received(String name, String value) {
        Connection server = Connection.server();
        server.receiveData(
                head("GET / HTTP/1.1", "Host:h", name + ": \t" + value + " ").getBytes(ISO_8859_1));
        return ((Request) server.nextEvent()).headers();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> kinds = Arbitraries.of(
                "add",
                "add bytes",
                "add all",
                "add received",
                "add one",
                "add one received",
                "set",
                "set bytes",
                "remove",
                "build",
                "build");
        Arbitrary<String> names = Arbitraries.of("a", "A", "b", "Accept", "connection", "Connection", "TE", "expect");
        Arbitrary<String> values = Arbitraries.of("", "1", "close", "\u00e9 x");
        return Combinators.combine(kinds, names, values).as(Step::new).list().ofMaxSize(100);
    }

    @Property
    void a_builder_does_what_a_list_does(@ForAll("steps") List<Step> steps) {
        HeadersBuilder builder = Headers.builder();
        List<Field> fields = new ArrayList<>();
        List<Headers> built = new ArrayList<>();
        List<List<Field>> expected = new ArrayList<>();
        for (Step step : steps) {
            step.takeOn(builder);
            step.takeOn(fields);
            if (step.kind().equals("build")) {
                built.add(builder.build());
                expected.add(List.copyOf(fields));
            }
        }
        built.add(builder.build());
        expected.add(fields);
        for (int i = 0; i < built.size(); i++) {
            Headers headers = built.get(i);
            Headers plain = Headers.of(expected.get(i));
            assertThat(headers).isEqualTo(plain).hasSameHashCodeAs(plain);
            assertThat(lines(headers)).isEqualTo(lines(plain));
            for (int name = FieldName.HOST; name <= FieldName.EXPECT; name++) {
                assertThat(headers.count(name)).isEqualTo(plain.count(name));
                assertThat(headers.indexOf(name, 0)).isEqualTo(plain.indexOf(name, 0));
            }
        }
    }

    private static String lines(Headers headers) {
        byte[] lines = new byte[headers.linesLength()];
        assertThat(headers.writeLines(lines, 0)).isEqualTo(lines.length);
        return new String(lines, ISO_8859_1);
    }

    @Test
    void many_fields_can_be_replaced_and_removed() {
        HeadersBuilder builder = Headers.builder();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                builder.set("n" + i, "v" + round);
            }
        }
        builder.add("N7", "again")
                .set("n7", "last")
                .remove("n99")
                .remove("none")
                .remove("\u212a")
                .remove("");
        Headers headers = builder.add("k", "v").remove("\u212a").build();
        assertThat(headers.size()).isEqualTo(100);
        assertThat(headers.name(7)).isEqualTo("n7");
        assertThat(headers.value(7)).isEqualTo("last");
        assertThat(headers.contains("n99")).isFalse();
        assertThat(headers.value(99)).isEqualTo("v");
        for (int i = 0; i < 99; i++) {
            builder.remove("N" + i);
        }
        assertThat(builder.build()).isEqualTo(Headers.of("k", "v"));
        assertThat(builder.remove("k").build()).isSameAs(Headers.EMPTY);
    }

    @Test
    void the_map_of_names_is_right_for_lines_removed_before_it_was_made() {
        HeadersBuilder builder = Headers.builder();
        IntStream.range(0, 30).forEach(i -> builder.add("a", String.valueOf(i)));
        builder.set("a", "set").remove("none");
        IntStream.range(0, 10).forEach(i -> builder.add("b", String.valueOf(i)));
        assertThat(builder.set("a", "again").set("b", "b").build()).isEqualTo(Headers.of("a", "again", "b", "b"));
    }

    @Test
    void what_was_built_before_stays_as_it_was() {
        Headers first = Headers.of("a", "1", "b", "2");
        HeadersBuilder builder = first.toBuilder();
        Headers second = builder.build();
        Headers third = builder.add("c", "3").build();
        Headers fourth = builder.set("a", "4").build();
        Headers fifth = builder.remove("b").build();
        assertThat(first).isEqualTo(Headers.of("a", "1", "b", "2")).isEqualTo(second);
        assertThat(third).isEqualTo(Headers.of("a", "1", "b", "2", "c", "3"));
        assertThat(fourth).isEqualTo(Headers.of("a", "4", "b", "2", "c", "3"));
        assertThat(fifth).isEqualTo(Headers.of("a", "4", "c", "3"));
    }

    @Test
    void a_value_in_bytes_is_trimmed_copied_and_kept_byte_by_byte() {
        byte[] value = "\t \u00fcber ".getBytes(UTF_8);
        Headers headers = Headers.builder().add("a", Bytes.wrap(value)).build();
        value[3] = 'x';
        assertThat(headers.valueBytes(0).toString(UTF_8)).isEqualTo("\u00fcber");
        Bytes blank = Bytes.wrap(" \t ".getBytes(UTF_8));
        assertThat(Headers.builder().set("a", blank).build().value(0)).isEmpty();
    }

    @Test
    void what_is_refused_leaves_the_builder_as_it_was() {
        HeadersBuilder builder = Headers.builder().add("a", "1");
        Bytes bad = Bytes.wrap(new byte[] {'a', 0});
        for (String name : List.of("", "a b", "a:", "\u00e9", "\u0161")) {
            assertRefused(Violation.BAD_FIELD_NAME, () -> builder.add(name, "b"));
            assertRefused(Violation.BAD_FIELD_NAME, () -> builder.set(name, "b"));
            assertRefused(Violation.BAD_FIELD_NAME, () -> builder.set(name, Bytes.EMPTY));
        }
        assertRefused(Violation.BAD_FIELD_VALUE, () -> builder.add("a", "b\nc"));
        assertRefused(Violation.BAD_FIELD_VALUE, () -> builder.set("a", "\u0161"));
        assertRefused(Violation.BAD_FIELD_VALUE, () -> builder.add("a", bad));
        assertRefused(Violation.BAD_FIELD_VALUE, () -> builder.set("a", bad));
        assertThat(builder.build()).isEqualTo(Headers.of("a", "1"));
    }

    private static void assertRefused(Violation violation, Runnable call) {
        assertThatExceptionOfType(LocalProtocolException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.violation()).isEqualTo(violation));
    }

    @Test
    void null_is_refused_by_name() {
        HeadersBuilder builder = Headers.builder();
        Bytes some = Bytes.utf8("a");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.add(null, "a"))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.add("a", (String) null))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.add(null, some))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.add("a", (Bytes) null))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.set(null, "a"))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.set("a", (String) null))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.set(null, some))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.set("a", (Bytes) null))
                .withMessage("value");
        assertThatNullPointerException().isThrownBy(() -> builder.remove(null)).withMessage("name");
        assertThatNullPointerException().isThrownBy(() -> builder.add(null)).withMessage("headers");
        assertThatNullPointerException().isThrownBy(() -> builder.add(null, 0)).withMessage("headers");
        assertThat(builder.build()).isSameAs(Headers.EMPTY);
    }

    @Test
    void borrowed_bytes_are_refused_after_their_lease() {
        Connection server = Connection.server();
        server.receiveBorrowed(
                ByteBuffer.wrap((head("POST / HTTP/1.1", "Host: a", "Content-Length: 1") + "x").getBytes(ISO_8859_1)));
        server.nextEvent();
        Bytes borrowed = ((Data) server.nextEvent()).bytes();
        HeadersBuilder builder = Headers.builder().add("a", borrowed);
        server.endLease();
        assertThatIllegalStateException().isThrownBy(() -> builder.add("b", borrowed));
        assertThat(builder.build()).isEqualTo(Headers.of("a", "x"));
    }

    @Test
    void a_control_character_that_was_replaced_no_longer_keeps_fields_from_being_sent() {
        HeadersBuilder builder = Headers.of("Host", "a", "b", "\u0007").toBuilder();
        assertThat(builder.build().isClean()).isFalse();
        assertThat(builder.set("c", "d").build().isClean()).isFalse();
        assertThat(builder.set("b", "c").build().isClean()).isTrue();
        assertThat(builder.add("e", Bytes.wrap(new byte[] {7})).build().isClean())
                .isFalse();
        assertThat(builder.remove("c").build().isClean()).isFalse();
        assertThat(builder.remove("e").build().isClean()).isTrue();
        assertThat(Headers.builder().add(Headers.of("a", "\u0007")).build().isClean())
                .isFalse();
        Headers two = Headers.of("a", "\u0007", "b", "c");
        assertThat(Headers.builder().add(two, 0).build().isClean()).isFalse();
        assertThat(Headers.builder().add(two, 1).build().isClean()).isTrue();
    }

    @Test
    void a_field_that_is_not_there_is_not_added() {
        HeadersBuilder builder = Headers.builder();
        for (int i : new int[] {-1, 1}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> builder.add(Headers.of("a", "b"), i));
        }
        assertThat(builder.build()).isSameAs(Headers.EMPTY);
    }

    @Test
    void a_builder_whose_room_is_used_up_finds_its_fields() {
        for (int fields : List.of(33, 40, 100)) {
            HeadersBuilder builder = new HeadersBuilder(fields * 10, fields);
            IntStream.range(0, fields).forEach(i -> builder.add("a" + i, "b"));
            Headers headers = builder.remove("A3").set("a7", "c").build();
            assertThat(headers.size()).isEqualTo(fields - 1);
            assertThat(headers.first("a3")).isEmpty();
            assertThat(headers.first("a7")).contains("c");
        }
    }
}
