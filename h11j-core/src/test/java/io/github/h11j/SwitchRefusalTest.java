package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A 101 that is refused has not switched anything, and one that would not be sent is refused. */
class SwitchRefusalTest {

    /** An interim response to HTTP/1.0 is left out: the client would read the other protocol as a response. */
    @Test
    void a_switch_is_never_left_out_in_silence() {
        Connection server =
                Talk.serverAfter(Policy.STRICT.without(Option.CHECK_UPGRADES), "GET / HTTP/1.0\r\nUpgrade: x\r\n\r\n");
        Talk.drain(server);
        InformationalResponse switching =
                new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", "x"));
        assertThatThrownBy(() -> server.send(switching)).isInstanceOf(LocalProtocolException.class);
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
        assertThat(server.closeReason()).contains(CloseReason.HTTP_1_0);

        Connection h11 = Talk.serverAfter(Policy.H11, "GET / HTTP/1.0\r\nUpgrade: x\r\n\r\n");
        Talk.drain(h11);
        assertThat(Talk.text(h11.send(switching))).startsWith("HTTP/1.1 101 ");
        assertThat(h11.ourState()).isEqualTo(State.SWITCHED_PROTOCOL);
    }

    @Test
    void a_switch_beyond_the_limit_of_interim_responses_has_not_switched() {
        Connection client = Connection.client(Policy.STRICT.with(Limits.DEFAULT.withInformationalResponses(0)));
        Setup.UPGRADE_SENT.prepare(client);
        client.receiveData(Talk.bytes("HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: a/1\r\n\r\n"));
        assertThat(Talk.drain(client)).singleElement().asString().startsWith("TOO_MANY_INFORMATIONAL_RESPONSES");
        assertThat(client.closeReason()).contains(CloseReason.PEER_ERROR);
        assertThat(client.ourState()).isNotEqualTo(State.SWITCHED_PROTOCOL);
    }
}
