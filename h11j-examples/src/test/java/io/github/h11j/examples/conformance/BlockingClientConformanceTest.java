package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientOptions;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.spec.conformance.ClientAnswer;
import io.github.h11j.spec.conformance.ClientConformanceTest;
import io.github.h11j.spec.conformance.ClientRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The blocking client under STRICT: a connection is used for as long as it says it can be. There are no exceptions. */
class BlockingClientConformanceTest extends ClientConformanceTest {

    private final Map<Integer, BlockingClient> connections = new ConcurrentHashMap<>();

    @Override
    protected ClientAnswer send(ClientRequest request) throws IOException {
        int port = request.uri().getPort();
        BlockingClient client = connections.get(port);
        if (client == null || !client.isReusable()) {
            client = BlockingClient.connect(request.uri().getHost(), port, ClientOptions.DEFAULT);
            connections.put(port, client);
        }
        ClientResponse response = client.send(Sending.head(request), Sending.body(request));
        return ClientAnswer.of(
                response.statusCode(), response.readAll(Sending.MOST).toByteArray());
    }

    @Override
    protected void stopClient() {
        connections.values().forEach(BlockingClient::close);
    }
}
