package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.Violation;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/switching.md. */
class SwitchingExercisesTest {

    private static final Request PROPOSAL =
            new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "echo"));

    @Test
    void exercise_1_a_protocol_that_was_not_offered_is_refused() {
        Connection client = Connection.client();
        client.send(PROPOSAL, new EndOfMessage());
        client.receiveData(bytes("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n"));
        assertThatThrownBy(client::nextEvent)
                .isInstanceOfSatisfying(
                        RemoteProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.SWITCH_NOT_OFFERED));
    }

    @Test
    void exercise_2_after_407_the_connection_is_still_HTTP_and_the_client_asks_again() {
        Connection client = Connection.client();
        Request request = new Request("CONNECT", "a:443", Headers.of("Host", "a:443"));
        client.send(request, new EndOfMessage());
        client.receiveData(bytes("HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n"));
        names(client);
        assertThat(client.state(Role.CLIENT)).isEqualTo(State.DONE);
        assertThat(client.state(Role.SERVER)).isEqualTo(State.DONE);
        client.startNextCycle();
        assertThat(client.send(request, new EndOfMessage())).isNotEmpty();
    }

    @Test
    void exercise_3_they_wait_as_trailing_data_and_become_the_other_protocols() {
        Connection server = Connection.server();
        server.receiveData(Connection.client().send(PROPOSAL, new EndOfMessage()));
        server.receiveData(bytes("hi!"));
        names(server);
        assertThat(server.trailingData().bytes()).isEqualTo(Bytes.utf8("hi!"));
        assertThatThrownBy(server::switchedProtocolData).isInstanceOf(IllegalStateException.class);
        server.send(new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", "echo")));
        assertThat(server.switchedProtocolData().bytes()).isEqualTo(Bytes.utf8("hi!"));
    }

    /** And if it is declined, they are the beginning of the next request. */
    @Test
    void exercise_3_declined_they_are_read_as_HTTP() {
        Connection server = Connection.server();
        server.receiveData(Connection.client().send(PROPOSAL, new EndOfMessage()));
        server.receiveData(bytes("hi!\r\n\r\n"));
        names(server);
        server.send(new Response(204, Headers.EMPTY), new EndOfMessage());
        server.startNextCycle();
        assertThatThrownBy(server::nextEvent)
                .isInstanceOfSatisfying(
                        RemoteProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BAD_REQUEST_LINE));
    }
}
