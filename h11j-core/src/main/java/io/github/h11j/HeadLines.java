package io.github.h11j;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a head, one after the other: where each ends, which byte of it passes a limit, and what messages show of
 * it. {@link CarefulHead} knows what is in them.
 */
abstract class HeadLines {

    final ViolationHandler.Receiving violations;
    private final ReceiveBuffer buffer;
    /** Gets the parts of the head. */
    final HeadIndex into;

    final byte[] bytes;
    /** The end of what is there. */
    private final int end;
    /** The current line: its first byte, the byte after its last, and whether its end has been received. */
    int lineStart;

    int lineEnd;
    boolean lineComplete;
    /** The first byte after the line's terminator. */
    int nextLine;

    /** What of the current line is being read, which decides what messages show of it. */
    private Part part = Part.START_LINE;

    /** Of a field line, the end of its name. */
    int nameEnd;

    private @Nullable LineExcerpt excerpt;
    /** The first byte of the current line that passes a limit, and what that is. */
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

    /** Thrown where the bytes end before the head does; has no trace and never leaves {@link CarefulHead}. */
    static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Incomplete() {
            super(null, null, false, false);
        }
    }

    /** How many bytes are there, from the start of the head on. */
    final int length() {
        return end - buffer.start;
    }

    /** Turns to the next line, of which at most {@code limit} bytes may come. */
    final void limit(int limit, Violation violation) {
        lineStart = nextLine;
        limitAt = (long) lineStart + limit;
        limitViolation = violation;
        int lf = Grammar.indexOfLf(bytes, lineStart, end);
        lineComplete = lf >= 0;
        lineEnd = lineComplete ? lf : end;
        nextLine = lineEnd + 1;
        if (lineEnd > lineStart && bytes[lineEnd - 1] == '\r') {
            lineEnd--; // of an incomplete line, the CR that may belong to its end
        }
    }

    /** The byte at an index of the line, 0 at its end; checks the limit before anything else. */
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

    /** What messages show of the line, made for its first fault. */
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

    /** A byte that is not allowed there, CR being a fault of its own. */
    final RemoteProtocolException badByte(Violation violation, int at) {
        return exception(bytes[at] == '\r' && at < lineEnd ? Violation.BARE_CR : violation, at);
    }

    /** The end of a line: CRLF, or LF alone where that is tolerated. */
    final void finishLine() {
        if (nextLine - lineEnd < 2) {
            report(Violation.BARE_LF, lineEnd);
        }
    }
}
