package io.github.h11j;

/**
 * Writes the body of the current message: the counterpart of {@link BodyReader}. Except {@link OfLength}, the writers
 * have no state and are shared.
 */
abstract class BodyWriter {

    static final BodyWriter CHUNKED = new Chunked();
    static final BodyWriter UNTIL_CLOSE = new UntilClose();
    static final BodyWriter LEFT_OUT = new LeftOut();
    static final BodyWriter FORBIDDEN = new Forbidden();

    /** Returns how many bytes of the output's array a part of the body takes. */
    long room(Bytes bytes, Output out) {
        return out.copied(bytes);
    }

    /** Returns how many bytes the end of the body takes. */
    long endRoom(Headers trailers) {
        return 0;
    }

    /** Writes a part of the body. */
    void part(Bytes bytes, Output out) {
        long transmitted = beginPart(bytes.length(), out);
        if (transmitted > 0) {
            out.putBody(bytes);
        }
        endPart(transmitted, out);
    }

    /** Counts a part of the body and writes what precedes it. Returns how many bytes of the part may be transmitted. */
    abstract long beginPart(long length, Output out);

    /** Writes what follows a part of which this many bytes are transmitted. */
    void endPart(long transmitted, Output out) {
        // only a chunk has an end
    }

    /** Writes the end of the body. */
    abstract void end(Headers trailers, Output out);

    /** "trailer fields" are a part of the chunked coding (RFC 9112 §7.1.2): no other framing has a place for them. */
    private static void requireNone(Headers trailers) {
        if (!trailers.isEmpty()) {
            throw new LocalProtocolException(Violation.TRAILERS_NOT_CHUNKED, "");
        }
    }

    /** A body of known length (RFC 9112 §6.2). There is one for all messages of a connection. */
    static final class OfLength extends BodyWriter {

        /** How many bytes are still to be sent. */
        private long remaining;

        long remaining() {
            return remaining;
        }

        /** Begins a body. */
        OfLength begin(long length) {
            remaining = length;
            return this;
        }

        @Override
        long beginPart(long length, Output out) {
            if (length > remaining) {
                throw new LocalProtocolException(
                        Violation.BODY_TOO_LONG, length + " bytes where " + remaining + " are due");
            }
            remaining -= length;
            return length;
        }

        @Override
        void end(Headers trailers, Output out) {
            if (remaining > 0) {
                throw new LocalProtocolException(Violation.BODY_TOO_SHORT, remaining + " bytes are due");
            }
            requireNone(trailers);
        }
    }

    /** A body in chunks, each part one chunk (RFC 9112 §7.1). */
    private static final class Chunked extends BodyWriter {

        private static final String LAST_CHUNK = "0\r\n";

        @Override
        long room(Bytes bytes, Output out) {
            long length = bytes.length();
            return length == 0 ? 0 : 4L + out.copied(bytes) + Latin1.hexLength(length); // including two line ends
        }

        @Override
        long endRoom(Headers trailers) {
            return 2L + LAST_CHUNK.length() + trailers.linesLength();
        }

        @Override
        long beginPart(long length, Output out) {
            if (length > 0) { // a chunk of no bytes would be the end of the body
                out.putHex(length);
                out.putLineEnd();
            }
            return length;
        }

        @Override
        void endPart(long transmitted, Output out) {
            if (transmitted > 0) {
                out.putLineEnd();
            }
        }

        @Override
        void end(Headers trailers, Output out) {
            out.put(LAST_CHUNK);
            out.putFields(trailers);
            out.putLineEnd();
        }
    }

    /** A body that ends when the connection closes (RFC 9112 §6.3, rule 8). */
    private static final class UntilClose extends BodyWriter {

        @Override
        long beginPart(long length, Output out) {
            return length;
        }

        @Override
        void end(Headers trailers, Output out) {
            requireNone(trailers);
        }
    }

    /**
     * The body of a response to HEAD or of a 304: accepted, so that a handler need not distinguish, but not written.
     */
    private static final class LeftOut extends BodyWriter {

        @Override
        long room(Bytes bytes, Output out) {
            return 0;
        }

        @Override
        long beginPart(long length, Output out) {
            return 0;
        }

        @Override
        void end(Headers trailers, Output out) {
            // there is no framing to end
        }
    }

    /** No body: 204 and 205 have none (RFC 9110 §15.3.5, §15.3.6), so writing one is a mistake of the program. */
    private static final class Forbidden extends BodyWriter {

        @Override
        long beginPart(long length, Output out) {
            if (length > 0) { // zero bytes are not content
                throw new LocalProtocolException(Violation.BODY_NOT_ALLOWED, "");
            }
            return 0;
        }

        @Override
        void end(Headers trailers, Output out) {
            requireNone(trailers);
        }
    }
}
