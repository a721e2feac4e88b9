package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.ClientOptions;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.ConnectionPool;
import io.github.h11j.spec.conformance.ClientAnswer;
import io.github.h11j.spec.conformance.ClientConformanceTest;
import io.github.h11j.spec.conformance.ClientRequest;
import java.io.IOException;
import java.time.Duration;

/** The pool under STRICT, one for all cases. There are no exceptions. */
class ConnectionPoolConformanceTest extends ClientConformanceTest {

    private final ConnectionPool pool = new ConnectionPool(ClientOptions.DEFAULT, 4, Duration.ofSeconds(30));

    @Override
    protected ClientAnswer send(ClientRequest request) throws IOException {
        ClientResponse response = pool.send(
                request.uri().getHost(), request.uri().getPort(), Sending.head(request), Sending.body(request));
        return ClientAnswer.of(
                response.statusCode(), response.readAll(Sending.MOST).toByteArray());
    }

    @Override
    protected void stopClient() {
        pool.close();
    }
}
