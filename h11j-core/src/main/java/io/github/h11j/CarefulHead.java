package io.github.h11j;

/**
 * Reads a head octet by octet, in stream order, and reports each fault at the octet where it shows: the complete judge
 * of what {@link FastHead} does not accept at once. Limits are checked before the octet that passes them is looked at.
 *
 * <p>A head may be incomplete; then the faults of what is there are reported, which is how a limit or the end of the
 * stream is judged. Folded lines are joined in a copy of the head, so that a value is always contiguous.
 */
final class CarefulHead {

    private static final String HTTP = "HTTP/";

    private final Judge.Receiving judge;
    private final Limits limits;
    private final ReceiveBuffer buffer;
    private final HeadIndex into;

    private final byte[] octets;
    /** The end of what is there. */
    private final int end;
    /** The line at hand: its first octet, the octet after its last, and whether its end has been received. */
    private int lineStart;

    private int lineEnd;
    private boolean lineComplete;
    /** The first octet after the line's terminator. */
    private int nextLine;
    /** The first octet of the line at hand that passes a limit, and what that is. */
    private long limitAt;

    private Violation limitViolation = Violation.REQUEST_LINE_TOO_LONG;

    private CarefulHead(Judge.Receiving judge, ReceiveBuffer buffer, int end, HeadIndex into) {
        this.judge = judge;
        this.limits = judge.policy.limits();
        this.buffer = buffer;
        this.octets = buffer.octets;
        this.end = end;
        this.into = into;
        this.nextLine = buffer.start;
    }

    /** Thrown inside this class where the octets end before the head does; has no trace and is never seen outside. */
    private static final class Incomplete extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Incomplete() {
            super(null, null, false, false);
        }
    }

    /**
     * Reads a head from the start of a buffer to at most {@code end}.
     *
     * @param kind whose start line there is
     * @return the index after the head, or {@link FastHead#NO} if it is incomplete and without fault so far
     */
    static int read(HeadReader.Kind kind, Judge.Receiving judge, ReceiveBuffer buffer, int end, HeadIndex into) {
        try {
            CarefulHead head = new CarefulHead(judge, buffer, end, into);
            return head.read(kind);
        } catch (Incomplete e) {
            return FastHead.NO;
        }
    }

    private int read(HeadReader.Kind kind) {
        // a copy of its own, large enough: joining lines only ever makes the head shorter
        byte[] copy = new byte[end - buffer.start];
        into.clear(copy, 0);
        int used = 0;
        if (kind == HeadReader.Kind.REQUEST) {
            limit(limits.requestLine(), Violation.METHOD_TOO_LONG);
            used = requestLine(copy);
        } else if (kind == HeadReader.Kind.RESPONSE) {
            limit(limits.statusLine(), Violation.STATUS_LINE_TOO_LONG);
            used = statusLine(copy);
        }
        return fields(kind == HeadReader.Kind.TRAILERS, copy, used);
    }

    /** Turns to the next line, of which at most {@code limit} octets may come. */
    private void limit(int limit, Violation violation) {
        lineStart = nextLine;
        limitAt = (long) lineStart + limit;
        limitViolation = violation;
        int lf = Grammar.indexOfLf(octets, lineStart, end);
        lineComplete = lf >= 0;
        lineEnd = lineComplete ? lf : end;
        nextLine = lineEnd + 1;
        if (lineEnd > lineStart && octets[lineEnd - 1] == '\r') {
            lineEnd--; // of an incomplete line, the CR that may belong to its end
        }
    }

    /** The octet at an index of the line, 0 at its end; checks the limit before anything else. */
    private int octet(int i) {
        if (i == lineEnd) {
            if (!lineComplete) {
                throw new Incomplete();
            }
            return 0;
        }
        if (i >= limitAt) {
            throw refusal(limitViolation, i);
        }
        return octets[i] & 0xFF;
    }

    private boolean atEnd(int i) {
        octet(i);
        return i == lineEnd;
    }

    private void fault(Violation violation, int at) {
        judge.fault(violation, buffer.offsetOf(at), octets, lineStart, Math.max(lineEnd, at));
    }

    private RemoteProtocolException refusal(Violation violation, int at) {
        return judge.refusal(violation, buffer.offsetOf(at), octets, lineStart, Math.max(lineEnd, at));
    }

    /** An octet that is not allowed there, CR being a fault of its own. */
    private RemoteProtocolException badOctet(Violation violation, int at) {
        return refusal(octets[at] == '\r' && at < lineEnd ? Violation.BARE_CR : violation, at);
    }

    /** The end of a line: CRLF, or LF alone where that is tolerated. */
    private void finishLine() {
        if (nextLine - lineEnd < 2) {
            fault(Violation.BARE_LF, lineEnd);
        }
    }

    private int requestLine(byte[] copy) {
        int methodEnd = lineStart;
        while (!atEnd(methodEnd) && Grammar.is(octets[methodEnd], Grammar.TOKEN)) {
            methodEnd++;
        }
        if (methodEnd == lineEnd) {
            throw refusal(Violation.BAD_REQUEST_LINE, methodEnd);
        }
        if (methodEnd == lineStart || octets[methodEnd] != ' ') {
            throw badOctet(Violation.BAD_METHOD, methodEnd);
        }
        limitViolation = Violation.TARGET_TOO_LONG;
        int targetEnd = target(methodEnd + 1);
        if (targetEnd == methodEnd + 1) {
            throw refusal(Violation.BAD_TARGET, targetEnd);
        }
        int used = targetEnd - lineStart;
        System.arraycopy(octets, lineStart, copy, 0, used);
        into.methodEnd = methodEnd - lineStart;
        into.targetEnd = used;
        if (!Target.isAllowed(
                HeadReader.text(copy, 0, into.methodEnd), HeadReader.text(copy, into.methodEnd + 1, used))) {
            fault(Violation.TARGET_FORM, targetEnd);
        }
        if (targetEnd == lineEnd) {
            throw refusal(Violation.BAD_REQUEST_LINE, targetEnd);
        }
        limitViolation = Violation.REQUEST_LINE_TOO_LONG;
        int versionEnd = version(targetEnd + 1, Violation.BAD_VERSION);
        if (!atEnd(versionEnd)) {
            throw badOctet(Violation.BAD_REQUEST_LINE, versionEnd);
        }
        finishLine();
        return used;
    }

    /** The end of the target that begins at an index. */
    private int target(int from) {
        int i = from;
        int hexDue = 0;
        boolean inLiteral = false;
        while (!atEnd(i)) {
            byte octet = octets[i];
            if (octet != ' ' && !Grammar.is(octet, Grammar.VISIBLE)) {
                throw badOctet(Violation.BAD_TARGET, i);
            }
            if (hexDue > 0) {
                hexDue = Grammar.is(octet, Grammar.HEX) ? hexDue - 1 : 0;
                if (!Grammar.is(octet, Grammar.HEX)) {
                    fault(Violation.TARGET_CHARACTER, i);
                }
            } else if (octet == '%') {
                hexDue = 2;
            } else if (octet == '#') {
                fault(Violation.TARGET_FORM, i);
            } else if (octet == '[' && Target.isHostStart(octets, from, i)) {
                inLiteral = true; // what stands in it is for Target to judge
            } else if (octet == ']' && inLiteral) {
                inLiteral = false;
            } else if (octet != ' ' && !Grammar.is(octet, Grammar.URI)) {
                fault(Violation.TARGET_CHARACTER, i);
            }
            if (octet == ' ') {
                return i;
            }
            i++;
        }
        return i;
    }

    /** Reads a version from an index and gives the index after it. */
    private int version(int from, Violation violation) {
        for (int i = 0; i < HTTP.length(); i++) {
            if (octet(from + i) != HTTP.charAt(i)) {
                throw badOctet(violation, from + i);
            }
        }
        int major = from + HTTP.length();
        digit(major, violation);
        if (octets[major] != '1') {
            fault(Violation.UNSUPPORTED_VERSION, major);
        }
        if (octet(major + 1) != '.') {
            throw badOctet(violation, major + 1);
        }
        digit(major + 2, violation);
        into.version = HttpVersion.of(octets[major] - '0', octets[major + 2] - '0');
        return major + 3;
    }

    private void digit(int at, Violation violation) {
        if (atEnd(at) || !Grammar.is(octets[at], Grammar.DIGIT)) {
            throw badOctet(violation, at);
        }
    }

    private int statusLine(byte[] copy) {
        int versionEnd = version(lineStart, Violation.BAD_STATUS_LINE);
        if (octet(versionEnd) != ' ') {
            throw badOctet(Violation.BAD_STATUS_LINE, versionEnd);
        }
        int code = versionEnd + 1;
        for (int i = code; i < code + 3; i++) {
            digit(i, Violation.BAD_STATUS_CODE);
        }
        into.statusCode = FastHead.statusCode(octets, code);
        if (into.statusCode < 100) {
            throw refusal(Violation.BAD_STATUS_CODE, code + 2);
        }
        int i = code + 3;
        if (atEnd(i)) {
            fault(Violation.MISSING_SPACE_AFTER_STATUS, i);
        } else {
            if (octets[i] != ' ') {
                throw badOctet(Violation.BAD_STATUS_CODE, i);
            }
            i++;
        }
        int reasonStart = i;
        while (!atEnd(i)) {
            if (!Grammar.is(octets[i], Grammar.VALUE)) {
                throw badOctet(Violation.BAD_REASON, i);
            }
            i++;
        }
        finishLine();
        int length = i - reasonStart;
        System.arraycopy(octets, reasonStart, copy, 0, length);
        into.reasonStart = 0;
        into.reasonEnd = length;
        return length;
    }

    private int fields(boolean trailers, byte[] copy, int copied) {
        Violation tooLarge = trailers ? Violation.TRAILER_SECTION_TOO_LARGE : Violation.FIELD_SECTION_TOO_LARGE;
        int rest = trailers ? limits.trailerSection() : limits.fieldSection();
        int fieldLimit = trailers ? limits.trailers() : limits.fields();
        int used = copied;
        while (true) {
            limit(rest, tooLarge);
            if (lineStart == lineEnd && lineComplete) {
                finishLine();
                return nextLine;
            }
            boolean continued = Grammar.isBlank((byte) octet(lineStart));
            if (continued) {
                used = continuation(copy, used);
            } else {
                if (into.fields == fieldLimit) {
                    throw refusal(trailers ? Violation.TOO_MANY_TRAILERS : Violation.TOO_MANY_FIELDS, lineStart);
                }
                used = field(copy, used);
            }
            finishLine();
            rest -= lineEnd - lineStart;
        }
    }

    private int field(byte[] copy, int used) {
        int nameEnd = lineStart;
        while (!atEnd(nameEnd) && Grammar.is(octets[nameEnd], Grammar.TOKEN)) {
            nameEnd++;
        }
        if (nameEnd == lineEnd) {
            throw refusal(Violation.MISSING_COLON, nameEnd);
        }
        if (octets[nameEnd] != ':') {
            boolean blank = Grammar.isBlank(octets[nameEnd]);
            throw badOctet(blank ? Violation.WHITESPACE_BEFORE_COLON : Violation.BAD_FIELD_NAME, nameEnd);
        }
        if (nameEnd == lineStart) {
            throw refusal(Violation.EMPTY_FIELD_NAME, nameEnd);
        }
        value(nameEnd + 1);
        int length = lineEnd - lineStart;
        System.arraycopy(octets, lineStart, copy, used, length);
        into.addField(used, used + nameEnd - lineStart, trimmedEnd(copy, used + length));
        return used + length;
    }

    private int continuation(byte[] copy, int used) {
        if (into.fields == 0) {
            throw refusal(Violation.LEADING_WHITESPACE, lineStart);
        }
        int known = FieldName.known(copy, into.lastNameStart(), into.lastNameEnd());
        if (known == FieldName.HOST || known == FieldName.CONTENT_LENGTH || known == FieldName.TRANSFER_ENCODING) {
            throw refusal(Violation.FOLDED_FRAMING_FIELD, lineStart);
        }
        fault(Violation.OBS_FOLD, lineStart);
        value(lineStart);
        int from = lineStart;
        while (from < lineEnd && Grammar.isBlank(octets[from])) {
            from++;
        }
        copy[used] = ' ';
        System.arraycopy(octets, from, copy, used + 1, lineEnd - from);
        int usedNow = used + 1 + lineEnd - from;
        into.extendField(trimmedEnd(copy, usedNow));
        return usedNow;
    }

    private void value(int from) {
        for (int i = from; !atEnd(i); i++) {
            byte octet = octets[i];
            if (Grammar.is(octet, Grammar.CONTROL)) {
                into.clean = false;
                fault(Violation.FIELD_VALUE_CONTROL, i);
            } else if (!Grammar.is(octet, Grammar.VALUE)) {
                throw badOctet(Violation.BAD_FIELD_VALUE, i);
            }
        }
    }

    /** The end of a value without the white space at its end; its name's colon stops the search. */
    private static int trimmedEnd(byte[] copy, int end) {
        int i = end;
        while (Grammar.isBlank(copy[i - 1])) {
            i--;
        }
        return i;
    }
}
