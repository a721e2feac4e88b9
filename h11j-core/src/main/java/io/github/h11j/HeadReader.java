package io.github.h11j;

import org.jspecify.annotations.Nullable;

/**
 * Reads heads and trailer sections from the buffer. A head is parsed when it is complete, when a limit is exceeded or
 * when the stream ends, so that the result does not depend on how the bytes were split into reads.
 */
final class HeadReader {

    /** What a head begins with. */
    enum Kind {
        REQUEST,
        RESPONSE,
        /** No start line. */
        TRAILERS
    }

    private static final byte[] PREFACE = Latin1.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR_VERSION = 3;

    /** The largest block that pipelined heads share. */
    private static final int SHARED_BLOCK = 4096;
    /**
     * How many bytes a block that is kept with a head may have besides the head. With the index of the fields and the
     * string of the target, a {@link Request} then uses at most twice the size of its head and 512 bytes.
     */
    private static final int MOST_AROUND_HEAD = 256;

    /** The most frequent target, as a shared string. */
    private static final String ROOT = "/";

    private static final String[] METHODS = {
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"
    };

    private final ReceiveBuffer buffer;
    private final ViolationHandler.Receiving violations;

    private int emptyLines;

    /** The search for the end of the current head, if not all of it has arrived yet. */
    private @Nullable HeadSearch search;

    HeadReader(ReceiveBuffer buffer, ViolationHandler.Receiving violations) {
        this.buffer = buffer;
        this.violations = violations;
    }

    /**
     * Reads the next head, if it is complete.
     *
     * @param eof whether no more bytes will arrive
     * @return its parts, null if it is not complete
     */
    @Nullable
    HeadIndex read(Kind kind, boolean eof) {
        buffer.beginHead();
        if (search == null && kind != Kind.TRAILERS && !isAtStartLine(kind, eof)) {
            return null;
        }
        if (search != null && !isComplete(search, eof)) {
            return null;
        }
        HeadIndex index = new HeadIndex();
        int headEnd = readFast(kind, index);
        if (headEnd == HeadIndex.NOT_READ) {
            headEnd = readCarefully(kind, eof, index);
            if (headEnd == HeadIndex.NOT_READ) {
                return null;
            }
        }
        violations.headEnd = buffer.offsetOf(headEnd);
        if (index.bytes == buffer.bytes && pinsTooMuch(headEnd - buffer.start, kind, index)) {
            index.detach(headEnd);
        }
        buffer.endHead(headEnd);
        emptyLines = 0;
        search = null;
        return index;
    }

    private boolean isComplete(HeadSearch searching, boolean eof) {
        return searching.resume(buffer) || eof;
    }

    /**
     * Reads what {@link FastHead} cannot read. It first searches for the end of the head, and only reads the bytes
     * before that.
     */
    private int readCarefully(Kind kind, boolean eof, HeadIndex index) {
        HeadSearch searching = search;
        if (searching == null) {
            searching = new HeadSearch(kind, violations.policy.limits());
            search = searching;
            if (!isComplete(searching, eof)) {
                return HeadIndex.NOT_READ;
            }
        }
        return CarefulHead.read(kind, violations, buffer, searching.end(buffer), index);
    }

    /**
     * Returns whether a head must be copied out of its block because the bytes around it are too many to be kept as
     * long as the head is: an access log keeps requests, but not the first 60 kB of each upload. Pipelined requests
     * without bodies, which fill most of a small block, share it: copying each of them would cost more than it saves.
     */
    private boolean pinsTooMuch(int length, Kind kind, HeadIndex index) {
        int size = buffer.bytes.length;
        if (size - length <= MOST_AROUND_HEAD) {
            return false;
        }
        boolean isFull = size <= SHARED_BLOCK && buffer.end >= size / 2;
        return !isFull || kind != Kind.REQUEST || index.hasFramingField();
    }

    /**
     * Skips the end of a trailer section without fields, if it has been received. It needs no block of our own for
     * that.
     */
    boolean skipEmptySection() {
        if (search != null || buffer.available() < 2 || !buffer.isLineEnd(buffer.start)) {
            return false;
        }
        buffer.start += 2;
        return true;
    }

    private int readFast(Kind kind, HeadIndex index) {
        Limits limits = violations.policy.limits();
        return switch (kind) {
            case REQUEST -> FastHead.request(buffer.bytes, buffer.start, buffer.end, limits, index);
            case RESPONSE -> FastHead.response(buffer.bytes, buffer.start, buffer.end, limits, index);
            case TRAILERS -> {
                index.clear(buffer.bytes, buffer.start);
                yield FastHead.fields(
                        buffer.bytes, buffer.start, buffer.end, limits.trailerSection(), limits.trailers(), index);
            }
        };
    }

    /** Skips empty lines. Returns whether the first byte of a start line has been received and may be read. */
    private boolean isAtStartLine(Kind kind, boolean eof) {
        while (buffer.available() > 0) {
            int start = buffer.start;
            byte first = buffer.bytes[start];
            if (first != '\r' && first != '\n') {
                return mayBegin(kind, first, eof);
            }
            if (emptyLines == violations.policy.limits().leadingEmptyLines()) {
                throw exception(Violation.TOO_MANY_EMPTY_LINES, start);
            }
            boolean half = first == '\r' && buffer.available() == 1;
            if (half && violations.policy.tolerates(violations.sender, Violation.EMPTY_LINE_BEFORE_START_LINE)) {
                return false; // it is reported once, when it is complete
            }
            report(Violation.EMPTY_LINE_BEFORE_START_LINE, start);
            if (first == '\n') {
                report(Violation.BARE_LF, start);
                buffer.skip(1);
            } else {
                if (buffer.bytes[start + 1] != '\n') {
                    throw exception(Violation.BARE_CR, start);
                }
                buffer.skip(2);
            }
            emptyLines++;
        }
        return false;
    }

    private void report(Violation violation, int at) {
        violations.report(violation, buffer.offsetOf(at), firstLine(), at);
    }

    private RemoteProtocolException exception(Violation violation, int at) {
        return violations.exception(violation, buffer.offsetOf(at), firstLine(), at);
    }

    private LineExcerpt firstLine() {
        return LineExcerpt.ofFirst(buffer.bytes, buffer.start, buffer.end);
    }

    /** Rejects what cannot become a start line, whatever follows. Returns false if more bytes are needed to know. */
    private boolean mayBegin(Kind kind, byte first, boolean eof) {
        int start = buffer.start;
        if (kind == Kind.REQUEST && buffer.offsetOf(start) == 0 && violations.has(Option.RECOGNIZE_OTHER_PROTOCOLS)) {
            if (first == TLS_HANDSHAKE && buffer.available() > 1 && buffer.bytes[start + 1] == TLS_MAJOR_VERSION) {
                throw exception(Violation.TLS_CLIENT_HELLO, start);
            }
            int common = commonWithPreface();
            if (common == PREFACE.length) {
                throw exception(Violation.HTTP2_PREFACE, start);
            }
            boolean undecided = common == buffer.available() || (first == TLS_HANDSHAKE && buffer.available() == 1);
            if (undecided && !eof) {
                return false;
            }
        }
        if (first >= 0 && first <= ' ' && HeadSearch.startLineLimit(kind, violations.policy.limits()) > 0) {
            throw exception(kind == Kind.REQUEST ? Violation.BAD_METHOD : Violation.BAD_STATUS_LINE, start);
        }
        return true;
    }

    private int commonWithPreface() {
        int most = Math.min(PREFACE.length, buffer.available());
        int i = 0;
        while (i < most && buffer.bytes[buffer.start + i] == PREFACE[i]) {
            i++;
        }
        return i;
    }

    /** Returns the request whose head has these parts. */
    static Request request(HeadIndex index) {
        String method = method(index.bytes, index.start, index.methodEnd);
        String target = index.targetEnd - index.methodEnd == 2 && index.bytes[index.methodEnd + 1] == '/'
                ? ROOT
                : Latin1.text(index.bytes, index.methodEnd + 1, index.targetEnd);
        return new Request(method, target, index.headers(target), index.version);
    }

    private static String method(byte[] bytes, int from, int to) {
        for (String method : METHODS) {
            if (method.length() == to - from && isAt(bytes, from, method)) {
                return method;
            }
        }
        return Latin1.text(bytes, from, to);
    }

    private static boolean isAt(byte[] bytes, int from, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (bytes[from + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the response whose head has these parts. */
    static Event response(HeadIndex index) {
        int status = index.statusCode;
        String reason = ReasonPhrases.of(status);
        int length = index.reasonEnd - index.reasonStart;
        if (reason.length() != length || !isAt(index.bytes, index.reasonStart, reason)) {
            reason = Latin1.text(index.bytes, index.reasonStart, index.reasonEnd);
        }
        Headers headers = index.headers(null);
        return status < 200
                ? new InformationalResponse(status, reason, headers, index.version)
                : new Response(status, reason, headers, index.version);
    }
}
