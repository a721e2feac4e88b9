package io.github.h11j.handler;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import java.io.ByteArrayOutputStream;

/** Gathers a body in memory, up to a bound; above it the answer is 413 and the rest is not read. */
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

    /** Takes a whole body. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Takes it.
         *
         * @param body the bytes
         * @param trailers the fields after it
         * @throws Exception as {@link Handler#handle}
         */
        void received(Bytes body, Headers trailers) throws Exception;
    }

    /**
     * Asks for a body. One that is announced to be too large is refused without asking.
     *
     * @param request whose
     * @param exchange its exchange
     * @param limit how many bytes
     * @param receiver called when it is complete
     */
    public static void receive(Request request, Exchange exchange, int limit, Receiver receiver) {
        if (announcedLength(request) > limit) {
            refuse(exchange);
        } else {
            exchange.receiveBody(new WholeBody(exchange, limit, receiver));
        }
    }

    /** The server has judged the field; several equal values may stand in it where a policy tolerates that. */
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
