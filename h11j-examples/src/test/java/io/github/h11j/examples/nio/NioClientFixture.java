package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Event;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Clients whose clock stands still and whose writes are recorded; servers of their own clock. */
abstract class NioClientFixture extends NioFixture {

    private final List<NioClient> clients = new ArrayList<>();

    NioClient client() throws IOException {
        return client(ClientSettings.DEFAULT);
    }

    NioClient client(ClientSettings settings) throws IOException {
        NioClient client = new NioClient(settings, hooks());
        clients.add(client);
        return client;
    }

    @AfterEach
    void stopClients() {
        clients.forEach(NioClient::close);
        for (NioClient client : clients) {
            assertThat(client.connections()).isZero();
            assertThat(client.tlsBuffersLent()).isZero();
        }
    }

    void pass(NioClient client, Duration time) {
        nanos.addAndGet(time.toNanos());
        client.wakeUp();
    }

    static <F extends ResponseHandler> F send(NioClient client, Origin origin, F handler, Event... events) {
        client.send(origin, List.of(events), handler);
        return handler;
    }

    static Origin origin(NioServer server) {
        return Origin.http("localhost", ((InetSocketAddress) server.address()).getPort());
    }
}
