package io.github.h11j;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a head, one after the other: where each ends, which of its bytes exceeds a limit, and which part of it
 * messages show. {@link CarefulHead} parses their content.
 */
abstract class HeadLines {

    final ViolationHandler.Receiving violations;
    private final ReceiveBuffer buffer;
    /** Receives the parts of the head. */
    final HeadIndex into;

    final byte[] bytes;
    /** The end of the received bytes. */
    private final int end;
    /** The current line: its first byte, the byte after its last one, and whether its end has been received. */
    int lineStart;

    int lineEnd;
    boolean lineComplete;
    /** The first byte after the line's terminator. */
    int nextLine;

    /** Which part of the current line is being read. What messages show of the line depends on it. */
    private Part part = Part.START_LINE;

    /** For a field line: the end of its name. */
    int nameEnd;

    private @Nullable LineExcerpt excerpt;
    /** The first byte of the current line that exceeds a limit, and the violation that this is. */
    private long limitAt;

    Violation limitViolation = Violation.REQUEST_LINE_TOO_LONG;

    enum Part {
        START_LINE,
        NAME,
        VALUE,
        CONTINUATION,
        /** A line without a colon, or one that continues it. */
        DROPPED
    }

    HeadLines(ViolationHandler.Receiving violations, ReceiveBuffer buffer, int end, HeadIndex into) {
        this.violations = violations;
        this.buffer = buffer;
        this.bytes = buffer.bytes;
        this.end = end;
        this.into = into;
        this.nextLine = buffer.start;
    }

    /** Thrown if the bytes end before the head does. It has no stack trace and never leaves {@link CarefulHead}. */
    static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Incomplete() {
            super(null, null, false, false);
        }
    }

    /** Returns how many bytes have been received from the start of the head on. */
    final int length() {
        return end - buffer.start;
    }

    /** Moves to the next line, which may have at most {@code limit} bytes. */
    final void limit(int limit, Violation violation) {
        lineStart = nextLine;
        limitAt = (long) lineStart + limit;
        limitViolation = violation;
        int lf = Grammar.indexOfLf(bytes, lineStart, end);
        lineComplete = lf >= 0;
        lineEnd = lineComplete ? lf : end;
        nextLine = lineEnd + 1;
        if (lineEnd > lineStart && bytes[lineEnd - 1] == '\r') {
            lineEnd--; // the CR of an incomplete line may belong to its end
        }
    }

    /** Returns the byte at an index of the line, 0 at its end. It checks the limit first. */
    final int byteAt(int i) {
        if (i == lineEnd) {
            if (!lineComplete) {
                throw new Incomplete();
            }
            return 0;
        }
        if (i >= limitAt) {
            throw exception(limitViolation, i);
        }
        return bytes[i] & 0xFF;
    }

    final boolean atEnd(int i) {
        byteAt(i);
        return i == lineEnd;
    }

    final void report(Violation violation, int at) {
        violations.report(violation, buffer.offsetOf(at), excerpt(), at);
    }

    /** Reports a fault at the end of the line; messages show the line up to an index. */
    final void reportAtEnd(Violation violation, int shown) {
        violations.report(violation, buffer.offsetOf(lineEnd), excerpt(), shown);
    }

    final RemoteProtocolException exception(Violation violation, int at) {
        return violations.exception(violation, buffer.offsetOf(at), excerpt(), at);
    }

    /** Returns what messages show of the line. Created for its first fault. */
    private LineExcerpt excerpt() {
        LineExcerpt made = excerpt;
        if (made == null) {
            made = switch (part) {
                case START_LINE -> LineExcerpt.ofStart(bytes, lineStart, lineEnd);
                case NAME -> LineExcerpt.ofName(bytes, lineStart, lineEnd);
                case VALUE -> LineExcerpt.ofField(bytes, lineStart, nameEnd, lineEnd);
                case CONTINUATION ->
                    LineExcerpt.ofContinuation(
                            bytes, lineStart, lineEnd, into.bytes, into.lastNameStart(), into.lastNameEnd());
                case DROPPED -> LineExcerpt.ofUnknown(bytes, lineStart, lineEnd);
            };
            excerpt = made;
        }
        return made;
    }

    final void begin(Part next) {
        part = next;
        excerpt = null;
    }

    /** Returns the exception for a byte that is not allowed; a CR is a fault of another kind. */
    final RemoteProtocolException badByte(Violation violation, int at) {
        return exception(bytes[at] == '\r' && at < lineEnd ? Violation.BARE_CR : violation, at);
    }

    /** Checks the end of a line: CRLF, or LF alone if that is tolerated. */
    final void finishLine() {
        if (nextLine - lineEnd < 2) {
            report(Violation.BARE_LF, lineEnd);
        }
    }
}
