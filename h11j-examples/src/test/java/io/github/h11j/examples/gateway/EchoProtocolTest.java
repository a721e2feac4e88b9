package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.app.EchoProtocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocol that {@code h11j serve} switches to. */
class EchoProtocolTest extends ProxyFixture {

    /** RFC 9110 §7.8: "the server MUST send a 100 (Continue) response before sending a 101". */
    @ParameterizedTest
    @EnumSource
    void a_client_that_waits_for_100_gets_it_before_101(Io io) throws Exception {
        try (Peer client = new Peer(start(io, EchoProtocol::handle).port())) {
            client.write(
                    get("/", "Connection: upgrade", "Upgrade: h11j-echo", "Expect: 100-continue", "Content-Length: 3"));
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            client.write("abchello");
            assertThat(client.head()).startsWith("HTTP/1.1 101 ").contains("Upgrade: h11j-echo\r\n");
            client.end();
            assertThat(client.readAll()).isEqualTo("hello");
        }
    }
}
