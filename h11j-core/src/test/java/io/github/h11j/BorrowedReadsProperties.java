package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** One memory serves all reads, and is overwritten at the end of each lease: the events are those of copied reads. */
class BorrowedReadsProperties {

    private static final byte RUBBISH = '!';

    /** Kinds of memory that a caller may lend, all of the same size. */
    enum Memory {
        ARRAY,
        ARRAY_WITH_OFFSET,
        DIRECT,
        READ_ONLY;

        private static final int SIZE = 64;
        private static final int OFFSET = 9;

        /** What the caller reads into. */
        ByteBuffer allocate() {
            return switch (this) {
                case ARRAY, READ_ONLY -> ByteBuffer.allocate(SIZE);
                case ARRAY_WITH_OFFSET ->
                    ByteBuffer.allocate(SIZE + 2 * OFFSET)
                            .position(OFFSET)
                            .limit(OFFSET + SIZE)
                            .slice();
                case DIRECT -> ByteBuffer.allocateDirect(SIZE);
            };
        }

        /** The same memory as it is handed in, with octets in the middle of it. */
        ByteBuffer fill(ByteBuffer memory, byte[] octets, int from, int length) {
            ByteBuffer lent = memory.duplicate();
            lent.position(3).put(octets, from, length).flip().position(3);
            return this == READ_ONLY ? lent.asReadOnlyBuffer() : lent;
        }
    }

    private static final class Reader {
        private final Connection connection;
        private final List<Object> happenings = new ArrayList<>();
        private final List<Bytes> borrowed = new ArrayList<>();
        private final List<Bytes> detached = new ArrayList<>();

        private Reader(Messages.Message message) {
            connection = message.sender() == Role.CLIENT ? Connection.server() : Connection.client();
            message.setup().prepare(connection);
        }

        /** All events up to a signal; those of heads are looked at only at the end. */
        private void drain() {
            NextEvent next = connection.nextEvent();
            while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                if (next instanceof Data data) {
                    borrowed.add(data.bytes());
                    detached.add(data.bytes().detach());
                } else {
                    happenings.add(next);
                }
                if (next instanceof EndOfMessage && connection.ourState() == State.SEND_RESPONSE) {
                    connection.send(new Response(200, Headers.of("Content-Length", "0")), new EndOfMessage());
                    if (connection.isReusable()) {
                        connection.startNextCycle();
                    }
                }
                next = connection.nextEvent();
            }
        }

        private String body() {
            StringBuilder body = new StringBuilder();
            detached.forEach(bytes -> body.append(Wire.text(bytes)));
            return body.toString();
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void overwriting_the_memory_after_each_lease_changes_nothing(
            @ForAll("messages") Messages.Message message,
            @ForAll Memory kind,
            @ForAll @IntRange(min = 1, max = 60) int step) {
        byte[] octets = message.bytes();
        Transcript copied = Playback.play(message.sender(), Policy.STRICT, message.setup(), octets, Ending.OPEN);
        Reader reader = new Reader(message);
        ByteBuffer memory = kind.allocate();

        for (int from = 0; from < octets.length; from += step) {
            ByteBuffer lent = kind.fill(memory, octets, from, Math.min(step, octets.length - from));
            reader.connection.receiveBorrowed(lent);
            assertThat(lent.hasRemaining()).isFalse();
            reader.drain();
            for (int i = 0; i < memory.capacity(); i++) {
                memory.put(i, RUBBISH);
            }
        }

        assertThat(reader.happenings)
                .isEqualTo(copied.happenings().stream()
                        .filter(Event.class::isInstance)
                        .toList());
        assertThat(reader.body()).isEqualTo(copied.body());
        for (Bytes bytes : reader.borrowed) {
            if (bytes.isBorrowed()) {
                assertThatIllegalStateException().isThrownBy(bytes::toByteArray);
            }
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void an_array_that_was_copied_may_be_overwritten_at_once(
            @ForAll("messages") Messages.Message message, @ForAll @IntRange(min = 1, max = 60) int step) {
        byte[] octets = message.bytes();
        Transcript copied = Playback.play(message.sender(), Policy.STRICT, message.setup(), octets, Ending.OPEN);
        Reader reader = new Reader(message);
        byte[] memory = new byte[64];

        for (int from = 0; from < octets.length; from += step) {
            int length = Math.min(step, octets.length - from);
            System.arraycopy(octets, from, memory, 2, length);
            reader.connection.receiveData(memory, 2, length);
            Arrays.fill(memory, RUBBISH);
            reader.drain();
        }

        assertThat(reader.borrowed).noneMatch(Bytes::isBorrowed);
        assertThat(reader.body()).isEqualTo(copied.body());
    }

    @Provide
    Arbitrary<Messages.Message> messages() {
        return Messages.any();
    }
}
