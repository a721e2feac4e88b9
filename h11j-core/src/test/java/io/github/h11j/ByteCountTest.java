package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an access log writes: the bytes of each message and of the connection, both ways. */
class ByteCountTest {

    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final EndOfMessage END = new EndOfMessage();

    private static void assertCounts(Connection connection, long message, long all) {
        assertThat(connection.receivedMessageBytes()).isEqualTo(message);
        assertThat(connection.receivedBytes()).isEqualTo(all);
    }

    @ParameterizedTest
    @EnumSource
    void received_bytes_are_counted_wherever_they_are(Memory kind) {
        Connection server = Connection.server();
        assertCounts(server, 0, 0);
        server.receiveBorrowed(kind.of(POST + GET));
        assertCounts(server, 0, POST.length() + GET.length());
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data abc", "End [A: b]", "PAUSED");
        assertCounts(server, POST.length(), POST.length() + GET.length());
        server.send(new Response(204, Headers.EMPTY), END);
        server.startNextCycle();
        assertCounts(server, 0, POST.length() + GET.length());
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
        assertCounts(server, GET.length(), POST.length() + GET.length());
    }

    @Test
    void what_is_dropped_is_received_and_no_part_of_the_message() {
        String last = "GET / HTTP/1.0\r\n\r\n";
        Connection server = Talk.serverAfter(last + "rubbish");
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
        server.receiveData(Latin1.bytes("more"));
        assertThat(server.discardedBytes()).isEqualTo(11);
        assertCounts(server, last.length(), last.length() + 11);
    }

    @Test
    void interim_responses_count_for_a_client() {
        String answer = "HTTP/1.1 103 \r\n\r\nHTTP/1.1 204 \r\n\r\n";
        Connection client = Talk.clientAfter("GET", answer);
        Talk.drain(client);
        assertCounts(client, answer.length(), answer.length());
    }

    @Test
    void sent_bytes_are_counted_by_every_method() {
        Connection server = Talk.serverAfter(GET);
        assertThat(server.sentBytes()).isZero();
        assertThat(server.sentMessageBytes()).isZero();
        Talk.drain(server);
        Response response = new Response(200, Headers.of("Content-Length", "9"));
        server.check(response);
        assertThat(server.sentBytes()).isZero();
        long all = server.send(response).length;
        for (ByteBuffer part : server.sendWithDataPassthrough(Data.utf8("abc"))) {
            all += part.remaining();
        }
        BodyFrame frame = server.sendBody(4);
        all += frame.before().length() + frame.length() + frame.after().length();
        all += server.send(List.of(Data.utf8("de"), END)).length;
        assertThat(server.sentBytes()).isEqualTo(all);
        assertThat(server.sentMessageBytes()).isEqualTo(all);

        server.startNextCycle();
        assertThat(server.sentMessageBytes()).isZero();
        assertThat(server.sentBytes()).isEqualTo(all);
        assertThatThrownBy(() -> server.send(END)).isInstanceOf(LocalProtocolException.class);
        assertThat(server.sentBytes()).isEqualTo(all);
    }

    @Test
    void chunks_from_outside_count_with_their_frame() {
        Connection server = Talk.serverAfter(GET);
        Talk.drain(server);
        BodyFrame frame = server.sendBody(10, new Response(200, Headers.EMPTY));
        assertThat(server.sentBytes())
                .isEqualTo(
                        frame.before().length() + frame.length() + frame.after().length());
    }

    @Test
    void empty_lines_that_come_before_the_request_are_no_part_of_the_message() {
        Connection client = Connection.client();
        client.receiveData(Latin1.bytes("\r\n"));
        client.nextEvent();
        client.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        assertCounts(client, 0, 2);
    }

    @ParameterizedTest
    @EnumSource
    void empty_lines_before_a_head_are_no_part_of_the_message(Memory kind) {
        Connection server = Connection.server(Policy.STRICT.tolerating(Role.CLIENT, Violation.BARE_LF));
        server.receiveBorrowed(kind.of("\r\n\n"));
        assertThat(Talk.drain(server)).containsExactly("NEED_DATA");
        assertCounts(server, 0, 3);
        server.receiveBorrowed(kind.of("\r\n" + GET));
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
        assertCounts(server, GET.length(), GET.length() + 5);

        String answer = "HTTP/1.1 103 \r\n\r\nHTTP/1.1 204 \r\n\r\n";
        Connection client = Talk.clientAfter("GET", "");
        client.receiveBorrowed(kind.of("\r\n" + answer.replace("HTTP/1.1 204", "\r\nHTTP/1.1 204")));
        assertThat(Talk.drain(client)).containsExactly("Informational 103", "Response 204", "End", "NEED_DATA");
        assertCounts(client, answer.length(), answer.length() + 4);
    }
}
