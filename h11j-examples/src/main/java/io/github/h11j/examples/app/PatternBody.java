package io.github.h11j.examples.app;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;

/**
 * A body of any length, generated while it is sent: byte {@code i}, counted from 0, is {@code i mod 251}. So a lost,
 * duplicated or moved byte is noticed, and any language can generate the same bytes to compare digests.
 */
final class PatternBody {

    private static final int PERIOD = 251;

    /** A multiple of the period, so that every block is the same. */
    private static final Bytes BLOCK = block(256 * PERIOD);

    /** After this many blocks (1 MiB), other connections of the event loop get their turn. */
    private static final int TURN = 16;

    private final Exchange exchange;
    private long left;

    private PatternBody(Exchange exchange, long length) {
        this.exchange = exchange;
        this.left = length;
    }

    private static Bytes block(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % PERIOD);
        }
        return Bytes.wrap(bytes);
    }

    /** Sends a complete response with this many bytes. */
    static void send(Exchange exchange, Response head, long length) {
        int first = (int) Math.min(length, BLOCK.length());
        Data data = new Data(BLOCK.slice(0, first));
        if (first == length) {
            exchange.send(head, data, EndOfMessage.NO_TRAILERS);
        } else {
            exchange.send(head, data);
            new PatternBody(exchange, length - first).more();
        }
    }

    private void more() {
        for (int i = 0; i < TURN && exchange.isWritable(); i++) {
            int next = (int) Math.min(left, BLOCK.length());
            left -= next;
            Data data = new Data(BLOCK.slice(0, next));
            if (left == 0) {
                exchange.send(data, EndOfMessage.NO_TRAILERS);
                return;
            }
            exchange.send(data);
        }
        if (exchange.isWritable()) {
            exchange.execute(this::more);
        } else {
            exchange.onWritable(this::more);
        }
    }
}
