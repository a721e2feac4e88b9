package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.spec.conformance.ClientAnswer;
import io.github.h11j.spec.conformance.ClientConformanceTest;
import io.github.h11j.spec.conformance.ClientRequest;
import java.io.IOException;

/** The blocking client under STRICT, one for all cases. There are no exceptions. */
class BlockingClientConformanceTest extends ClientConformanceTest {

    private final BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(4));

    @Override
    protected ClientAnswer send(ClientRequest request) throws IOException {
        ClientResponse response = client.send(
                Origin.http(request.uri().getHost(), request.uri().getPort()),
                Sending.head(request),
                Sending.body(request));
        return ClientAnswer.of(
                response.statusCode(), response.readAll(Sending.MOST).toByteArray());
    }

    @Override
    protected void stopClient() {
        client.close();
    }
}
