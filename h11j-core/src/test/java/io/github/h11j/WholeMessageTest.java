package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.informational;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.request;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A message whose head and end are in one call is whole: it is sent with its length, where it has one. */
class WholeMessageTest {

    private static final Data NOTHING = Data.utf8("");
    private static final Data HE = Data.utf8("he");
    private static final Data LLO = Data.utf8("llo");

    private static final String OK = "HTTP/1.1 200 OK";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    /** What a server sends in answer to a request, and all that comes out. */
    private record Answer(String request, List<Event> events, String out) {}

    private static Answer answer(String request, String out, Event... events) {
        return new Answer(request, List.of(events), out);
    }

    // spotless:off
    static List<Answer> answers() {
        String get = head("GET / HTTP/1.1", "Host: a");
        String old = head("GET / HTTP/1.0");
        String oldAlive = head("GET / HTTP/1.0", "Connection: keep-alive");
        String toHead = head("HEAD / HTTP/1.1", "Host: a");
        String connect = head("CONNECT a:1 HTTP/1.1", "Host: a:1");
        String last = "Connection: close";
        return List.of(
            // with content and without
            answer(get, head(OK, "Content-Length: 5") + "hello", response(200), HE, LLO, END),
            answer(get, head(OK, "Content-Length: 0"), response(200), END),
            answer(get, head(OK, "Content-Length: 0"), response(200), NOTHING, END),
            answer(get, head("HTTP/1.1 404 Not Found", "a: b", "Content-Length: 2") + "he", response(404, "a", "b"), HE, END),
            // after other events of the call
            answer(get, head("HTTP/1.1 103 Early Hints") + head(OK, "Content-Length: 2") + "he",
                informational(103), response(200), HE, END),
            // before the end of the connection
            answer(get, head(OK, "Content-Length: 2") + "he", response(200), HE, END, new ConnectionClosed()),
            answer(get, head(OK, "Content-Length: 0"), response(200), END, new ConnectionClosed(), new ConnectionClosed()),
            // HTTP/1.0 can tell the end, and keeps the connection if it wants to
            answer(old, head(OK, "Content-Length: 2", last) + "he", response(200), HE, END),
            answer(oldAlive, head(OK, "Content-Length: 2", "Connection: keep-alive") + "he", response(200), HE, END),
            answer(oldAlive, head(OK, "Content-Length: 2", "Connection: keep-alive") + "he",
                response(200, "Transfer-Encoding", "chunked"), HE, END),
            // what the head says counts
            answer(get, head(OK, CHUNKED) + "2\r\nhe\r\n0\r\n\r\n", response(200, "Transfer-Encoding", "chunked"), HE, END),
            answer(get, head(OK, "content-length: 2") + "he", response(200, "content-length", "2"), HE, END),
            // trailers need chunked
            answer(get, head(OK, CHUNKED) + "2\r\nhe\r\n0\r\na: b\r\n\r\n",
                response(200), HE, new EndOfMessage(Headers.of("a", "b"))),
            // HEAD: only what its content would be is known
            answer(toHead, head(OK, "Content-Length: 5"), response(200), HE, LLO, END),
            answer(toHead, head(OK, "Content-Length: 0"), response(200), NOTHING, END),
            answer(toHead, head(OK, CHUNKED), response(200), END),
            // statuses without a length
            answer(get, head("HTTP/1.1 204 No Content"), response(204), END),
            answer(get, head("HTTP/1.1 304 Not Modified"), response(304), END),
            answer(get, head("HTTP/1.1 304 Not Modified"), response(304), HE, END),
            answer(toHead, head("HTTP/1.1 204 No Content"), response(204), NOTHING, END),
            answer(get, head("HTTP/1.1 205 Reset Content", "Content-Length: 0"), response(205), END),
            answer(connect, head("HTTP/1.1 403 Forbidden", "Content-Length: 2") + "he", response(403), HE, END),
            // in parts it is not known
            answer(get, head(OK, CHUNKED) + "2\r\nhe\r\n", response(200), HE),
            answer(connect, head(OK), response(200)));
    }

    /** What a client sends. */
    private record Asked(List<Event> events, String out) {}

    private static Asked asked(String out, Event... events) {
        return new Asked(List.of(events), out);
    }

    static List<Asked> requests() {
        return List.of(
            asked(head("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "hello", request("POST", "/", "Host", "a"), HE, LLO, END),
            asked(head("QUERY / HTTP/1.1", "Host: a", "Content-Length: 2") + "he", request("QUERY", "/", "Host", "a"), HE, END),
            asked(head("GET / HTTP/1.1", "Host: a", "Content-Length: 2") + "he", request("GET", "/", "Host", "a"), HE, END),
            asked(head("POST / HTTP/1.1", "Host: a", "Content-Length: 0"), request("POST", "/", "Host", "a"), END),
            asked(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 0"), request("PUT", "/", "Host", "a"), NOTHING, END),
            asked(head("PATCH / HTTP/1.1", "Host: a", "Content-Length: 0"), request("PATCH", "/", "Host", "a"), END),
            asked(head("GET / HTTP/1.1", "Host: a"), request("GET", "/", "Host", "a"), END),
            asked(head("DELETE / HTTP/1.1", "Host: a"), request("DELETE", "/", "Host", "a"), NOTHING, END),
            asked(head("post / HTTP/1.1", "Host: a"), request("post", "/", "Host", "a"), END),
            asked(head("POST / HTTP/1.1", "Host: a"), request("POST", "/", "Host", "a")),
            asked(head("POST / HTTP/1.1", "Host: a", "Content-Length: 2") + "he",
                request("POST", "/", "Host", "a"), HE, END, new ConnectionClosed()),
            asked(head("POST / HTTP/1.1", "Host: a", CHUNKED) + "0\r\n\r\n",
                request("POST", "/", "Host", "a", "Transfer-Encoding", "chunked"), END),
            asked(head("POST / HTTP/1.1", "Host: a", "content-length: 2") + "he",
                request("POST", "/", "Host", "a", "content-length", "2"), HE, END),
            asked(head("POST / HTTP/1.1", "Host: a", "a: b", "Content-Length: 2") + "he",
                request("POST", "/", "a", "b", "Host", "a"), HE, END));
    }
    // spotless:on

    private static Connection server(String request, Policy policy) {
        Connection server = Connection.server(policy);
        receive(request).accept(server);
        return server;
    }

    private static final List<SendPath> WHOLE =
            Stream.of(SendPath.values()).filter(SendPath::isOneCall).toList();

    @ParameterizedTest
    @MethodSource("answers")
    void a_response_says_its_length_where_it_has_one(Answer row) {
        for (SendPath path : WHOLE) {
            Connection server = server(row.request(), Policy.STRICT);
            server.check(row.events());
            assertThat(new String(path.send(server, row.events()), ISO_8859_1)).isEqualTo(row.out());
            assertThat(server.ourState()).isNotEqualTo(State.ERROR);
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_says_its_length_where_it_has_one(Asked row) {
        for (SendPath path : WHOLE) {
            Connection client = Connection.client();
            client.check(row.events());
            assertThat(new String(path.send(client, row.events()), ISO_8859_1)).isEqualTo(row.out());
        }
    }

    @Test
    void a_connection_of_http_1_0_is_kept_after_a_whole_response() {
        Connection server = server(head("GET / HTTP/1.0", "Connection: keep-alive"), Policy.STRICT);
        server.send(response(200), HE, END);
        assertThat(server.isReusable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SendPath.class,
            names = {"ONE_BY_ONE", "OUTSIDE"},
            mode = EnumSource.Mode.EXCLUDE)
    void without_the_option_nothing_is_added(SendPath path) {
        for (Policy policy : List.of(Policy.H11, Policy.STRICT.without(Option.SET_CONTENT_LENGTH))) {
            assertThat(path.send(server(head("GET / HTTP/1.1", "Host: a"), policy), List.of(response(200), HE, END)))
                    .asString(ISO_8859_1)
                    .isEqualTo(head(OK, CHUNKED) + "2\r\nhe\r\n0\r\n\r\n");
            Connection client = Connection.client(policy);
            List<Event> post = List.of(request("POST", "/", "Host", "a"), HE, END);
            assertThatThrownBy(() -> path.send(client, post))
                    .isInstanceOfSatisfying(
                            LocalProtocolException.class,
                            e -> assertThat(e.violation()).isEqualTo(Violation.BODY_TOO_LONG));
        }
    }

    @Test
    void content_that_only_the_call_announces_counts_where_content_is_forbidden_or_expected() {
        List<Event> trace = List.of(request("TRACE", "/", "Host", "a"), HE, END);
        assertThatThrownBy(() -> Connection.client().send(trace))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.TRACE_WITH_CONTENT));
        assertThat(Connection.client().send(request("TRACE", "/", "Host", "a"), END))
                .asString(ISO_8859_1)
                .isEqualTo(head("TRACE / HTTP/1.1", "Host: a"));

        Request expecting = request("POST", "/", "Host", "a", "Expect", "100-continue");
        assertThat(Connection.client().send(expecting, HE, END))
                .asString(ISO_8859_1)
                .isEqualTo(head("POST / HTTP/1.1", "Host: a", "Expect: 100-continue", "Content-Length: 2") + "he");
        assertThatThrownBy(() -> Connection.client().send(expecting, END))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.EXPECT_WITHOUT_CONTENT));
    }

    @Property(tries = 200)
    void whatever_the_parts_the_other_side_reads_the_content(
            @ForAll @Size(max = 5) List<@IntRange(max = 12_345) Integer> sizes) {
        List<Event> post = new ArrayList<>(List.of(request("POST", "/", "Host", "a")));
        int length = 0;
        for (int size : sizes) {
            post.add(Data.of(new byte[size]));
            length += size;
        }
        post.add(END);
        Connection server = Connection.server();
        server.receiveData(Connection.client().send(post));
        assertThat(server.nextEvent())
                .isEqualTo(request("POST", "/", "Host", "a", "Content-Length", Integer.toString(length)));
        assertThat(server.theirRemainingBodyLength()).hasValue(length);
    }
}
