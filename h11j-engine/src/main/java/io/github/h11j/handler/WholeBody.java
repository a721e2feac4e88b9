package io.github.h11j.handler;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import java.io.ByteArrayOutputStream;

/**
 * Collects a body in memory, up to a limit. A larger body is answered with 413, and the rest of it is not collected.
 */
public final class WholeBody implements BodyHandler {

    private final Exchange exchange;
    private final int limit;
    private final Receiver receiver;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    private WholeBody(Exchange exchange, int limit, Receiver receiver) {
        this.exchange = exchange;
        this.limit = limit;
        this.receiver = receiver;
    }

    /** Receives a complete body. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Receives the body.
         *
         * @param body the bytes, which the receiver may keep
         * @param trailers the fields after the body
         * @throws Exception as {@link Handler#handle}
         */
        void received(Bytes body, Headers trailers) throws Exception;
    }

    /**
     * Asks for a body. If it is announced to be too large, it is refused without being read.
     *
     * @param request the request whose body it is
     * @param exchange the exchange of the request; until the body is complete, the caller should not send a response,
     *     because a refusal could not be sent after it
     * @param limit how many bytes the body may have, 0 or more
     * @param receiver called once, when the body is complete, also if it is empty; not called if it is refused or
     *     truncated
     * @throws IllegalStateException as {@link Exchange#receiveBody}
     * @throws java.io.UncheckedIOException as {@link Exchange#receiveBody}
     */
    public static void receive(Request request, Exchange exchange, int limit, Receiver receiver) {
        if (announcedLength(request) > limit) {
            refuse(exchange);
        } else {
            exchange.receiveBody(new WholeBody(exchange, limit, receiver));
        }
    }

    /** The server has checked the field. It may contain several equal values if the policy tolerates that. */
    private static long announcedLength(Request request) {
        return request.headers().tokens("Content-Length").stream()
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    private static void refuse(Exchange exchange) {
        exchange.send(Responses.text(413, "the content is too large\n"));
    }

    @Override
    public void data(Data data) {
        if (gathered.size() + (long) data.bytes().length() > limit) {
            refuse(exchange);
        } else {
            gathered.writeBytes(data.bytes().toByteArray());
        }
    }

    @Override
    public void end(EndOfMessage end) throws Exception {
        receiver.received(Bytes.wrap(gathered.toByteArray()), end.trailers());
    }
}
