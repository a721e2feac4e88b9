package io.github.h11j.examples.conformance;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Response;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import io.github.h11j.spec.conformance.ClientAnswer;
import io.github.h11j.spec.conformance.ClientConformanceTest;
import io.github.h11j.spec.conformance.ClientRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The NIO client under STRICT, one for all cases. There are no exceptions. */
class NioClientConformanceTest extends ClientConformanceTest {

    private NioClient client;

    @Override
    protected void startClient() throws IOException {
        client = new NioClient(ClientSettings.DEFAULT);
    }

    @Override
    protected ClientAnswer send(ClientRequest request) throws Exception {
        List<Event> events = new ArrayList<>();
        events.add(Sending.head(request));
        if (!request.content().isEmpty()) {
            events.add(Sending.content(request));
        }
        events.add(new EndOfMessage());
        Whole whole = new Whole();
        client.send(Origin.http(request.uri().getHost(), request.uri().getPort()), events, whole);
        return whole.answer.get();
    }

    @Override
    protected void stopClient() {
        client.close();
    }

    /** Gathers a response. */
    private static final class Whole implements ResponseHandler {

        private final CompletableFuture<ClientAnswer> answer = new CompletableFuture<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int status;

        @Override
        public void head(Response response, ClientExchange exchange) {
            status = response.statusCode();
        }

        @Override
        public void data(Data data) {
            content.writeBytes(data.bytes().toByteArray());
        }

        @Override
        public void end(EndOfMessage end) {
            answer.complete(ClientAnswer.of(status, content.toByteArray()));
        }

        @Override
        public void failed(Exception cause) {
            answer.completeExceptionally(cause);
        }
    }
}
