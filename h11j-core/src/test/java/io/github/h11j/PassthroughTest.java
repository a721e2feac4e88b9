package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.POST_5;
import static io.github.h11j.SendViolationCases.POST_CHUNKED;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** sendWithDataPassthrough: the same octets, the bodies in their own memory, no empty buffer. */
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
    void the_octets_are_those_of_send() {
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
}
