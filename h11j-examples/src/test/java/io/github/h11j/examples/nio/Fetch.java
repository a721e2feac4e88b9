package io.github.h11j.examples.nio;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Gathers a response. */
class Fetch implements ResponseHandler {

    final List<InformationalResponse> interim = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Response head;
    private boolean over;

    /** A whole response. */
    record Answer(Response head, Bytes content, Headers trailers) {
        byte[] body() {
            return content.toByteArray();
        }

        int status() {
            return head.statusCode();
        }

        String text() {
            return content.toString(StandardCharsets.UTF_8);
        }
    }

    private void requireNotOver() {
        if (over) {
            throw new AssertionError("a call after the end");
        }
    }

    @Override
    public void interim(InformationalResponse response, ClientExchange exchange) throws Exception {
        requireNotOver();
        interim.add(response);
    }

    @Override
    public void head(Response response, ClientExchange exchange) throws Exception {
        requireNotOver();
        head = response;
    }

    @Override
    public void data(Data data) {
        requireNotOver();
        body.writeBytes(data.bytes().toByteArray());
    }

    @Override
    public void end(EndOfMessage end) {
        requireNotOver();
        over = true;
        answer.complete(new Answer(head, Bytes.wrap(body.toByteArray()), end.trailers()));
    }

    @Override
    public void failed(Exception cause) {
        requireNotOver();
        over = true;
        answer.completeExceptionally(cause);
    }

    boolean isDone() {
        return answer.isDone();
    }

    Answer get() throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    /** Why there was no whole response. */
    Throwable failure() throws Exception {
        try {
            throw new AssertionError("complete: " + get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
