package io.github.h11j;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the body of one message. */
abstract class BodyReader {

    final ReceiveBuffer buffer;
    /** How many bytes {@link Limits#body()} still allows. */
    long allowed;

    BodyReader(ReceiveBuffer buffer, long allowed) {
        this.buffer = buffer;
        this.allowed = allowed;
    }

    /**
     * Accounts for received bytes of the body.
     *
     * @param size how many, 1 or more
     * @return how many of them may be returned, 1 or more; the next one is at fault
     */
    final int allow(int size) {
        if (allowed == 0) {
            throw ViolationHandler.Receiving.error(Violation.BODY_TOO_LARGE, buffer.offsetOf(buffer.start), "", "");
        }
        int delivered = (int) Math.min(size, allowed);
        allowed -= delivered;
        return delivered;
    }

    /** Returns the next event, null if more bytes are needed. */
    abstract @Nullable Event read(boolean eof);

    /** Returns how many bytes are still to come; empty if the message does not say. */
    OptionalLong remaining() {
        return OptionalLong.empty();
    }

    /** Returns what the end of the stream means if {@link #read} returns null. */
    abstract Event end(boolean orderly);

    static RemoteProtocolException truncated(
            ReceiveBuffer buffer, boolean orderly, Violation violation, String detail) {
        Violation what = orderly ? violation : Violation.CONNECTION_ABORTED;
        return ViolationHandler.Receiving.error(what, buffer.received(), "", detail);
    }

    /** A body of known length (RFC 9112 §6.3, rule 6). */
    static final class OfLength extends BodyReader {
        private final long length;
        private long remaining;

        OfLength(ReceiveBuffer buffer, long length) {
            super(buffer, length); // the limit was checked with the head
            this.length = length;
            this.remaining = length;
        }

        @Override
        @Nullable
        Event read(boolean eof) {
            if (remaining == 0) {
                return EndOfMessage.NO_TRAILERS;
            }
            int size = (int) Math.min(remaining, buffer.available());
            if (size == 0) {
                return null;
            }
            remaining -= size;
            return new Data(buffer.take(size));
        }

        @Override
        OptionalLong remaining() {
            return OptionalLong.of(remaining);
        }

        @Override
        Event end(boolean orderly) {
            String detail = "received " + (length - remaining) + " bytes, expected " + length;
            throw truncated(buffer, orderly, Violation.EOF_IN_BODY, detail);
        }
    }

    /** A body that ends with the stream (RFC 9112 §6.3, rule 8). */
    static final class UntilClose extends BodyReader {

        UntilClose(ReceiveBuffer buffer, long allowed) {
            super(buffer, allowed);
        }

        @Override
        @Nullable
        Event read(boolean eof) {
            int size = buffer.available();
            return size == 0 ? null : new Data(buffer.take(allow(size)));
        }

        @Override
        Event end(boolean orderly) {
            if (!orderly) {
                throw truncated(buffer, false, Violation.CONNECTION_ABORTED, "");
            }
            return EndOfMessage.NO_TRAILERS;
        }
    }
}
