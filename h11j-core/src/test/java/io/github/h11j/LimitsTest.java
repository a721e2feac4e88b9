package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    /**
     * One bound.
     *
     * @param defaultValue of {@link Limits#DEFAULT}
     * @param ofHead of {@code Limits.ofHead(5)}
     */
    record Bound(
            String name,
            int defaultValue,
            int ofHead,
            ToIntFunction<Limits> get,
            BiFunction<Limits, Integer, Limits> with) {
        @Override
        public String toString() {
            return name;
        }
    }

    // spotless:off
    static List<Bound> bounds() {
        return List.of(
            new Bound("requestLine",             8192,     5, Limits::requestLine,            Limits::withRequestLine),
            new Bound("statusLine",              8192,     5, Limits::statusLine,             Limits::withStatusLine),
            new Bound("fieldSection",          16_384,     5, Limits::fieldSection,           Limits::withFieldSection),
            new Bound("fields",                   100,     5, Limits::fields,                 Limits::withFields),
            new Bound("chunkLine",                256,     5, Limits::chunkLine,              Limits::withChunkLine),
            new Bound("chunkExtensions",       16_384, 16_384, Limits::chunkExtensions,       Limits::withChunkExtensions),
            new Bound("trailerSection",          8192,     5, Limits::trailerSection,         Limits::withTrailerSection),
            new Bound("trailers",                 100,     5, Limits::trailers,               Limits::withTrailers),
            new Bound("leadingEmptyLines",          8,     8, Limits::leadingEmptyLines,      Limits::withLeadingEmptyLines),
            new Bound("informationalResponses",   100,   100, Limits::informationalResponses, Limits::withInformationalResponses));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("bounds")
    void a_bound_is_changed_by_itself_in_a_copy(Bound bound) {
        Limits changed = bound.with.apply(Limits.DEFAULT, 7);

        for (Bound other : bounds()) {
            boolean same = other.name.equals(bound.name);
            assertThat(other.get.applyAsInt(changed)).as(other.name).isEqualTo(same ? 7 : other.defaultValue);
            assertThat(other.get.applyAsInt(Limits.DEFAULT)).isEqualTo(other.defaultValue);
        }
        assertThat(changed.body()).isEqualTo(Long.MAX_VALUE);
        assertThat(bound.get.applyAsInt(Limits.DEFAULT.withBody(9))).isEqualTo(bound.defaultValue);
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void a_bound_is_0_to_16_mebibytes(Bound bound) {
        for (int right : new int[] {0, 1, 1 << 24}) {
            assertThat(bound.get.applyAsInt(bound.with.apply(Limits.DEFAULT, right)))
                    .isEqualTo(right);
        }
        for (int wrong : new int[] {-1, (1 << 24) + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bound.with.apply(Limits.DEFAULT, wrong))
                    .withMessage(bound.name + " is not in 0 to 16777216: " + wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE})
    void the_bound_of_the_body_is_a_long(long right) {
        assertThat(Limits.DEFAULT.withBody(right).body()).isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void the_bound_of_the_body_is_not_negative(long wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULT.withBody(wrong))
                .withMessage("body is negative: " + wrong);
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void one_number_bounds_each_part_of_a_head_and_what_is_counted_in_it(Bound bound) {
        assertThat(bound.get.applyAsInt(Limits.ofHead(5))).isEqualTo(bound.ofHead);
        assertThat(Limits.ofHead(5).body()).isEqualTo(Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> Limits.ofHead(-1));
    }

    @Test
    void limits_with_the_same_bounds_are_equal() {
        Map<Limits, String> names = Map.of(
                Limits.DEFAULT,
                "default",
                Limits.DEFAULT.withFields(1),
                "one field",
                Limits.DEFAULT.withTrailers(1),
                "one trailer",
                Limits.DEFAULT.withBody(1),
                "a byte of body");

        assertThat(names)
                .containsEntry(Limits.DEFAULT.withBody(1).withBody(Long.MAX_VALUE), "default")
                .containsEntry(Limits.DEFAULT.withFields(2).withFields(1), "one field")
                .containsEntry(Limits.DEFAULT.withTrailers(1).withTrailers(1), "one trailer")
                .containsEntry(Limits.DEFAULT.withBody(2).withBody(1), "a byte of body");
        assertThat(Limits.DEFAULT)
                .isNotEqualTo(Limits.DEFAULT.withFields(1))
                .isNotEqualTo(Limits.DEFAULT.withBody(1))
                .isNotEqualTo("limits")
                .isNotEqualTo(null);
    }

    @Test
    void limits_are_printed_with_their_names() {
        assertThat(Limits.DEFAULT.withBody(10))
                .hasToString("Limits[requestLine=8192, statusLine=8192, fieldSection=16384, fields=100, chunkLine=256,"
                        + " chunkExtensions=16384, trailerSection=8192, trailers=100, leadingEmptyLines=8,"
                        + " informationalResponses=100, body=10]");
    }
}
