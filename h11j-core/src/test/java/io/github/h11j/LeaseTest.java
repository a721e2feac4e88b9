package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Borrowed reads: views of the caller's memory for as long as the lease lasts, and nothing that outlives it. */
class LeaseTest {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";

    private static Data data(Connection connection) {
        NextEvent next = connection.nextEvent();
        while (!(next instanceof Data)) {
            next = connection.nextEvent();
        }
        return (Data) next;
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void bodies_are_views_until_the_lease_ends(Memory memory) {
        Connection server = Connection.server();
        server.receiveData(Talk.bytes(HEAD));
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        ByteBuffer source = memory.of("abcdeGET");
        server.receiveBorrowed(source);
        assertThat(source.hasRemaining()).isFalse();
        Data data = data(server);
        Bytes kept = data.bytes().detach();
        assertThat(data.bytes().isBorrowed()).isTrue();
        assertThat(kept.isBorrowed()).isFalse();
        assertThat(data.bytes()).isEqualTo(Bytes.utf8("abcde")).hasToString("\"abcde\"");
        assertThat(server.nextEvent()).isInstanceOf(EndOfMessage.class);
        assertThat(server.nextEvent()).isEqualTo(Signal.PAUSED);
        assertThatIllegalStateException().isThrownBy(() -> data.bytes().at(0)).withMessageContaining("detach");
        assertThatIllegalStateException().isThrownBy(() -> data.bytes().toByteArray());
        assertThatIllegalStateException().isThrownBy(() -> data.bytes().asByteBuffer());
        assertThatIllegalStateException().isThrownBy(() -> data.bytes().slice(0, 1));
        assertThat(data.bytes()).hasToString("5 borrowed bytes, lease ended");
        assertThat(kept).isEqualTo(Bytes.utf8("abcde"));
        assertThat(server.trailingData().bytes()).isEqualTo(Bytes.utf8("GET"));
    }

    @Test
    void bytes_whose_lease_has_ended_cannot_be_sent_and_change_nothing() {
        Connection server = Connection.server();
        server.receiveData(Talk.bytes(HEAD));
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        server.receiveBorrowed(ByteBuffer.wrap(Talk.bytes("abcde")));
        Data data = data(server);
        server.endLease();
        Request request = new Request("POST", "/", Headers.of("Host", "a", "Content-Length", "5"));

        Connection client = Connection.client();
        assertThatIllegalStateException().isThrownBy(() -> client.send(request, data, new EndOfMessage()));
        assertThat(client.ourState()).isEqualTo(State.IDLE);
        Connection checking = Connection.client();
        assertThatIllegalStateException().isThrownBy(() -> checking.check(request, data, new EndOfMessage()));
        assertThat(checking.ourState()).isEqualTo(State.IDLE);
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void heads_survive_the_memory_they_came_in(Memory memory) {
        Connection server = Connection.server();
        ByteBuffer source = memory.of(HEAD + "abc");
        server.receiveBorrowed(source);
        Request request = (Request) server.nextEvent();
        Data first = data(server);
        assertThat(first.bytes()).isEqualTo(Bytes.utf8("abc"));
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        if (!source.isReadOnly()) {
            source.clear();
            while (source.hasRemaining()) {
                source.put((byte) '#');
            }
        }
        assertThat(request).isEqualTo(new Request("POST", "/", Headers.of("Host", "a", "Content-Length", "5")));
        server.receiveBorrowed(memory.of("de"));
        assertThat(Talk.drain(server)).containsExactly("Data de", "End", "NEED_DATA");
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void an_unfinished_head_is_kept_and_joined_with_what_follows(Memory memory) {
        Connection server = Connection.server();
        for (int i = 0; i < HEAD.length(); i += 9) {
            server.receiveBorrowed(memory.of(HEAD.substring(i, Math.min(HEAD.length(), i + 9))));
            if (i + 9 < HEAD.length()) {
                assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
            }
        }
        assertThat(Talk.drain(server)).containsExactly("Request POST", "NEED_DATA");
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void chunked_bodies_are_read_from_any_memory(Memory memory) {
        Connection server = Talk.serverAfter("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        server.receiveBorrowed(memory.of("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nA: b\r\n\r\n"));
        List<String> events = new ArrayList<>();
        events.addAll(Talk.drain(server));
        assertThat(events).containsExactly("Data abcde", "End [A: b]", "NEED_DATA");
    }

    /** Of what was received before, of what stands before the position and of what stands before the array's part. */
    @ParameterizedTest
    @EnumSource(Memory.class)
    void positions_in_the_stream_go_on_in_any_memory(Memory memory) {
        Connection server = Talk.serverAfter(HEAD + "ab");
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data ab", "NEED_DATA");
        for (String octet : List.of("c", "d")) {
            server.receiveBorrowed(memory.of(octet));
            assertThat(Talk.drain(server)).containsExactly("Data " + octet, "NEED_DATA");
        }
        server.receiveBorrowed(memory.of("e"));
        assertThat(Talk.drain(server)).containsExactly("Data e", "End", "NEED_DATA");
        server.send(new Response(200, Headers.of("Content-Length", "0")), new EndOfMessage());
        server.startNextCycle();

        server.receiveBorrowed(memory.of("GET / HTTP/1.1\r\n\r\n"));

        assertThat(Talk.drain(server)).containsExactly("MISSING_HOST@" + (HEAD.length() + 5 + 18));
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void nothing_is_written_into_memory_that_was_lent(Memory memory) {
        Connection server = Talk.serverAfter(HEAD);
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        ByteBuffer lent = memory.of("ab??");
        lent.limit(lent.limit() - 2);
        server.receiveBorrowed(lent);
        assertThat(Talk.drain(server)).containsExactly("Data ab", "NEED_DATA");

        server.receiveData(Talk.bytes("cd"));

        Data data = data(server);
        assertThat(data.bytes().isBorrowed()).isFalse();
        assertThat(data.bytes()).isEqualTo(Bytes.utf8("cd"));
        lent.limit(lent.limit() + 2);
        assertThat(Bytes.wrap(lent)).isEqualTo(Bytes.utf8("??"));
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void a_response_head_in_the_middle_of_lent_memory_is_copied_whole(Memory memory) {
        Headers eight = Headers.of("A", "1", "B", "2", "C", "3", "D", "4", "E", "5", "F", "6", "G", "7", "H", "8");
        StringBuilder lines = new StringBuilder();
        eight.forEach(field -> lines.append(field.name() + ": " + field.value() + "\r\n"));
        Connection client = Talk.clientAfter("GET", "");
        client.receiveBorrowed(memory.of("HTTP/1.1 103 Soon\r\n\r\nHTTP/1.1 299 Fine so\r\n" + lines + "\r\n"));

        assertThat(client.nextEvent())
                .isEqualTo(new InformationalResponse(103, "Soon", Headers.EMPTY, HttpVersion.HTTP_1_1));
        assertThat(client.nextEvent()).isEqualTo(new Response(299, "Fine so", eight, HttpVersion.HTTP_1_1));
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void borrowed_bytes_say_where_they_are_in_the_buffer_that_was_lent(Memory memory) {
        String chunks = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        for (String before : List.of("", HEAD.replace("Content-Length: 5", "Transfer-Encoding: chunked"))) {
            Connection server = Talk.serverAfter(
                    before.isEmpty() ? HEAD.replace("Content-Length: 5", "Transfer-Encoding: chunked") : "");
            ByteBuffer lent = memory.of(before + chunks);
            ByteBuffer buffer = lent.duplicate();
            server.receiveBorrowed(lent);
            for (String part : List.of("abc", "de")) {
                Bytes bytes = data(server).bytes();
                int position = bytes.borrowedPosition().orElseThrow();
                assertThat(Bytes.wrap(buffer.duplicate().position(position).limit(position + part.length())))
                        .isEqualTo(Bytes.utf8(part));
                assertThat(bytes.slice(1, 2).borrowedPosition()).hasValue(position + 1);
                assertThat(bytes.detach().borrowedPosition()).isEmpty();
            }
        }
        assertThat(Bytes.utf8("a").borrowedPosition()).isEmpty();
    }

    @Test
    void a_second_receive_during_a_lease_is_refused() {
        Connection server = Connection.server();
        server.receiveBorrowed(ByteBuffer.wrap(Talk.bytes(HEAD)));
        assertThatIllegalStateException().isThrownBy(() -> server.receiveData(new byte[1]));
        assertThatIllegalStateException().isThrownBy(() -> server.receiveData(ByteBuffer.allocate(1)));
        assertThatIllegalStateException().isThrownBy(() -> server.receiveBorrowed(ByteBuffer.allocate(1)));
        server.endLease();
        server.endLease();
        server.receiveData(Talk.bytes("abcde"));
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data abcde", "End", "NEED_DATA");
    }

    @Test
    void release_keeps_what_is_unused() {
        Connection server = Connection.server();
        byte[] memory = Talk.bytes(HEAD + "abcde");
        server.receiveBorrowed(ByteBuffer.wrap(memory));
        server.endLease();
        Arrays.fill(memory, (byte) '#');
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data abcde", "End", "NEED_DATA");
    }

    @Test
    void a_violation_ends_the_lease() {
        Connection server = Connection.server();
        server.receiveBorrowed(ByteBuffer.wrap(Talk.bytes("GET / HTTP/1.1\r\n\r\n")));
        assertThat(Talk.drain(server)).containsExactly("MISSING_HOST@18");
        server.receiveBorrowed(ByteBuffer.wrap(new byte[3]));
        server.receiveData(ByteBuffer.wrap(new byte[4]));
        server.receiveData(new byte[5], 1, 2);
        assertThat(server.discardedBytes()).isEqualTo(9);
    }

    @Test
    void the_end_of_the_stream_ends_the_lease() {
        Connection client = Talk.clientAfter("GET", "HTTP/1.1 200 O\r\n\r\n");
        assertThat(Talk.drain(client)).containsExactly("Response 200", "NEED_DATA");
        client.receiveBorrowed(ByteBuffer.wrap(Talk.bytes("abc")));
        client.receiveEof();
        Data data = data(client);
        assertThat(client.nextEvent()).isEqualTo(new EndOfMessage());
        assertThat(data.bytes().at(0)).isEqualTo((byte) 'a');

        assertThat(client.nextEvent()).isInstanceOf(ConnectionClosed.class);

        assertThatIllegalStateException().isThrownBy(() -> data.bytes().at(0));
    }

    @Test
    void the_bytes_of_a_buffer_are_copied_by_receive_data() {
        Connection server = Connection.server();
        byte[] memory = Talk.bytes(HEAD + "abcde");
        ByteBuffer source = ByteBuffer.wrap(memory);
        server.receiveData(source);
        Arrays.fill(memory, (byte) '#');
        assertThat(source.hasRemaining()).isFalse();
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data abcde", "End", "NEED_DATA");
    }

    @Test
    void data_stays_valid_when_the_block_is_replaced() {
        Connection server = Talk.serverAfter(HEAD.replace("5", "4000"));
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        List<Bytes> parts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] part = new byte[100];
            Arrays.fill(part, (byte) ('A' + i));
            server.receiveData(part);
            parts.add(((Data) server.nextEvent()).bytes());
        }
        for (int i = 0; i < 40; i++) {
            assertThat(parts.get(i).at(99)).isEqualTo((byte) ('A' + i));
            assertThat(parts.get(i).length()).isEqualTo(100);
        }
    }
}
