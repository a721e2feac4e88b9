package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is copied of lent memory, whatever kind it is of, and when it is the caller's again. */
class LentMemoryTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final EndOfMessage END = new EndOfMessage();

    /** A message whose body is "hello", and how long its heads are. */
    private record Shape(String name, Setup setup, String heads, String rest) {

        Connection connection() {
            Connection connection = setup == Setup.NOTHING ? Connection.server() : Connection.client();
            setup.prepare(connection);
            return connection;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape("request of a length", Setup.NOTHING, POST, "hello"),
            new Shape("request after empty lines", Setup.NOTHING, "\r\n\r\n" + POST, "hello"),
            new Shape(
                    "chunked request",
                    Setup.NOTHING,
                    "POST / HTTP/1.1\r\nHost: a\r\n" + CHUNKED,
                    "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n"),
            new Shape(
                    "chunked request with trailers",
                    Setup.NOTHING,
                    "POST / HTTP/1.1\r\nHost: a\r\n" + CHUNKED,
                    "5\r\nhello\r\n0\r\nA: b\r\n\r\n"),
            new Shape("response of a length", Setup.GET_SENT, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "hello"),
            new Shape("response until close", Setup.GET_SENT, "HTTP/1.1 200 OK\r\n\r\n", "hello"),
            new Shape(
                    "response after interim ones",
                    Setup.GET_SENT,
                    "HTTP/1.1 100 \r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n" + CHUNKED,
                    "5\r\nhello\r\n0\r\n\r\n"),
            new Shape(
                    "folded response",
                    Setup.GET_SENT,
                    "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 5\r\n\r\n",
                    "hello"));

    private static Stream<Arguments> shapes() {
        return SHAPES.stream().flatMap(shape -> Stream.of(Memory.values()).map(kind -> Arguments.of(shape, kind)));
    }

    /** All that comes up to a signal, bodies joined; each of them must be a view. */
    private static List<Object> events(Connection connection, StringBuilder body) {
        List<Object> events = new ArrayList<>();
        NextEvent next = connection.nextEvent();
        while (!(next instanceof Signal)) {
            if (next instanceof Data data) {
                assertThat(data.bytes().isBorrowed()).isTrue();
                body.append(Wire.text(data.bytes()));
            } else {
                events.add(next);
            }
            next = connection.nextEvent();
        }
        return events;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void bodies_are_views_wherever_the_head_before_them_was_cut(Shape shape, Memory kind) {
        Connection whole = shape.connection();
        StringBuilder body = new StringBuilder();
        whole.receiveBorrowed(kind.of(shape.heads + shape.rest));
        List<Object> events = events(whole, body);
        assertThat(body).hasToString("hello");

        for (int cut = 1; cut <= shape.heads.length(); cut++) {
            for (boolean lent : List.of(false, true)) {
                Connection connection = shape.connection();
                StringBuilder cutBody = new StringBuilder();
                if (lent) {
                    connection.receiveBorrowed(kind.of(shape.heads.substring(0, cut)));
                } else {
                    connection.receiveData(kind.of(shape.heads.substring(0, cut)));
                }
                List<Object> cutEvents = events(connection, cutBody);
                connection.receiveBorrowed(kind.of(shape.heads.substring(cut) + shape.rest));
                cutEvents.addAll(events(connection, cutBody));
                assertThat(cutEvents).as("cut at %d", cut).isEqualTo(events);
                assertThat(cutBody).hasToString("hello");
            }
        }
    }

    /** The sizes around those of the blocks that heads are copied into. */
    @ParameterizedTest
    @EnumSource
    void bodies_are_views_however_long_the_head_is(Memory kind) {
        for (int length : List.of(500, 1000, 2046, 2047, 2048, 2049, 2050, 3000, 4095, 4096, 4097, 4098, 9000)) {
            String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nA: \r\n\r\n";
            head = head.replace("A: ", "A: " + "x".repeat(length - head.length()));
            for (int cut : List.of(0, 1, 400, length - 1)) {
                Connection server = Connection.server();
                server.receiveData(Latin1.bytes(head.substring(0, cut)));
                assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
                StringBuilder body = new StringBuilder();
                server.receiveBorrowed(kind.of(head.substring(cut) + "hello"));
                assertThat(events(server, body)).hasSize(2).endsWith(END);
                assertThat(body).hasToString("hello");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_offset_of_a_fault_counts_what_is_lent(Memory kind) {
        String head = "POST / HTTP/1.1\r\nHost: a\r\n" + CHUNKED;
        for (String before : List.of("", "P", head.substring(0, 20), head)) {
            Connection server = Connection.server();
            server.receiveData(Latin1.bytes(before));
            server.nextEvent();
            server.receiveBorrowed(kind.of(head.substring(before.length()) + "3\r\nabcX"));
            List<String> events = Talk.drain(server);
            assertThat(events.get(events.size() - 1)).isEqualTo("BAD_CHUNK_END@" + (head.length() + 6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytes_that_wait_unread_in_front_are_read_first(Memory kind) {
        String message = "POST / HTTP/1.1\r\nHost: a\r\n" + CHUNKED + "5\r\nhello\r\n0\r\nA: b\r\n\r\n" + GET;
        for (int cut = 1; cut < message.length(); cut++) {
            Connection server = Talk.serverAfter(message.substring(0, cut));
            server.receiveBorrowed(kind.of(message.substring(cut)));
            assertThat(server.bufferedBytes()).isEqualTo(message.length());
            assertThat(server.trailingData().bytes()).isEqualTo(Bytes.wrap(Latin1.bytes(message)));
            assertThat(Talk.drain(server)).containsExactly("Request POST", "Data hello", "End [A: b]", "PAUSED");
            assertThat(server.trailingData().bytes()).isEqualTo(Bytes.utf8(GET));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_end_of_the_stream_comes_after_what_was_lent(Memory kind) {
        String message = "HTTP/1.1 200 OK\r\n\r\nhello";
        for (int cut = 1; cut < message.length(); cut++) {
            Connection client = Talk.clientAfter("GET", message.substring(0, cut));
            client.receiveBorrowed(kind.of(message.substring(cut)));
            client.receiveEof();
            assertThat(Talk.drain(client)).containsExactly("Response 200", "Data hello", "End", "Closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_nobody_will_read_is_dropped_with_what_was_lent(Memory kind) {
        Connection server = Connection.server();
        server.receiveBorrowed(kind.of("GET / HTTP/1.0\r\n\r\nrubbish"));
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
        assertThat(server.discardedBytes()).isEqualTo(7);
        assertThat(server.bufferedBytes()).isZero();
    }

    /* How much is copied. */

    private static void read(Connection connection, ByteBuffer lent) {
        connection.receiveBorrowed(lent);
        NextEvent next = connection.nextEvent();
        while (!(next instanceof Signal)) {
            if (next instanceof EndOfMessage && connection.ourState() == State.SEND_RESPONSE) {
                connection.send(new Response(204, Headers.EMPTY), END);
                connection.startNextCycle();
            }
            next = connection.nextEvent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_a_large_upload_only_the_head_is_copied(Memory kind) {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n";
        ByteBuffer lent = kind.of(head + "x".repeat(60_000));
        assertThat(Allocation.of(() -> read(Connection.server(), lent.duplicate())))
                .isLessThan(5000);

        ByteBuffer rest = kind.of(head.substring(10) + "x".repeat(60_000));
        assertThat(Allocation.of(() -> {
                    Connection server = Talk.serverAfter(head.substring(0, 10));
                    server.nextEvent();
                    read(server, rest.duplicate());
                }))
                .isLessThan(5000);
    }

    private static void assertLinear(int few, IntFunction<Runnable> work) {
        long some = Allocation.of(work.apply(few));
        long more = Allocation.of(work.apply(8 * few));
        assertThat(more).isLessThan(10 * some);
    }

    private static Stream<Arguments> pipelines() {
        return Stream.of(
                        GET,
                        "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", // not for the fast reader
                        POST + "hello",
                        "POST / HTTP/1.1\r\nHost: a\r\n" + CHUNKED + "5\r\nhello\r\n0\r\nA: b\r\n\r\n")
                .flatMap(request -> Stream.of(Memory.values()).map(kind -> Arguments.of(request, kind)));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void the_work_for_a_pipeline_in_one_lent_buffer_is_linear(String request, Memory kind) {
        assertLinear(50, count -> {
            ByteBuffer lent = kind.of(request.repeat(count));
            return () -> read(Connection.server(), lent.duplicate());
        });
        assertLinear(50, count -> {
            byte[] bytes = Latin1.bytes(request.repeat(count));
            return () -> {
                Connection server = Connection.server();
                server.receiveData(bytes);
                read(server, ByteBuffer.allocate(0));
            };
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_work_for_interim_responses_in_one_lent_buffer_is_linear(Memory kind) {
        Policy policy = Policy.STRICT.with(Limits.DEFAULT.withInformationalResponses(10_000));
        assertLinear(200, count -> {
            ByteBuffer lent = kind.of("HTTP/1.1 103 \r\nA: b\r\n\r\n".repeat(count));
            return () -> read(Talk.clientAfter(policy, "GET", ""), lent.duplicate());
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_work_for_a_head_in_many_pieces_is_linear(Memory kind) {
        Policy policy = Policy.STRICT.with(Limits.DEFAULT.withFieldSection(1 << 20));
        assertLinear(50, count -> {
            ByteBuffer piece = kind.of("x".repeat(10));
            return () -> {
                Connection server = Talk.serverAfter(policy, "GET / HTTP/1.1\r\nA: ");
                for (int i = 0; i < count; i++) {
                    read(server, piece.duplicate());
                }
            };
        });
    }

    /* When the memory is the caller's again. */

    @ParameterizedTest
    @EnumSource
    void a_buffer_may_serve_another_connection_from_the_end_of_a_message_on(Memory kind) {
        String other = "DELETE /all HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\nwrong";
        for (String first : List.of(GET, POST + "hello")) {
            Connection server = Connection.server();
            ByteBuffer memory = kind.allocate(200);
            server.receiveBorrowed(
                    kind.lend(memory, Latin1.bytes(first + POST + "right"), 0, first.length() + POST.length() + 5));
            NextEvent next = server.nextEvent();
            while (!(next instanceof EndOfMessage)) {
                next = server.nextEvent();
            }

            Connection.server().receiveBorrowed(kind.lend(memory, Latin1.bytes(other), 0, other.length()));
            server.send(new Response(204, Headers.EMPTY), END);
            server.startNextCycle();

            assertThat(Talk.drain(server)).containsExactly("Request POST", "Data right", "End", "NEED_DATA");
        }
    }

    @ParameterizedTest
    @EnumSource
    void so_it_may_for_a_client(Memory kind) {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        Connection client = Talk.clientAfter(Policy.H11, "GET", "");
        ByteBuffer memory = kind.allocate(200);
        byte[] both = Latin1.bytes(response + "first" + response + "right");
        client.receiveBorrowed(kind.lend(memory, both, 0, both.length));
        assertThat(client.nextEvent()).isInstanceOf(Response.class);
        assertThat(client.nextEvent()).isInstanceOf(Data.class);
        assertThat(client.nextEvent()).isEqualTo(END);

        Memory.overwrite(memory);
        client.startNextCycle();
        client.send(new Request("GET", "/", Headers.of("Host", "a")), END);

        assertThat(Talk.drain(client)).containsExactly("Response 200", "Data right", "End", "NEED_DATA");
    }

    private static Connection atEndOfMessage(Memory kind, List<Bytes> bodies) {
        Connection server = Connection.server();
        server.receiveBorrowed(kind.of(POST + "hello" + GET));
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        bodies.add(((Data) server.nextEvent()).bytes());
        assertThat(server.nextEvent()).isEqualTo(END);
        return server;
    }

    private static void answer(Connection server) {
        server.send(new Response(204, Headers.EMPTY), END);
    }

    private static Stream<Arguments> calls(Map<String, Consumer<Connection>> calls) {
        return calls.entrySet().stream()
                .flatMap(call ->
                        Stream.of(Memory.values()).map(kind -> Arguments.of(call.getKey(), call.getValue(), kind)));
    }

    private static Stream<Arguments> ending() {
        return calls(Map.of(
                "nextEvent", Connection::nextEvent,
                "receiveData", connection -> connection.receiveData(new byte[0]),
                "receiveData of a buffer", connection -> connection.receiveData(ByteBuffer.allocate(0)),
                "receiveBorrowed", connection -> connection.receiveBorrowed(ByteBuffer.allocate(0)),
                "endLease", Connection::endLease,
                "startNextCycle",
                        connection -> {
                            answer(connection);
                            connection.startNextCycle();
                        }));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("ending")
    void after_the_end_of_a_message_its_lease_ends_with(String name, Consumer<Connection> call, Memory kind) {
        List<Bytes> bodies = new ArrayList<>();
        Connection server = atEndOfMessage(kind, bodies);
        assertThat(bodies.get(0)).as(name).isEqualTo(Bytes.utf8("hello"));

        call.accept(server);

        assertThatIllegalStateException().isThrownBy(() -> bodies.get(0).at(0));
    }

    private static Stream<Arguments> notEnding() {
        return calls(Map.of(
                "send", LentMemoryTest::answer,
                "check", connection -> connection.check(new Response(204, Headers.EMPTY)),
                "trailingData", Connection::trailingData,
                "isReusable", Connection::isReusable,
                "receiveEof", Connection::receiveEof,
                "a startNextCycle that fails",
                        connection -> assertThatThrownBy(connection::startNextCycle)
                                .isInstanceOf(LocalProtocolException.class)));
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("notEnding")
    void it_does_not_end_with(String name, Consumer<Connection> call, Memory kind) {
        List<Bytes> bodies = new ArrayList<>();
        Connection server = atEndOfMessage(kind, bodies);

        call.accept(server);

        assertThat(bodies.get(0)).as(name).isEqualTo(Bytes.utf8("hello"));
    }

    @Test
    void a_body_may_be_echoed_when_the_message_has_ended() {
        List<Bytes> bodies = new ArrayList<>();
        Connection server = atEndOfMessage(Memory.DIRECT, bodies);
        byte[] sent = server.send(
                new Response(200, Headers.of("Content-Length", "5")), new Data(bodies.get(0)), new EndOfMessage());
        assertThat(Wire.text(sent)).endsWith("\r\n\r\nhello");
    }

    @ParameterizedTest
    @EnumSource
    void a_long_head_is_complete_even_if_its_end_and_that_of_the_stream_are_known_at_once(Memory memory) {
        Connection server = Connection.server();
        server.receiveBorrowed(memory.of("GET / HTTP/1.1\r\nHost: a\r\n" + "A: bcdefghijklmno\r\n".repeat(90) + "B: "
                + "b".repeat(9000) + "\r\n\r\n"));
        server.receiveEof();
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "Closed");
    }

    /** A server that has the start of a request, behind which lent bytes wait. */
    private static Connection waiting(Memory memory) {
        Connection server = Connection.server();
        server.receiveData(Latin1.bytes(GET.substring(0, 8)));
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        server.receiveBorrowed(memory.of(GET.substring(8)));
        return server;
    }

    @ParameterizedTest
    @EnumSource
    void bytes_that_wait_for_the_end_of_a_head_count_as_received(Memory memory) {
        Connection server = waiting(memory);
        assertThat(server.receivedBytes()).isEqualTo(GET.length());
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
        assertThat(server.receivedBytes()).isEqualTo(GET.length());
    }

    @ParameterizedTest
    @EnumSource
    void bytes_that_wait_are_dropped_when_the_connection_closes(Memory memory) {
        Connection server = waiting(memory);
        server.send(new ConnectionClosed());
        assertThat(server.discardedBytes()).isEqualTo(GET.length());
        server.endLease();
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        assertThat(server.trailingData().bytes().isEmpty()).isTrue();
        assertThat(server.discardedBytes()).isEqualTo(GET.length());
        assertThat(server.receivedBytes()).isEqualTo(GET.length());
    }
}
