package io.github.h11j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run of bytes is the same whatever memory it is a view of. */
class BytesTest {

    private static final byte[] BYTES = "hel\u00e9o".getBytes(ISO_8859_1);

    private static byte[] around() {
        byte[] memory = new byte[BYTES.length + 5];
        System.arraycopy(BYTES, 0, memory, 3, BYTES.length);
        return memory;
    }

    private static ByteBuffer direct() {
        ByteBuffer memory = ByteBuffer.allocateDirect(BYTES.length + 5).put(around());
        return memory.limit(3 + BYTES.length).position(3);
    }

    /** The same bytes in every kind of memory. */
    static List<Bytes> kinds() {
        return List.of(
                Bytes.copyOf(BYTES),
                Bytes.wrap(BYTES),
                Bytes.wrap(around(), 3, BYTES.length),
                Bytes.wrap(around()).slice(3, 3 + BYTES.length),
                Bytes.wrap(ByteBuffer.wrap(BYTES)),
                Bytes.wrap(ByteBuffer.wrap(around(), 1, 9).slice().position(2).limit(7)),
                Bytes.wrap(ByteBuffer.wrap(BYTES).asReadOnlyBuffer()),
                Bytes.wrap(direct()),
                Bytes.wrap(direct().asReadOnlyBuffer()),
                Bytes.wrap(direct().position(0)).slice(3, 3 + BYTES.length),
                new Bytes(around(), 3, BYTES.length, new Bytes.Lease(0)),
                new Bytes(direct(), 3, BYTES.length, new Bytes.Lease(0)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bytes_are_read_one_by_one_and_as_a_whole(Bytes bytes) {
        assertThat(bytes.length()).isEqualTo(5);
        assertThat(bytes.isEmpty()).isFalse();
        for (int i = 0; i < BYTES.length; i++) {
            assertThat(bytes.at(i)).isEqualTo(BYTES[i]);
        }
        assertThat(bytes.toByteArray()).isEqualTo(BYTES).isNotSameAs(BYTES);
        assertThat(bytes.toString(ISO_8859_1)).isEqualTo("hel\u00e9o");
        assertThat(bytes.toString(UTF_8)).isEqualTo("hel\ufffdo");
        assertThat(bytes).hasToString("\"hel\\xe9o\"");
    }

    @Test
    void hash_codes_are_of_the_bytes() {
        assertThat(Stream.of("a", "b", "c", "d")
                        .map(text -> Bytes.utf8(text).hashCode())
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void positions_outside_are_refused(Bytes bytes) {
        List<Consumer<Bytes>> wrong = List.of(
                b -> b.at(5),
                b -> b.at(-1),
                b -> b.slice(0, 6),
                b -> b.slice(-1, 2),
                b -> b.slice(3, 2),
                b -> b.copyTo(new byte[4], 0),
                b -> b.copyTo(new byte[9], 5),
                b -> b.copyTo(new byte[9], -1),
                b -> b.copyTo(0, new byte[9], 0, 6),
                b -> b.copyTo(2, new byte[9], 0, 4),
                b -> b.copyTo(-1, new byte[9], 0, 2),
                b -> b.copyTo(0, new byte[9], 0, -1),
                b -> b.copyTo(0, new byte[9], 6, 4),
                b -> b.copyTo(0, new byte[9], -1, 2));
        for (Consumer<Bytes> each : wrong) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> each.accept(bytes));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void slices_are_views_of_a_part(Bytes bytes) {
        assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.utf8("el"));
        assertThat(bytes.slice(1, 4).slice(1, 2)).isEqualTo(Bytes.utf8("l"));
        assertThat(bytes.slice(5, 5)).isEqualTo(Bytes.EMPTY);
        assertThat(bytes.slice(0, 5)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bytes_are_copied_into_arrays_and_buffers(Bytes bytes) {
        byte[] target = new byte[7];
        bytes.copyTo(target, 1);
        assertThat(target).isEqualTo(new byte[] {0, 'h', 'e', 'l', (byte) 0xe9, 'o', 0});
        ByteBuffer buffer = ByteBuffer.allocate(7).position(2);
        bytes.copyTo(buffer);
        assertThat(buffer.position()).isEqualTo(7);
        assertThat(buffer.get(2)).isEqualTo((byte) 'h');
        ByteBuffer small = ByteBuffer.allocate(4);
        assertThatExceptionOfType(BufferOverflowException.class).isThrownBy(() -> bytes.copyTo(small));
        assertThat(small.position()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_part_is_copied_into_an_array(Bytes bytes) {
        byte[] target = new byte[4];
        bytes.copyTo(2, target, 1, 3);
        assertThat(target).isEqualTo(new byte[] {0, 'l', (byte) 0xe9, 'o'});
        bytes.slice(1, 4).copyTo(1, target, 0, 1);
        assertThat(target[0]).isEqualTo((byte) 'l');
        bytes.copyTo(5, target, 4, 0);
        assertThat(target[3]).isEqualTo((byte) 'o');
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bytes_are_written_to_a_stream(Bytes bytes) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        bytes.writeTo(stream);
        bytes.slice(1, 3).writeTo(stream);
        bytes.slice(5, 5).writeTo(stream);
        assertThat(stream.toString(ISO_8859_1)).isEqualTo("hel\u00e9oel");
    }

    @Test
    void many_bytes_outside_of_an_array_are_written_in_pieces() throws IOException {
        for (int length : new int[] {8191, 8192, 8193, 20_000}) {
            byte[] many = new byte[length];
            for (int i = 0; i < length; i++) {
                many[i] = (byte) i;
            }
            List<Integer> pieces = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream() {
                @Override
                public synchronized void write(byte[] bytes, int from, int count) {
                    pieces.add(count);
                    super.write(bytes, from, count);
                }
            };
            Bytes.wrap(ByteBuffer.allocateDirect(length).put(many).flip()).writeTo(stream);
            assertThat(stream.toByteArray()).isEqualTo(many);
            assertThat(pieces).allMatch(count -> count <= 8192).hasSize((length + 8191) / 8192);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_buffer_is_a_read_only_view_of_just_these_bytes(Bytes bytes) {
        ByteBuffer view = bytes.asByteBuffer();
        assertThat(view.isReadOnly()).isTrue();
        assertThat(view.position()).isZero();
        assertThat(view.capacity()).isEqualTo(5);
        assertThat(view).isEqualTo(ByteBuffer.wrap(BYTES));
        view.position(4);
        assertThat(bytes.asByteBuffer().remaining()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void equality_is_of_bytes_across_all_kinds(Bytes bytes) {
        for (Bytes other : kinds()) {
            assertThat(bytes).isEqualTo(other).hasSameHashCodeAs(other);
            assertThat(bytes.slice(0, 4)).isNotEqualTo(other);
        }
        assertThat(bytes).isNotEqualTo(Bytes.utf8("hello")).isNotEqualTo(null).isNotEqualTo(BYTES);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detaching_copies_what_is_borrowed_and_nothing_else(Bytes bytes) {
        Bytes detached = bytes.detach();
        assertThat(detached).isEqualTo(bytes);
        assertThat(detached.isBorrowed()).isFalse();
        if (bytes.isBorrowed()) {
            assertThat(bytes.slice(1, 2).isBorrowed()).isTrue();
        } else {
            assertThat(detached).isSameAs(bytes);
        }
    }

    @Test
    void no_bytes_are_empty_however_they_were_made() {
        for (Bytes empty : List.of(
                Bytes.EMPTY,
                Bytes.copyOf(new byte[0]),
                Bytes.utf8(""),
                Bytes.wrap(ByteBuffer.allocateDirect(3).position(3)))) {
            assertThat(empty.isEmpty()).isTrue();
            assertThat(empty.toByteArray()).isEmpty();
            assertThat(empty)
                    .isEqualTo(Bytes.EMPTY)
                    .hasSameHashCodeAs(Bytes.EMPTY)
                    .hasToString("\"\"");
        }
        assertThat(Bytes.copyOf(new byte[0])).isSameAs(Bytes.EMPTY);
    }

    @Test
    void a_copy_keeps_its_bytes_and_a_wrapped_array_lends_them() {
        byte[] memory = BYTES.clone();
        Bytes copy = Bytes.copyOf(memory);
        Bytes view = Bytes.wrap(memory);
        memory[0] = 'x';
        assertThat(copy.at(0)).isEqualTo((byte) 'h');
        assertThat(view.at(0)).isEqualTo((byte) 'x');
    }

    @Test
    void a_wrapped_buffer_may_be_moved_afterwards() {
        ByteBuffer memory = direct();
        Bytes bytes = Bytes.wrap(memory);
        memory.clear();
        assertThat(bytes.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void a_part_that_an_array_does_not_have_is_refused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Bytes.wrap(BYTES, 1, 5));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Bytes.wrap(BYTES, -1, 2));
    }

    @Test
    void texts_become_bytes_and_are_shown_cut_at_64() {
        assertThat(Bytes.utf8("\u00e9").toByteArray()).isEqualTo(new byte[] {(byte) 0xc3, (byte) 0xa9});
        assertThat(Bytes.wrap(new byte[] {0, 'a'}).toString(UTF_16BE)).isEqualTo("a");
        assertThat(Bytes.utf8("x".repeat(64))).hasToString('"' + "x".repeat(64) + '"');
        assertThat(Bytes.utf8("x".repeat(65))).hasToString('"' + "x".repeat(64) + "...\"");
    }

    @Test
    void borrowed_bytes_are_gone_when_their_lease_ends() {
        for (boolean direct : new boolean[] {true, false}) {
            Bytes.Lease lease = new Bytes.Lease(0);
            Bytes borrowed = direct ? new Bytes(direct(), 3, 5, lease) : new Bytes(around(), 3, 5, lease);
            Bytes part = borrowed.slice(0, 1);
            lease.end();
            List<Function<Bytes, Object>> uses = List.of(
                    b -> b.at(0),
                    b -> b.slice(0, 1),
                    Bytes::toByteArray,
                    Bytes::asByteBuffer,
                    b -> b.toString(UTF_8),
                    Bytes::detach,
                    b -> b.equals(Bytes.utf8("hello")),
                    Bytes::hashCode);
            for (Function<Bytes, Object> use : uses) {
                assertThatIllegalStateException().isThrownBy(() -> use.apply(borrowed));
            }
            assertThatIllegalStateException().isThrownBy(() -> borrowed.copyTo(new byte[5], 0));
            assertThatIllegalStateException().isThrownBy(() -> borrowed.copyTo(ByteBuffer.allocate(5)));
            assertThatIllegalStateException().isThrownBy(() -> borrowed.copyTo(1, new byte[5], 0, 1));
            assertThatIllegalStateException().isThrownBy(() -> borrowed.writeTo(new ByteArrayOutputStream()));
            assertThatIllegalStateException().isThrownBy(borrowed::borrowedPosition);
            assertThatIllegalStateException().isThrownBy(part::toByteArray);
            assertThat(borrowed.length()).isEqualTo(5);
            assertThat(borrowed.isEmpty()).isFalse();
            assertThat(borrowed.isBorrowed()).isTrue();
            assertThat(borrowed).hasToString("5 borrowed bytes, lease ended");
        }
    }
}
