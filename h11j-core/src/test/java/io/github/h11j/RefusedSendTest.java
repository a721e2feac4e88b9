package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.GET;
import static io.github.h11j.SendViolationCases.GET_BYTES;
import static io.github.h11j.SendViolationCases.POST_5;
import static io.github.h11j.SendViolationCases.POST_CHUNKED;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.informational;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.h11j.SendViolationCases.Fault;
import io.github.h11j.SendViolationCases.Row;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A send that is refused changes nothing: what is sent and received afterwards goes as if it had never been tried. */
class RefusedSendTest {

    private static final Data HI = Data.utf8("hi");

    /** What shows in bytes, states and refusals how a connection stands. */
    private static final List<List<Event>> PROBES = List.of(
            List.of(END),
            List.of(HI),
            List.of(Data.utf8("1"), END),
            List.of(new ConnectionClosed()),
            List.of(GET, END),
            List.of(POST_5, Data.utf8("12345"), END),
            List.of(informational(103)),
            List.of(informational(101, "Upgrade", "b", "Connection", "upgrade")),
            List.of(response(200), HI, END),
            List.of(response(204), END));

    static List<Row> rows() {
        return SendViolationCases.rows().stream()
                .filter(row -> row.fault() != Fault.NOT_MADE && row.policy().has(Option.REFUSE_WITHOUT_CHANGE))
                .toList();
    }

    private static String outcome(Connection connection, List<Event> events) {
        String sent;
        try {
            sent = new String(connection.send(events), ISO_8859_1);
        } catch (LocalProtocolException e) {
            sent = e.getMessage();
        }
        connection.receiveData(head("HTTP/1.1 200 OK", "Content-Length: 0").getBytes(ISO_8859_1));
        connection.receiveEof();
        return sent + "\n" + Talk.drain(connection) + connection.closeReason() + Talk.states(connection)
                + connection.clientIsWaitingFor100Continue() + connection.isReusable();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_follows_goes_as_if_it_had_never_been_tried(Row row) {
        for (List<Event> probe : PROBES) {
            String expected = outcome(row.connection(), probe);
            for (SendPath path : SendPath.values()) {
                if (path.isOneCall()) {
                    Connection connection = row.connection();
                    assertThatThrownBy(() -> path.send(connection, row.events().get()))
                            .isInstanceOf(LocalProtocolException.class);
                    assertThat(outcome(connection, probe))
                            .as("%s, %s", path, probe)
                            .isEqualTo(expected);
                }
            }
            Connection outside = row.connection();
            assertThatThrownBy(() -> outside.sendBody(0, row.events().get()))
                    .isInstanceOf(LocalProtocolException.class);
            assertThat(outcome(outside, probe)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_response_whose_body_does_not_fit_can_be_replaced_by_a_500(SendPath path) {
        Response response = response(200, "Content-Length", "3", "Connection", "close");
        for (List<Event> refused : List.of(
                List.<Event>of(response, HI, END),
                List.<Event>of(response, HI, HI, END),
                List.<Event>of(informational(103), response, HI, Data.utf8("!"), HI))) {
            if (!path.isOneCall()) {
                continue;
            }
            Connection server = Talk.serverAfter(GET_BYTES);
            Talk.drain(server);
            assertThatThrownBy(() -> path.send(server, refused)).isInstanceOf(LocalProtocolException.class);
            assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
            assertThat(server.closeReason()).isEmpty();
            assertThat(new String(server.send(server.errorResponse(500, "sorry")), ISO_8859_1))
                    .startsWith("HTTP/1.1 500 ");
            assertThat(server.ourState()).isEqualTo(State.MUST_CLOSE);
        }
    }

    @Test
    void the_part_of_a_body_that_was_refused_is_not_counted() {
        Connection client = Connection.client();
        client.send(POST_5, Data.utf8("12"));
        assertThatThrownBy(() -> client.send(Data.utf8("3"), END)).isInstanceOf(LocalProtocolException.class);
        assertThatThrownBy(() -> client.send(Data.utf8("345"), Data.utf8("6"), END))
                .isInstanceOf(LocalProtocolException.class);
        assertThatThrownBy(() -> client.sendBody(4)).isInstanceOf(LocalProtocolException.class);
        assertThat(client.sendBody(2).length()).isEqualTo(2);
        assertThat(client.send(Data.utf8("5"), END)).asString(ISO_8859_1).isEqualTo("5");
    }

    /** The head of the refused message was of another framing. */
    @Test
    void the_body_goes_on_as_it_was_framed() {
        Connection client = Connection.client();
        client.send(POST_CHUNKED);
        assertThatThrownBy(() -> client.send(HI, POST_5)).isInstanceOf(LocalProtocolException.class);
        assertThat(client.send(HI, END)).asString(ISO_8859_1).isEqualTo("2\r\nhi\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void bytes_whose_lease_has_ended_change_nothing_under_any_policy(SendPath path) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            Connection lender = Connection.server();
            lender.receiveBorrowed(ByteBuffer.wrap(
                    (head("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "12345").getBytes(ISO_8859_1)));
            lender.nextEvent();
            Data borrowed = (Data) lender.nextEvent();
            lender.endLease();

            Connection server = Connection.server(policy);
            receive(GET_BYTES).accept(server);
            List<Event> events = List.of(response(200, "Content-Length", "5"), borrowed, END);
            assertThatThrownBy(() -> server.check(events)).isInstanceOf(IllegalStateException.class);
            if (path.isOneCall()) {
                assertThatThrownBy(() -> path.send(server, events)).isInstanceOf(IllegalStateException.class);
            }
            assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
            assertThat(server.send(response(204), END)).isNotEmpty();
        }
    }

    @Test
    void what_is_refused_or_only_checked_fires_no_row() {
        Connection server = Talk.serverAfter(GET_BYTES);
        Talk.drain(server);
        server.recordFiredRules();
        server.check(response(204), END);
        assertThatThrownBy(() -> server.send(response(204), HI)).isInstanceOf(LocalProtocolException.class);
        assertThat(server.firedRules()).isEmpty();
        server.send(response(204), END);
        assertThat(server.firedRules()).isNotEmpty();
    }

    @Test
    void a_client_accepts_no_switch() {
        Connection client = Connection.client();
        Setup.CONNECT_SENT.prepare(client);
        for (Event event : List.of(
                new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", "a/1")),
                new Response(200, Headers.EMPTY))) {
            LocalProtocolException refused =
                    catchThrowableOfType(LocalProtocolException.class, () -> client.check(event));
            assertThat(refused.refusal().orElseThrow().explanation()).isEqualTo("Only a server accepts a switch.");
        }
        LocalProtocolException other = catchThrowableOfType(
                LocalProtocolException.class, () -> client.check(new Response(404, Headers.EMPTY)));
        assertThat(other.refusal().orElseThrow().explanation()).isEqualTo("Only a server sends responses.");
    }
}
