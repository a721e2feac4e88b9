package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Events that are sent into a buffer of the caller. {@link SendPath} sends many others so. */
class SendToTest {

    private static final List<Event> WHOLE = List.of(response(200, "a", "b"), Data.utf8("hello"), END);
    private static final byte[] BYTES = Latin1.bytes(head("HTTP/1.1 200 OK", "a: b", "Content-Length: 5") + "hello");

    private static final List<Event> CHUNKED = List.of(
            response(200, "Transfer-Encoding", "chunked"),
            Data.utf8("x".repeat(1000)),
            Data.utf8(""),
            Data.utf8("y"),
            new EndOfMessage(Headers.of("t", "z".repeat(2000))));
    private static final byte[] CHUNKED_BYTES = Latin1.bytes(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
            + "3e8\r\n" + "x".repeat(1000) + "\r\n1\r\ny\r\n0\r\nt: " + "z".repeat(2000) + "\r\n\r\n");

    static Stream<Arguments> cases() {
        List<IntFunction<ByteBuffer>> kinds = List.of(
                ByteBuffer::allocate,
                ByteBuffer::allocateDirect,
                size -> ByteBuffer.allocate(size + 7).position(4).slice());
        return kinds.stream()
                .flatMap(kind ->
                        Stream.of(Arguments.of(kind, WHOLE, BYTES), Arguments.of(kind, CHUNKED, CHUNKED_BYTES)));
    }

    private static Connection server() {
        Connection server = Connection.server();
        receive(head("GET / HTTP/1.1", "Host: a")).accept(server);
        return server;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_bytes_follow_the_position_which_moves_to_their_end(
            IntFunction<ByteBuffer> kind, List<Event> events, byte[] bytes) {
        Connection server = server();
        ByteBuffer target = kind.apply(bytes.length + 6);
        target.put(0, (byte) '<').position(1);
        target.put(bytes.length + 1, (byte) '>');
        server.sendTo(target, events);
        assertThat(target.position()).isEqualTo(bytes.length + 1);
        byte[] all = new byte[bytes.length + 2];
        target.get(0, all);
        assertThat(all).asString(ISO_8859_1).isEqualTo('<' + new String(bytes, ISO_8859_1) + '>');
        assertThat(server.sentMessageBytes()).isEqualTo(bytes.length);
        assertThat(server.isReusable()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void one_byte_too_few_changes_nothing_and_just_enough_is_enough(
            IntFunction<ByteBuffer> kind, List<Event> events, byte[] bytes) {
        Connection server = server();
        ByteBuffer target = kind.apply(bytes.length);
        target.limit(bytes.length - 1);
        assertThatThrownBy(() -> server.sendTo(target, events)).isInstanceOf(BufferOverflowException.class);
        assertThat(target.position()).isZero();
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
        assertThat(server.sentBytes()).isZero();

        target.limit(bytes.length);
        server.sendTo(target, events);
        assertThat(target.hasRemaining()).isFalse();
    }

    @Test
    void refused_events_leave_the_position() {
        for (ByteBuffer target : List.of(ByteBuffer.allocate(999), ByteBuffer.allocateDirect(999))) {
            Connection server = server();
            assertThatThrownBy(() -> server.sendTo(target, response(200, "Content-Length", "1"), END))
                    .isInstanceOf(LocalProtocolException.class);
            assertThat(target.position()).isZero();
            server.sendTo(target, server.errorResponse(500, "sorry"));
            assertThat(target.position()).isPositive();
        }
    }

    @Test
    void a_read_only_buffer_is_refused_before_anything_changes() {
        Connection server = server();
        for (ByteBuffer target : List.of(ByteBuffer.allocate(999), ByteBuffer.allocateDirect(999))) {
            assertThatThrownBy(() -> server.sendTo(target.asReadOnlyBuffer(), WHOLE))
                    .isInstanceOf(ReadOnlyBufferException.class);
            assertThatThrownBy(() -> server.sendTo(target.asReadOnlyBuffer(), List.of()))
                    .as("even if there is nothing to write")
                    .isInstanceOf(ReadOnlyBufferException.class);
        }
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
    }
}
