package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.GET_BYTES;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.request;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that control the message or the connection: as they are where they say what is needed, one value, valid. */
class SentFieldsTest {

    private static final Data HELLO = Data.utf8("hello");
    private static final List<Policy> POLICIES = List.of(Policy.STRICT, Policy.H11);

    private static Connection server(Policy policy, String received) {
        Connection server = Talk.serverAfter(policy, received);
        Talk.drain(server);
        return server;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "+5", "111111111111111111111", "5, 6", "", "5,"})
    void an_invalid_length_beside_chunked_is_refused_in_either_direction(String length) {
        for (Policy policy : POLICIES) {
            for (SendPath path : SendPath.values()) {
                Connection server = server(policy, GET_BYTES);
                Response response = response(200, "Transfer-Encoding", "chunked", "Content-Length", length);
                assertThatThrownBy(() -> path.send(server, List.of(response, HELLO, END)))
                        .isInstanceOf(LocalProtocolException.class);
                assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
                Connection client = Connection.client(policy);
                Request request =
                        request("POST", "/", "Host", "a", "Transfer-Encoding", "chunked", "Content-Length", length);
                assertThatThrownBy(() -> path.send(client, List.of(request, HELLO, END)))
                        .isInstanceOf(LocalProtocolException.class);
                assertThat(client.ourState()).isEqualTo(State.IDLE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_repeated_length_is_one_value_on_the_wire(SendPath path) {
        String one = head("POST / HTTP/1.1", "Host: a", "content-length: 5", "X: y") + "hello";
        for (Request request : List.of(
                request("POST", "/", "Host", "a", "content-length", "5, 5", "X", "y"),
                request("POST", "/", "content-length", "5", "Host", "a", "X", "y", "Content-Length", "5 , 5"))) {
            assertThat(text(path.send(Connection.client(Policy.H11), List.of(request, HELLO, END))))
                    .isEqualTo(one);
        }
        for (Response response : List.of(
                response(200, "Content-Length", "5 , 5", "X", "y"),
                response(200, "Content-Length", "5", "X", "y", "Content-Length", "5"))) {
            assertThat(text(path.send(server(Policy.H11, GET_BYTES), List.of(response, HELLO, END))))
                    .isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: 5", "X: y") + "hello");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"connection|close", "CONNECTION|Close", "Connection|x, close , y"})
    void a_response_that_says_close_keeps_its_field_where_it_is(String name, String value) {
        String request = head("GET / HTTP/1.1", "Host: a", "Connection: close");
        for (Policy policy : POLICIES) {
            for (String received : List.of(GET_BYTES, request, head("GET / HTTP/1.0"))) {
                Connection server = server(policy, received);
                assertThat(text(server.send(response(200, name, value, "Content-Length", "5"), HELLO, END)))
                        .isEqualTo(head("HTTP/1.1 200 OK", name + ": " + value, "Content-Length: 5") + "hello");
                assertThat(server.ourState()).isEqualTo(State.MUST_CLOSE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "Keep-Alive", "x, keep-alive"})
    void a_response_that_says_keep_alive_to_http_1_0_keeps_its_field_where_it_is(String value) {
        Connection server = server(Policy.STRICT, head("GET / HTTP/1.0", "Connection: keep-alive"));
        assertThat(text(server.send(response(200, "connection", value, "Content-Length", "5"), HELLO, END)))
                .isEqualTo(head("HTTP/1.1 200 OK", "connection: " + value, "Content-Length: 5") + "hello");
        assertThat(server.isReusable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "101|GET|Upgrade: b",
                "200|GET|Upgrade: b",
                "426|GET|Upgrade: b",
                "200|GET|Connection: x/nUpgrade: b",
                "200|CLOSE|Upgrade: b",
                "200|OLD|Upgrade: b"
            })
    void a_response_with_upgrade_names_it(int status, String kind, String fields) {
        String connection = kind.equals("OLD") ? "keep-alive" : "upgrade" + (kind.equals("CLOSE") ? ", close" : "");
        String version = kind.equals("OLD") ? "0" : "1";
        Connection server = server(
                Policy.STRICT, head("GET / HTTP/1." + version, "Host: a", "Connection: " + connection, "Upgrade: b"));
        Headers headers = Headers.EMPTY;
        for (String field : fields.split("/n", -1)) {
            headers =
                    headers.withAdded(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 1));
        }
        Event head = status == 101 ? new InformationalResponse(101, headers) : new Response(status, headers);
        List<Event> events = status == 101 ? List.of(head) : List.of(head, END);
        String sent = text(server.send(events));
        String expected = fields.contains("x") ? "upgrade, x" : "upgrade";
        expected =
                kind.equals("CLOSE") ? "close, " + expected : kind.equals("OLD") ? "keep-alive, " + expected : expected;
        assertThat(sent).contains("\r\nConnection: " + expected + "\r\n").contains("\r\nUpgrade: b\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "Upgrade, x"})
    void a_connection_field_that_names_upgrade_stays(String connection) {
        Connection server = server(Policy.STRICT, GET_BYTES);
        assertThat(text(server.send(
                        response(426, "Upgrade", "b", "connection", connection, "Content-Length", "0"), END)))
                .isEqualTo(head(
                        "HTTP/1.1 426 Upgrade Required",
                        "Upgrade: b",
                        "connection: " + connection,
                        "Content-Length: 0"));
    }

    @ParameterizedTest
    @EnumSource
    void under_h11_none_of_this_is_looked_at(SendPath path) {
        List<Request> requests = List.of(
                request("GET", "/", "Host", "a", "Upgrade", "b"),
                request("GET", "/", "Host", "a", "TE", "chunked"),
                request("TRACE", "/", "Host", "a", "Content-Length", "0"));
        for (Request request : requests) {
            assertThat(path.send(Connection.client(Policy.H11), List.of(request, END)))
                    .isNotEmpty();
        }
        assertThat(text(path.send(server(Policy.H11, GET_BYTES), List.of(response(426, "Content-Length", "0"), END))))
                .isEqualTo(head("HTTP/1.1 426 Upgrade Required", "Content-Length: 0"));
        assertThat(text(path.send(
                        server(Policy.H11, GET_BYTES),
                        List.of(response(200, "Upgrade", "b", "Content-Length", "0"), END))))
                .isEqualTo(head("HTTP/1.1 200 OK", "Upgrade: b", "Content-Length: 0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trailers", "gzip;q=0.5"})
    void te_that_connection_names_is_sent(String te) {
        Request request = request("GET", "/", "Host", "a", "TE", te, "Connection", "TE");
        assertThat(Connection.client().send(request, END)).isNotEmpty();
        assertThat(Connection.client().send(request("TRACE", "/", "Host", "a"), END))
                .isNotEmpty();
    }

    @Test
    void chunked_goes_to_a_server_of_http_1_0_only_where_nothing_is_checked() {
        Connection client = Connection.client(Policy.STRICT.without(Option.CHECK_BEFORE_SENDING));
        client.send(request("GET", "/", "Host", "a"), END);
        receive(head("HTTP/1.0 200 OK", "Connection: keep-alive", "Content-Length: 0"))
                .accept(client);
        client.startNextCycle();
        assertThat(client.send(request("POST", "/", "Host", "a", "Transfer-Encoding", "chunked"), END))
                .isNotEmpty();
    }
}
