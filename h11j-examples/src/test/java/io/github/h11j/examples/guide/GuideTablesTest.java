package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.BodyFrame;
import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.EventType;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.PauseReason;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.StateMachine;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of the guide that no program prints: each row is what the library does. */
class GuideTablesTest {

    private static final Request GET = new Request("GET", "/", Headers.of("Host", "a"));
    private static final Request POST = new Request("POST", "/", Headers.of("Host", "a", "Content-Length", "3"));
    private static final Request UPGRADE =
            new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "echo"));
    private static final Request CONNECT = new Request("CONNECT", "a:443", Headers.of("Host", "a:443"));
    private static final Data ABC = new Data(Bytes.utf8("abc"));

    /** The rows below the head that begins with this cell; all cells without backticks. */
    private static List<List<String>> table(String page, String head) throws IOException {
        List<List<String>> rows = Files.readAllLines(GuidePagesTest.GUIDE.resolve(page)).stream()
                .dropWhile(line -> !line.startsWith("|") || !cells(line).get(0).equals(head))
                .skip(2) // the head, and the line below it
                .takeWhile(line -> line.startsWith("|"))
                .map(GuideTablesTest::cells)
                .toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = Arrays.stream(line.replace("`", "").split("\\|", -1))
                .map(String::strip)
                .toList();
        return cells.subList(1, cells.size() - 1);
    }

    private static List<String> firstCells(String page, String head) throws IOException {
        return table(page, head).stream().map(row -> row.get(0)).toList();
    }

    private static Connection reading(Role role, String text) {
        Connection connection = role == Role.SERVER ? Connection.server() : Connection.client();
        connection.receiveData(bytes(text));
        return connection;
    }

    private static NextEvent last(Connection connection) {
        NextEvent next = connection.nextEvent();
        while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
            next = connection.nextEvent();
        }
        return next;
    }

    @Test
    void events_are_all_events_each_with_those_who_may_send_it() throws IOException {
        List<List<String>> expected = new ArrayList<>();
        for (EventType type : EventType.values()) {
            Set<Role> senders = StateMachine.eventRules().stream()
                    .filter(rule -> rule.event() == type)
                    .map(StateMachine.EventRule::sender)
                    .collect(Collectors.toSet());
            String sender = senders.size() == 2
                    ? "both"
                    : senders.iterator().next().name().toLowerCase(Locale.ROOT);
            String name = Stream.of(type.name().split("_", -1))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining());
            expected.add(List.of(name, sender));
        }
        assertThat(table("events.md", "event").stream().map(row -> row.subList(0, 2)))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void nextEvent_returns_what_the_page_of_signals_lists() throws IOException {
        assertThat(firstCells("signals.md", "nextEvent() returns"))
                .containsExactly("any event except ConnectionClosed", "NEED_DATA", "PAUSED", "ConnectionClosed");
        assertThat(Signal.values()).containsExactly(Signal.NEED_DATA, Signal.PAUSED);

        Connection server = reading(Role.SERVER, "GET / HTTP/1.1\r\n");
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        server.receiveData(bytes("Host: a\r\n\r\nGET"));
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        assertThat(server.nextEvent()).isInstanceOf(EndOfMessage.class);
        assertThat(server.nextEvent()).isEqualTo(Signal.PAUSED);

        Connection closed = Connection.server();
        closed.receiveEof();
        assertThat(closed.nextEvent()).isInstanceOf(ConnectionClosed.class);
        assertThat(closed.nextEvent()).isInstanceOf(ConnectionClosed.class);
    }

    @Test
    void pauses_end_as_the_page_of_signals_says() throws IOException {
        assertThat(firstCells("signals.md", "pauseReason()"))
                .isEqualTo(Stream.of(PauseReason.values()).map(Enum::name).toList());

        Connection next = reading(Role.SERVER, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(last(next)).isEqualTo(Signal.PAUSED);
        assertThat(next.pauseReason()).contains(PauseReason.NEXT_MESSAGE);
        next.send(new Response(204, Headers.EMPTY), new EndOfMessage());
        next.startNextCycle();
        assertThat(next.nextEvent()).isInstanceOf(Request.class);

        for (boolean accepts : List.of(true, false)) {
            Connection proposed = Connection.server();
            proposed.receiveData(Connection.client().send(UPGRADE, new EndOfMessage()));
            proposed.receiveData(bytes("x"));
            assertThat(last(proposed)).isEqualTo(Signal.PAUSED);
            assertThat(proposed.pauseReason()).contains(PauseReason.SWITCH_PROPOSED);
            answer(proposed, accepts ? 101 : 200);
            assertThat(proposed.pauseReason()).contains(accepts ? PauseReason.SWITCHED : PauseReason.NEXT_MESSAGE);
            if (accepts) {
                assertThat(proposed.nextEvent()).isEqualTo(Signal.PAUSED);
                assertThat(proposed.switchedProtocolData().bytes()).isEqualTo(Bytes.utf8("x"));
            }
        }
    }

    private static void answer(Connection server, int status) {
        if (status == 101) {
            server.send(new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", "echo")));
        } else {
            server.send(new Response(status, Headers.of("Content-Length", "0")), new EndOfMessage());
        }
    }

    @Test
    void the_two_exceptions_have_what_the_page_of_errors_names() throws IOException {
        List<List<String>> rows = table("errors.md", "");
        List<String> methods = rows.stream()
                .filter(row -> row.get(0).equals("has"))
                .findFirst()
                .orElseThrow();
        assertThat(named(methods.get(1)))
                .isSubsetOf(methodsOf(RemoteProtocolException.class))
                .hasSize(4);
        assertThat(named(methods.get(2)))
                .isSubsetOf(methodsOf(LocalProtocolException.class))
                .hasSize(2);

        Connection server = reading(Role.SERVER, "GET /\r\n\r\n");
        assertThatThrownBy(server::nextEvent).isInstanceOfSatisfying(RemoteProtocolException.class, e -> {
            assertThat(server.theirState()).isEqualTo(State.ERROR);
            assertThat(server.send(server.errorResponse(e))).isNotEmpty();
            assertThat(server.theirState()).isEqualTo(State.ERROR);
        });
        Connection client = Connection.client();
        assertThatThrownBy(() -> client.send(ABC)).isInstanceOfSatisfying(LocalProtocolException.class, e -> {
            assertThat(e.refusal()).isPresent();
            assertThat(client.ourState()).isEqualTo(State.IDLE);
            assertThat(client.sentBytes()).isZero();
        });
    }

    private static Set<String> named(String cell) {
        return Pattern.compile("(\\w+)\\(\\)")
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> methodsOf(Class<?> type) {
        return Stream.of(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
    }

    /** Of each row the messages, what they have after the head, and how much of that is body; -1: until the server closes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | HEAD | 200 Content-Length: 3 | 0",
                "0 | GET  | 204 X: y | 0",
                "0 | GET  | 304 Content-Length: 3 | 0",
                "0 | CONNECT | 200 Content-Length: 3 | 0",
                "1 | GET  | 200 Transfer-Encoding: gzip | -1",
                "1 | GET  | 200 Transfer-Encoding: chunked, gzip | -1",
                "1 | GET  | 1.0 200 Transfer-Encoding: chunked | -1",
                "2 | POST | Transfer-Encoding: chunked | 3",
                "2 | GET  | 200 Transfer-Encoding: chunked | 3",
                "3 | POST | Content-Length: 3 | 3",
                "3 | GET  | 200 Content-Length: 3 | 3",
                "4 | POST | X: y | 0",
                "5 | GET  | 200 X: y | -1",
            })
    void a_body_ends_where_the_page_of_framing_says(int row, String method, String head, int length)
            throws IOException {
        assertThat(firstCells("framing.md", "RFC 9112 §6.3, in this order"))
                .containsExactly(
                        "response to HEAD; 1xx, 204, 304; 2xx to CONNECT",
                        "response with a Transfer-Encoding whose last coding is not chunked, or with any"
                                + " Transfer-Encoding in HTTP/1.0",
                        "Transfer-Encoding: chunked",
                        "Content-Length: n",
                        "neither, in a request",
                        "neither, in a response");
        assertThat(table("framing.md", "RFC 9112 §6.3, in this order").get(row).get(1))
                .isEqualTo(List.of(
                                "before it begins, whatever the fields say",
                                "when the server closes",
                                "after the last chunk and the trailers",
                                "after n bytes",
                                "before it begins",
                                "when the server closes")
                        .get(row));
        boolean isResponse = Character.isDigit(head.charAt(0));
        Connection connection = isResponse ? Connection.client() : Connection.server();
        String body = row == 2 ? "3\r\nabc\r\n0\r\nX: y\r\n\r\n" : "abc".substring(0, row == 0 || row == 4 ? 0 : 3);
        String text;
        if (isResponse) {
            connection.send(
                    method.equals("CONNECT") ? CONNECT : new Request(method, "/", Headers.of("Host", "a")),
                    new EndOfMessage());
            String version = head.startsWith("1.0 ") ? "" : "1.1 ";
            text = "HTTP/" + version + head.replaceFirst("(200|204|304) ", "$1 \r\n") + "\r\n\r\n" + body;
        } else {
            text = method + " / HTTP/1.1\r\nHost: a\r\n" + head + "\r\n\r\n" + body;
        }
        connection.receiveData(bytes(text));
        List<Event> events = new ArrayList<>();
        NextEvent next = connection.nextEvent();
        while (next instanceof Event event) {
            events.add(event);
            next = connection.nextEvent();
        }
        int content = events.stream()
                .mapToInt(event -> event instanceof Data data ? data.bytes().length() : 0)
                .sum();
        assertThat(content).isEqualTo(length < 0 ? 3 : length);
        boolean tunnel = method.equals("CONNECT");
        assertThat(events.get(events.size() - 1) instanceof EndOfMessage).isEqualTo(length >= 0 && !tunnel);
        if (length < 0) {
            connection.receiveEof();
            assertThat(connection.nextEvent()).isInstanceOf(EndOfMessage.class);
        }
    }

    @Test
    void either_side_may_read_on_after_the_calls_that_the_page_of_closing_names() throws IOException {
        assertThat(firstCells("closing.md", "")).containsExactly("your calls", "meaning");
        Connection server = Connection.server();
        Connection client = Connection.client();
        server.receiveData(client.send(GET, new EndOfMessage()));
        last(server);
        assertThat(client.send(new ConnectionClosed())).isEmpty();
        server.receiveEof();
        assertThat(server.nextEvent()).isInstanceOf(ConnectionClosed.class);
        client.receiveData(server.send(new Response(200, Headers.of("Content-Length", "3")), ABC, new EndOfMessage()));
        assertThat(client.nextEvent()).isInstanceOf(Response.class);
        assertThatThrownBy(() -> client.send(GET)).isInstanceOf(LocalProtocolException.class);
    }

    @Test
    void a_switch_is_proposed_accepted_and_declined_as_the_page_of_switching_says() throws IOException {
        assertThat(table("switching.md", ""))
                .containsExactly(
                        List.of(
                                "Upgrade (RFC 9110 §7.8)",
                                "Upgrade: name and Connection: upgrade",
                                "101",
                                "any final response"),
                        List.of("CONNECT (RFC 9110 §9.3.6)", "CONNECT host:port", "2xx", "any other final response"));
        for (Request proposal : List.of(UPGRADE, CONNECT)) {
            for (int status : List.of(101, 200, 204, 299, 300, 404, 500)) {
                Connection server = Connection.server();
                server.receiveData(Connection.client().send(proposal, new EndOfMessage()));
                last(server);
                assertThat(server.theirState()).isEqualTo(State.MIGHT_SWITCH_PROTOCOL);
                boolean connect = proposal.equals(CONNECT);
                if (connect && status == 101) {
                    continue; // what was not offered is refused
                }
                if (connect && status < 300) {
                    server.send(new Response(status, Headers.EMPTY));
                } else {
                    answer(server, status);
                }
                boolean accepted = connect ? status < 300 : status == 101;
                assertThat(server.ourState() == State.SWITCHED_PROTOCOL)
                        .as("%s, %d", proposal.method(), status)
                        .isEqualTo(accepted);
            }
        }
    }

    @Test
    void presets_are_all_policies_of_the_library_and_accept_what_the_page_says() throws IOException {
        assertThat(firstCells("policies.md", "preset"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Policy.class.getFields())
                        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Policy.class)
                        .map(Field::getName)
                        .toList());
        String unescaped = "GET /?a={x} HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(accepts(Connection.server(Policy.STRICT), unescaped)).isFalse();
        assertThat(accepts(Connection.server(), unescaped)).isFalse();
        assertThat(accepts(Connection.server(Policy.BROWSER_FACING_SERVER), unescaped))
                .isTrue();
        String faulty = "HTTP/1.1  200 OK\nContent-Length : 0\n\n";
        assertThat(accepts(asking(Policy.STRICT), faulty)).isFalse();
        assertThat(accepts(asking(Policy.TOLERANT_CLIENT), faulty)).isTrue();
        assertThat(Policy.TOLERANT_CLIENT.isOnlyForClients()).isTrue();
        String folded = "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n";
        assertThat(accepts(Connection.server(Policy.STRICT), folded)).isFalse();
        assertThat(accepts(Connection.server(Policy.H11), folded)).isTrue();
    }

    private static Connection asking(Policy policy) {
        Connection client = Connection.client(policy);
        client.send(GET, new EndOfMessage());
        return client;
    }

    private static boolean accepts(Connection connection, String text) {
        connection.receiveData(bytes(text));
        try {
            connection.nextEvent();
            return true;
        } catch (RemoteProtocolException e) {
            return false;
        }
    }

    @Test
    void bodies_are_copied_as_the_page_of_zero_copy_says() throws IOException {
        assertThat(firstCells("zero-copy.md", "to send"))
                .containsExactly("send", "sendTo(buffer, ...)", "sendWithDataPassthrough", "sendBody(length, ...)");
        assertThat(firstCells("zero-copy.md", "to receive")).containsExactly("receiveData", "receiveBorrowed");
        byte[] mine = bytes("abc");
        Event[] message = {POST, new Data(Bytes.wrap(mine)), new EndOfMessage()};

        byte[] sent = Connection.client().send(message[0], message[1], message[2]);
        assertThat(Arrays.copyOfRange(sent, sent.length - 3, sent.length)).isEqualTo(mine);
        ByteBuffer target = ByteBuffer.allocate(1000);
        Connection.client().sendTo(target, message[0], message[1], message[2]);
        assertThat(target.position()).isEqualTo(sent.length);
        List<ByteBuffer> passed = Connection.client().sendWithDataPassthrough(message[0], message[1], message[2]);
        mine[0] = 'X';
        assertThat(sent[sent.length - 3]).isEqualTo((byte) 'a');
        assertThat(target.get(target.position() - 3)).isEqualTo((byte) 'a');
        ByteBuffer body = passed.stream()
                .filter(buffer -> buffer.remaining() == 3)
                .findFirst()
                .orElseThrow();
        assertThat(body.get(body.position())).as("a view").isEqualTo((byte) 'X');

        Connection client = Connection.client();
        BodyFrame frame = client.sendBody(3, POST);
        assertThat(frame.before().length()).as("the head alone").isEqualTo(sent.length - 3);

        byte[] read = bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(received(read, false)).isFalse();
        assertThat(received(read, true)).isTrue();
    }

    /** Whether the body is a view of the memory that was read into. */
    private static boolean received(byte[] read, boolean borrowed) {
        Connection server = Connection.server();
        if (borrowed) {
            server.receiveBorrowed(ByteBuffer.wrap(read));
        } else {
            server.receiveData(read);
        }
        server.nextEvent();
        Data data = (Data) server.nextEvent();
        return data.bytes().isBorrowed();
    }
}
