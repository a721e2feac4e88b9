package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.POST_5;
import static io.github.h11j.SendViolationCases.POST_CHUNKED;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sendWithDataPassthrough: the same bytes, the bodies in their own memory, no empty buffer. */
class PassthroughTest {

    private static byte[] join(List<ByteBuffer> buffers) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (ByteBuffer buffer : buffers) {
            assertThat(buffer.hasRemaining()).isTrue();
            byte[] part = new byte[buffer.remaining()];
            buffer.duplicate().get(part);
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    @Test
    void the_bytes_are_those_of_send() {
        Event[] body = {Data.utf8("hello"), Data.utf8(""), Data.utf8("x".repeat(5000)), Data.utf8("y"), END};
        byte[] expected = Connection.client().send(POST_CHUNKED, body);
        assertThat(join(Connection.client().sendWithDataPassthrough(POST_CHUNKED, body)))
                .isEqualTo(expected);
        assertThat(join(Connection.client().sendWithDataPassthrough(POST_5, Data.utf8("12345"), END)))
                .isEqualTo(Connection.client().send(POST_5, Data.utf8("12345"), END));
    }

    @Test
    void bodies_share_the_memory_that_was_wrapped() {
        byte[] memory = "12345".getBytes(ISO_8859_1);
        List<ByteBuffer> buffers =
                Connection.client().sendWithDataPassthrough(POST_5, new Data(Bytes.wrap(memory)), END);
        assertThat(buffers).hasSize(2);
        memory[1] = 'X';
        assertThat(join(buffers)).asString(ISO_8859_1).endsWith("\r\n\r\n1X345");
        assertThat(buffers.get(1).isReadOnly()).isTrue();
    }

    @Test
    void direct_buffers_stay_direct() {
        ByteBuffer memory = ByteBuffer.allocateDirect(8).put("__12345_".getBytes(ISO_8859_1));
        memory.position(2).limit(7);
        List<ByteBuffer> buffers =
                Connection.client().sendWithDataPassthrough(POST_5, new Data(Bytes.wrap(memory)), END);
        assertThat(buffers.get(1).isDirect()).isTrue();
        memory.put(2, (byte) 'X');
        assertThat(join(buffers)).asString(ISO_8859_1).endsWith("\r\n\r\nX2345");
        assertThat(memory.position()).isEqualTo(2);
    }

    @Test
    void data_alone_is_its_own_buffer_alone() {
        Connection client = Connection.client();
        client.send(POST_5);
        assertThat(client.sendWithDataPassthrough(Data.utf8("12"))).hasSize(1);
        assertThat(client.sendWithDataPassthrough(Data.utf8(""))).isEmpty();
        assertThat(client.sendWithDataPassthrough(Data.utf8("3"), Data.utf8("4"), Data.utf8("5"), END))
                .hasSize(3);
    }

    @Test
    void what_may_not_be_sent_is_no_buffer() {
        Connection server = Connection.server();
        receive("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").accept(server);
        assertThat(server.sendWithDataPassthrough(response(200), Data.utf8("hello"), END))
                .hasSize(1);
        assertThat(Connection.client().sendWithDataPassthrough(new ConnectionClosed()))
                .isEmpty();
    }

    @Test
    void lines_around_chunks_are_buffers_of_their_own() {
        Connection client = Connection.client();
        client.send(POST_CHUNKED);
        List<ByteBuffer> buffers = client.sendWithDataPassthrough(Data.utf8("ab"), Data.utf8("c"), END);
        assertThat(buffers.stream()
                        .map(buffer -> ISO_8859_1.decode(buffer.duplicate()).toString()))
                .containsExactly("2\r\n", "ab", "\r\n1\r\n", "c", "\r\n0\r\n\r\n");
    }

    /** Data of a request with this body, borrowed from the memory. */
    private static Connection lending(ByteBuffer memory) {
        Connection lender = Connection.server();
        lender.receiveData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(lender.nextEvent()).isInstanceOf(Request.class);
        lender.receiveBorrowed(memory);
        return lender;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void borrowed_bytes_are_copied_so_that_reused_memory_never_travels(boolean direct) {
        ByteBuffer memory = direct ? ByteBuffer.allocateDirect(5) : ByteBuffer.allocate(5);
        memory.put("12345".getBytes(ISO_8859_1)).flip();
        Connection lender = lending(memory);
        Data borrowed = (Data) lender.nextEvent();
        assertThat(borrowed.bytes().isBorrowed()).isTrue();
        List<List<Event>> messages = List.of(
                List.of(POST_5, borrowed, END),
                List.of(POST_CHUNKED, borrowed, END),
                List.of(
                        POST_CHUNKED,
                        Data.utf8("a"),
                        borrowed,
                        Data.utf8("b"),
                        new Data(borrowed.bytes().slice(1, 3)),
                        END));
        for (List<Event> message : messages) {
            byte[] expected = Connection.client().send(message);
            List<ByteBuffer> buffers = Connection.client().sendWithDataPassthrough(message);
            for (int i = 0; i < 5; i++) {
                memory.put(i, (byte) 'X');
            }
            assertThat(join(buffers)).isEqualTo(expected);
            memory.clear();
            memory.put("12345".getBytes(ISO_8859_1));
        }
        lender.endLease();
        Connection client = Connection.client();
        assertThatIllegalStateException().isThrownBy(() -> client.sendWithDataPassthrough(POST_5, borrowed, END));
        assertThat(client.ourState()).isEqualTo(State.IDLE);
    }

    @Test
    void detached_bytes_are_passed_through() {
        ByteBuffer memory = ByteBuffer.wrap("12345".getBytes(ISO_8859_1));
        Connection lender = lending(memory);
        Data detached = new Data(((Data) lender.nextEvent()).bytes().detach());
        assertThat(Connection.client().sendWithDataPassthrough(POST_5, detached, END))
                .hasSize(2);
    }
}
