package io.github.h11j;

/**
 * Writes the body of the current message: the mirror of {@link BodyReader}. All but {@link OfLength} keep nothing and
 * are shared.
 */
abstract class BodyWriter {

    static final BodyWriter CHUNKED = new Chunked();
    static final BodyWriter UNTIL_CLOSE = new UntilClose();
    static final BodyWriter LEFT_OUT = new LeftOut();
    static final BodyWriter FORBIDDEN = new Forbidden();

    /** How many bytes a part of the body will need in the output's array. */
    long room(Bytes bytes, Output out) {
        return out.copied(bytes);
    }

    /** How many bytes the end of the body will need. */
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

    /** Counts a part of the body and writes what goes before it; returns how many bytes of it may be transmitted. */
    abstract long beginPart(long length, Output out);

    /** Writes what goes after a part of which so many bytes are transmitted. */
    void endPart(long transmitted, Output out) {
        // only a chunk has an end of its own
    }

    /** Writes the end of the body. */
    abstract void end(Headers trailers, Output out);

    /** "trailer fields" are a part of the chunked coding (RFC 9112 §7.1.2): there is no place for them elsewhere. */
    private static void requireNone(Headers trailers) {
        if (!trailers.isEmpty()) {
            throw new LocalProtocolException(Violation.TRAILERS_NOT_CHUNKED, "");
        }
    }

    /** A body of known length (RFC 9112 §6.2). One for all messages of a connection. */
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
            return length == 0 ? 0 : 4L + out.copied(bytes) + Latin1.hexLength(length); // with two line ends
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

    /** The body of an answer to HEAD or of a 304: accepted, so that a handler need not know, and not written. */
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
            // nothing was framed
        }
    }

    /** No body: 204 and 205 have none (RFC 9110 §15.3.5, §15.3.6), so to write one is the program's mistake. */
    private static final class Forbidden extends BodyWriter {

        @Override
        long beginPart(long length, Output out) {
            if (length > 0) { // no bytes are no content
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
