package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.EndOfMessage;
import io.github.h11j.handler.Responses;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shares when the connections of a loop hold much, and what becomes of them afterwards. */
class NioHeldBytesTest extends NioFixture {

    private static final int MOST = 1 << 20;

    @Test
    void a_connection_that_was_not_read_goes_on_when_others_hold_less() throws Exception {
        NioServer server = serve(
                SETTINGS.withLoops(1).withHeldBytes(16 * MOST),
                (request, exchange) -> exchange.send(
                        Responses.text(200, request.target().equals("/much") ? "x".repeat(15 * MOST) : "x")));
        EventLoop loop = server.loop(0);
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) { // so that a share is about that of a usual head
                clients.add(new Client(server.address()));
            }
            Client rude = clients.get(0);
            rude.send(get("/much"), new EndOfMessage());
            await("much is held", () -> loop.held() > 8 * MOST);
            Client starved = clients.get(1);
            starved.write("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(14_000));
            long before = loop.held();
            for (int i = 0; i < 10; i++) {
                assertThat(clients.get(2).exchange(get("/")).text()).isEqualTo("x");
            }
            assertThat(loop.held() - before).as("its share").isLessThan(9_500);
            assertThat(rude.answer().body()).hasSize(15 * MOST);
            starved.write("\r\n\r\n");
            starved.http.send(get("/"), new EndOfMessage());
            assertThat(starved.answer().text()).isEqualTo("x");
            await("nothing is held", () -> loop.held() == 0);
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
        await("closed", () -> server.connections() == 0);
    }
}
