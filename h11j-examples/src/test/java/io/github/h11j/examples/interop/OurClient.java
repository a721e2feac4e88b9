package io.github.h11j.examples.interop;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.ClientOptions;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.ConnectionPool;
import io.github.h11j.examples.blocking.RequestBody;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Our two clients that keep connections. */
enum OurClient {
    POOL {
        @Override
        Running start(Optional<SSLContext> tls) {
            return new Pool(tls);
        }
    };

    private static final int MOST = 1 << 24;

    /** Starts one. With TLS all that it does is secured. */
    abstract Running start(Optional<SSLContext> tls) throws IOException;

    /** A client at work. */
    interface Running extends AutoCloseable {

        /** Sends a request to a port of this machine and waits for the whole response. */
        Answer send(int port, Request request, List<Data> body) throws Exception;

        /** How many connections are kept. */
        int connections();

        @Override
        void close();
    }

    /**
     * A whole response.
     *
     * @param interim the status codes before it
     * @param status its own
     * @param headers its fields
     * @param body its body
     */
    record Answer(List<Integer> interim, int status, Headers headers, Bytes body) {}

    private static final class Pool implements Running {

        private final ConnectionPool pool;

        Pool(Optional<SSLContext> tls) {
            ClientOptions options = tls.map(ClientOptions.DEFAULT::withTls).orElse(ClientOptions.DEFAULT);
            pool = new ConnectionPool(options, 4, Duration.ofSeconds(30));
        }

        @Override
        public Answer send(int port, Request request, List<Data> body) throws IOException {
            List<Integer> interim = new ArrayList<>();
            ClientResponse response = pool.send(
                    "127.0.0.1",
                    port,
                    request,
                    RequestBody.of(body, Headers.EMPTY),
                    before -> interim.add(before.statusCode()));
            return new Answer(interim, response.statusCode(), response.headers(), response.readAll(MOST));
        }

        @Override
        public int connections() {
            return pool.connections();
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
