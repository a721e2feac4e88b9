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

/**
 * One memory serves all reads, and is overwritten as soon as the rules allow it: at the end of each message and of each
 * lease. The events are those of copied reads.
 */
class BorrowedReadsProperties {

    private static final class Reader {
        private final Connection connection;
        private final ByteBuffer memory;
        private final List<Object> happenings = new ArrayList<>();
        private final List<Bytes> borrowed = new ArrayList<>();
        private final List<Bytes> detached = new ArrayList<>();

        private Reader(Messages.Message message, ByteBuffer memory) {
            this.memory = memory;
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
                if (next instanceof EndOfMessage) {
                    Memory.overwrite(memory);
                    answer();
                }
                next = connection.nextEvent();
            }
            Memory.overwrite(memory);
        }

        private void answer() {
            if (connection.ourState() == State.SEND_RESPONSE) {
                connection.send(new Response(200, Headers.of("Content-Length", "0")), new EndOfMessage());
                if (connection.isReusable()) {
                    connection.startNextCycle();
                }
            }
        }

        private String body() {
            StringBuilder body = new StringBuilder();
            detached.forEach(bytes -> body.append(Wire.text(bytes)));
            return body.toString();
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void overwriting_the_memory_after_each_message_and_lease_changes_nothing(
            @ForAll("messages") Messages.Message message,
            @ForAll Memory kind,
            @ForAll @IntRange(min = 1, max = 400) int step) {
        byte[] bytes = message.bytes();
        Transcript copied = Playback.play(message.sender(), Policy.STRICT, message.setup(), bytes, Ending.OPEN);
        ByteBuffer memory = kind.allocate(404);
        Reader reader = new Reader(message, memory);

        for (int from = 0; from < bytes.length; from += step) {
            ByteBuffer lent = kind.lend(memory, bytes, from, Math.min(step, bytes.length - from));
            reader.connection.receiveBorrowed(lent);
            assertThat(lent.hasRemaining()).isFalse();
            reader.drain();
        }

        assertThat(reader.happenings)
                .isEqualTo(copied.happenings().stream()
                        .filter(Event.class::isInstance)
                        .toList());
        assertThat(reader.body()).isEqualTo(copied.body());
        for (Bytes view : reader.borrowed) {
            if (view.isBorrowed()) {
                assertThatIllegalStateException().isThrownBy(view::toByteArray);
            }
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void an_array_that_was_copied_may_be_overwritten_at_once(
            @ForAll("messages") Messages.Message message, @ForAll @IntRange(min = 1, max = 60) int step) {
        byte[] bytes = message.bytes();
        Transcript copied = Playback.play(message.sender(), Policy.STRICT, message.setup(), bytes, Ending.OPEN);
        byte[] memory = new byte[64];
        Reader reader = new Reader(message, ByteBuffer.wrap(memory));

        for (int from = 0; from < bytes.length; from += step) {
            int length = Math.min(step, bytes.length - from);
            System.arraycopy(bytes, from, memory, 2, length);
            reader.connection.receiveData(memory, 2, length);
            Arrays.fill(memory, (byte) '!');
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
