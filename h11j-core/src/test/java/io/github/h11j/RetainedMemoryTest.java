package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How much memory is kept by what a program keeps: by a head in an access log, by a connection that waits. */
class RetainedMemoryTest {

    private static final EndOfMessage END = new EndOfMessage();

    /** How bytes come in. The next event is asked for after each. */
    private static final Map<String, BiConsumer<Connection, byte[]>> WAYS = Map.of(
            "copied", Connection::receiveData,
            "copied from a buffer", (connection, bytes) -> connection.receiveData(Memory.DIRECT.of(bytes)),
            "borrowed array", (connection, bytes) -> connection.receiveBorrowed(Memory.ARRAY_WITH_OFFSET.of(bytes)),
            "borrowed direct", (connection, bytes) -> connection.receiveBorrowed(Memory.DIRECT.of(bytes)));

    private static String field(int length) {
        return "X-Field: " + "v".repeat(length - 11) + "\r\n";
    }

    private static final List<String> HEADS = List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST http://a/ HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\n" + field(20).repeat(90) + "Content-Length: 40000\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\n" + field(60).repeat(8) + "Content-Length: 40000\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\n" + field(60).repeat(17) + "Content-Length: 40000\r\n\r\n",
            "POST /" + "t".repeat(8000) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\n" + field(15_000) + "Content-Length: 40000\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 Fine\r\nContent-Length: 40000\r\nA: b\r\n c\r\n\r\n",
            "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n");

    private static Stream<Arguments> heads() {
        List<Arguments> cases = new ArrayList<>();
        for (String head : HEADS) {
            WAYS.forEach((name, way) -> {
                for (int pieces : List.of(1, 2, 3, 200)) {
                    cases.add(Arguments.of(head, name, pieces, way));
                }
            });
        }
        return cases.stream();
    }

    private static Connection connectionFor(String head) {
        Connection connection = head.startsWith("HTTP") ? Connection.client() : Connection.server();
        if (head.startsWith("HTTP")) {
            Setup.GET_SENT.prepare(connection);
        }
        return connection;
    }

    /** The head's event from a read of 40 kB; of more than one piece all but the last have nothing but bytes of the head. */
    private static Event read(String head, int pieces, BiConsumer<Connection, byte[]> way) {
        Connection connection = connectionFor(head);
        int from = 0;
        for (int i = 1; i < Math.min(pieces, head.length()); i++) {
            int to = Math.max(from + 1, (int) ((long) head.length() * i / pieces));
            way.accept(connection, Latin1.bytes(head.substring(from, Math.min(to, head.length() - 1))));
            from = Math.min(to, head.length() - 1);
            assertThat(connection.nextEvent()).isEqualTo(Signal.NEED_DATA);
        }
        String rest = head.substring(from);
        String body = head.startsWith("GET") || head.contains(" 103 ") ? "" : "x".repeat(40_000);
        way.accept(connection, Latin1.bytes(head.contains("chunked") ? rest + "9c40\r\n" + body : rest + body));
        return (Event) connection.nextEvent();
    }

    @ParameterizedTest(name = "{1} in {2} pieces: {0}")
    @MethodSource("heads")
    void a_head_keeps_at_most_twice_its_size_and_512_bytes(
            String head, String name, int pieces, BiConsumer<Connection, byte[]> way) {
        Event event = read(head, pieces, way);
        Event other = read(head.replace("Host: a", "Host: b"), 1, way);
        assertThat(Retained.by(event, other)).isLessThanOrEqualTo(2L * head.length() + 512);
    }

    private static Stream<Arguments> ways() {
        return WAYS.entrySet().stream().map(way -> Arguments.of(way.getKey(), way.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void trailers_keep_no_more(String name, BiConsumer<Connection, byte[]> way) {
        List<Event> ends = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Connection server = Connection.server();
            way.accept(
                    server,
                    Latin1.bytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9c40\r\n"
                            + "x".repeat(40_000) + "\r\n0\r\nA: b\r\n\r\n"));
            NextEvent next = server.nextEvent();
            while (!(next instanceof EndOfMessage)) {
                next = server.nextEvent();
            }
            ends.add((Event) next);
        }
        assertThat(Retained.by(ends.get(0), ends.get(1))).as(name).isLessThanOrEqualTo(2 * 8 + 512);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void pipelined_heads_share_a_block_of_at_most_4_kib(String name, BiConsumer<Connection, byte[]> way) {
        String head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        for (int count : List.of(2, 16, 150, 151, 152, 153, 1000)) {
            Connection server = Connection.server();
            Connection other = Connection.server();
            way.accept(server, Latin1.bytes(head.repeat(count)));
            way.accept(other, Latin1.bytes(head));
            Event otherRequest = (Event) other.nextEvent();
            for (int i = 0; i < count; i++) {
                Event request = (Event) server.nextEvent();
                assertThat(Retained.by(request, otherRequest))
                        .as(name)
                        .isLessThanOrEqualTo(2L * head.length() + 512 + 4096);
                assertThat(server.nextEvent()).isEqualTo(END);
                server.send(new Response(204, Headers.EMPTY), END);
                server.startNextCycle();
            }
        }
    }

    private static long retained(Connection connection) {
        return Retained.by(connection, Connection.server());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void a_connection_keeps_no_block_once_the_body_has_been_taken(String name, BiConsumer<Connection, byte[]> way) {
        for (String framing : List.of("Content-Length: 40000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n9c40\r\n")) {
            Connection server = Connection.server();
            String end = framing.startsWith("T") ? "\r\n0\r\n\r\n" : "";
            way.accept(server, Latin1.bytes("POST / HTTP/1.1\r\nHost: a\r\n" + framing + "x".repeat(40_000) + end));
            assertThat(server.nextEvent()).isInstanceOf(Request.class);
            assertThat(server.nextEvent()).isInstanceOf(Data.class);
            assertThat(server.nextEvent()).isEqualTo(END);
            assertThat(retained(server)).as(name).isLessThan(1024 + 40_000 * (name.startsWith("b") ? 2 : 0));
            server.send(new Response(204, Headers.EMPTY), END);
            server.startNextCycle();
            assertThat(retained(server)).as(name).isLessThan(640);
            assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
            assertThat(retained(server)).as(name).isLessThan(640);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void a_connection_that_waits_for_more_of_a_body_keeps_no_block(String name, BiConsumer<Connection, byte[]> way) {
        for (String framing :
                List.of("Content-Length: 50000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n9c40\r\n", "\r\n")) {
            Connection connection = framing.equals("\r\n") ? Connection.client() : Connection.server();
            String start = "POST / HTTP/1.1\r\nHost: a\r\n";
            if (framing.equals("\r\n")) {
                Setup.GET_SENT.prepare(connection);
                start = "HTTP/1.1 200 OK\r\n";
            }
            way.accept(connection, Latin1.bytes(start + framing + "x".repeat(40_000)));
            assertThat(connection.nextEvent()).isInstanceOf(Event.class);
            assertThat(connection.nextEvent()).isInstanceOf(Data.class);
            if (name.startsWith("c")) {
                assertThat(retained(connection)).as(name).isLessThan(1024);
            }
            assertThat(connection.nextEvent()).isEqualTo(Signal.NEED_DATA);
            assertThat(retained(connection)).as(name).isLessThan(1024);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void a_connection_keeps_no_block_after_the_end_of_a_lease(String name, BiConsumer<Connection, byte[]> way) {
        Connection server = Connection.server();
        way.accept(
                server,
                Latin1.bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + "x".repeat(40_000)));
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        assertThat(server.nextEvent()).isInstanceOf(Data.class);
        server.endLease();
        assertThat(retained(server)).as(name).isLessThan(1024);
    }

    @Test
    void a_connection_keeps_no_block_if_the_end_of_a_message_lies_in_two_lent_buffers() {
        Connection server = Connection.server();
        server.receiveBorrowed(Memory.ARRAY_WITH_OFFSET.of(
                Latin1.bytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r")));
        assertThat(Talk.drain(server)).containsExactly("Request POST", "NEED_DATA");
        server.receiveBorrowed(Memory.ARRAY_WITH_OFFSET.of(Latin1.bytes("\n")));
        assertThat(server.nextEvent()).isEqualTo(END);
        assertThat(retained(server)).isLessThan(640);
    }

    @Test
    void what_is_dropped_is_not_kept() {
        Connection server = Connection.server();
        server.receiveData(Latin1.bytes("GET / HTTP/1.0\r\n\r\n" + "x".repeat(40_000)));
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
        assertThat(retained(server)).isLessThan(640);
    }
}
