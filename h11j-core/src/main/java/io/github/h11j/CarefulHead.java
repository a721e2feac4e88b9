package io.github.h11j;

/**
 * Reads a head byte by byte, in stream order, and reports each fault at the byte where it appears. It parses every head
 * that {@link FastHead} does not accept. Limits are checked before the byte that exceeds them is examined.
 *
 * <p>A head may be incomplete. Then the faults of the received part are reported, which is what happens when a limit is
 * exceeded or the stream ends. Folded lines are joined in a copy of the head, so that a value is always contiguous.
 */
final class CarefulHead extends HeadLines {

    private static final String HTTP = "HTTP/";

    private final Limits limits;

    /** How many field lines have been read, including dropped ones; lines that continue another one do not count. */
    private int fieldLines;
    /** Whether the last field line had no colon and was dropped. */
    private boolean dropped;

    private CarefulHead(ViolationHandler.Receiving violations, ReceiveBuffer buffer, int end, HeadIndex into) {
        super(violations, buffer, end, into);
        this.limits = violations.policy.limits();
    }

    /**
     * Reads a head from the start of a buffer to at most {@code end}.
     *
     * @param kind which start line it has
     * @return the index after the head, or {@link HeadIndex#NOT_READ} if it is incomplete and has no fault so far
     */
    static int read(
            HeadReader.Kind kind,
            ViolationHandler.Receiving violations,
            ReceiveBuffer buffer,
            int end,
            HeadIndex into) {
        try {
            CarefulHead head = new CarefulHead(violations, buffer, end, into);
            return head.read(kind);
        } catch (Incomplete e) {
            return HeadIndex.NOT_READ;
        }
    }

    private int read(HeadReader.Kind kind) {
        // the copy is large enough: joining and dropping lines never makes the head longer
        byte[] copy = new byte[length()];
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

    private int requestLine(byte[] copy) {
        int methodEnd = lineStart;
        while (!atEnd(methodEnd) && Grammar.is(bytes[methodEnd], Grammar.TOKEN)) {
            methodEnd++;
        }
        if (methodEnd == lineEnd) {
            throw exception(Violation.BAD_REQUEST_LINE, methodEnd);
        }
        if (methodEnd == lineStart || bytes[methodEnd] != ' ') {
            throw badByte(Violation.BAD_METHOD, methodEnd);
        }
        limitViolation = Violation.TARGET_TOO_LONG;
        int targetEnd = target(methodEnd + 1);
        if (targetEnd == methodEnd + 1) {
            throw exception(Violation.BAD_TARGET, targetEnd);
        }
        int used = targetEnd - lineStart;
        System.arraycopy(bytes, lineStart, copy, 0, used);
        into.methodEnd = methodEnd - lineStart;
        into.targetEnd = used;
        if (!Target.isAllowed(Latin1.text(copy, 0, into.methodEnd), Latin1.text(copy, into.methodEnd + 1, used))) {
            report(Violation.TARGET_FORM, targetEnd);
        }
        if (targetEnd == lineEnd) {
            throw exception(Violation.BAD_REQUEST_LINE, targetEnd);
        }
        limitViolation = Violation.REQUEST_LINE_TOO_LONG;
        int versionEnd = version(targetEnd + 1, Violation.BAD_VERSION);
        if (!atEnd(versionEnd)) {
            throw badByte(Violation.BAD_REQUEST_LINE, versionEnd);
        }
        finishLine();
        return used;
    }

    /** Returns the end of the target that begins at an index. */
    private int target(int from) {
        int i = from;
        int hexDue = 0;
        boolean inLiteral = false;
        while (!atEnd(i)) {
            byte b = bytes[i];
            boolean obsText = Grammar.is(b, Grammar.OBS_TEXT);
            if (obsText) {
                report(Violation.TARGET_NON_ASCII, i);
            } else if (b != ' ' && !Grammar.is(b, Grammar.VISIBLE)) {
                throw badByte(Violation.BAD_TARGET, i);
            }
            boolean missesHex = hexDue > 0 && !Grammar.is(b, Grammar.HEX);
            if (missesHex) {
                report(Violation.TARGET_CHARACTER, i);
                hexDue = 0; // the byte may have another fault
            }
            if (hexDue > 0) {
                hexDue--;
            } else if (b == '%') {
                hexDue = 2;
            } else if (b == '#') {
                report(Violation.TARGET_FORM, i);
            } else if (b == '[' && Target.isHostStart(bytes, from, i)) {
                inLiteral = true; // Target checks its content
            } else if (b == ']' && inLiteral) {
                inLiteral = false;
            } else if (b != ' ' && !obsText && !missesHex && !Grammar.is(b, Grammar.URI)) {
                report(Violation.TARGET_CHARACTER, i);
            }
            if (b == ' ') {
                return i;
            }
            i++;
        }
        return i;
    }

    /** Reads a version from an index, and returns the index after it. */
    private int version(int from, Violation violation) {
        for (int i = 0; i < HTTP.length(); i++) {
            if (byteAt(from + i) != HTTP.charAt(i)) {
                throw badByte(violation, from + i);
            }
        }
        int major = from + HTTP.length();
        digit(major, violation);
        if (bytes[major] != '1') {
            report(Violation.UNSUPPORTED_VERSION, major);
        }
        if (byteAt(major + 1) != '.') {
            throw badByte(violation, major + 1);
        }
        digit(major + 2, violation);
        into.version = HttpVersion.of(bytes[major] - '0', bytes[major + 2] - '0');
        return major + 3;
    }

    private void digit(int at, Violation violation) {
        if (atEnd(at) || !Grammar.is(bytes[at], Grammar.DIGIT)) {
            throw badByte(violation, at);
        }
    }

    private int statusLine(byte[] copy) {
        int versionEnd = version(lineStart, Violation.BAD_STATUS_LINE);
        if (byteAt(versionEnd) != ' ') {
            throw badByte(Violation.BAD_STATUS_LINE, versionEnd);
        }
        int code = versionEnd + 1;
        if (byteAt(code) == ' ') {
            report(Violation.EXTRA_SPACE_BEFORE_STATUS, code);
            while (byteAt(code) == ' ') {
                code++;
            }
        }
        for (int i = code; i < code + 3; i++) {
            digit(i, Violation.BAD_STATUS_CODE);
        }
        into.statusCode = Grammar.statusCode(bytes, code);
        if (into.statusCode < 100) {
            throw exception(Violation.BAD_STATUS_CODE, code + 2);
        }
        int i = code + 3;
        if (atEnd(i)) {
            report(Violation.MISSING_SPACE_AFTER_STATUS, i);
        } else {
            if (bytes[i] != ' ') {
                throw badByte(Violation.BAD_STATUS_CODE, i);
            }
            i++;
        }
        int reasonStart = i;
        while (!atEnd(i)) {
            if (Grammar.is(bytes[i], Grammar.CONTROL)) {
                report(Violation.BAD_REASON, i);
            } else if (!Grammar.is(bytes[i], Grammar.VALUE)) {
                throw badByte(Violation.BAD_STATUS_LINE, i); // some recipients end the line here
            }
            i++;
        }
        finishLine();
        int length = i - reasonStart;
        System.arraycopy(bytes, reasonStart, copy, 0, length);
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
            begin(Part.NAME);
            limit(rest, tooLarge);
            if (lineStart == lineEnd && lineComplete) {
                finishLine();
                return nextLine;
            }
            boolean continued = Grammar.isBlank((byte) byteAt(lineStart));
            if (continued) {
                used = continuation(copy, used);
            } else {
                if (fieldLines == fieldLimit) {
                    throw exception(trailers ? Violation.TOO_MANY_TRAILERS : Violation.TOO_MANY_FIELDS, lineStart);
                }
                fieldLines++;
                used = field(copy, used);
            }
            finishLine();
            rest -= lineEnd - lineStart;
        }
    }

    private int field(byte[] copy, int used) {
        nameEnd = lineStart;
        while (!atEnd(nameEnd) && Grammar.is(bytes[nameEnd], Grammar.TOKEN)) {
            nameEnd++;
        }
        dropped = nameEnd == lineEnd || hasNoColon();
        if (dropped) {
            begin(Part.NAME);
            reportAtEnd(Violation.MISSING_COLON, nameEnd);
            begin(Part.DROPPED);
            return used;
        }
        int colon = colon();
        if (colon == lineStart) {
            throw exception(Violation.EMPTY_FIELD_NAME, colon);
        }
        begin(Part.VALUE);
        into.clean &= checkValue(colon + 1);
        int nameLength = nameEnd - lineStart;
        int restLength = lineEnd - colon;
        System.arraycopy(bytes, lineStart, copy, used, nameLength);
        System.arraycopy(bytes, colon, copy, used + nameLength, restLength);
        int usedNow = used + nameLength + restLength;
        into.addField(used, used + nameLength, trimmedEnd(copy, usedNow));
        return usedNow;
    }

    /**
     * Returns whether a line, of which a token has been read, is to be dropped because it has no colon. The colon is
     * only searched for if this is tolerated; otherwise the byte after the token is at fault.
     */
    private boolean hasNoColon() {
        if (bytes[nameEnd] == ':' || !violations.policy.tolerates(violations.sender, Violation.MISSING_COLON)) {
            return false;
        }
        int colon = nameEnd;
        while (!atEnd(colon) && bytes[colon] != ':') {
            colon++;
        }
        if (colon < lineEnd) {
            return false;
        }
        begin(Part.DROPPED);
        for (int i = nameEnd; i < lineEnd; i++) {
            if (!Grammar.is(bytes[i], Grammar.VALUE | Grammar.CONTROL)) {
                throw badByte(Violation.BAD_FIELD_NAME, i); // some recipients end the line here
            }
        }
        return true;
    }

    /** Returns the index of the colon after a name. */
    private int colon() {
        int colon = nameEnd;
        if (Grammar.isBlank(bytes[nameEnd])) {
            // "A proxy MUST remove any such whitespace from a response message before forwarding" (RFC 9112 §5.1)
            report(Violation.WHITESPACE_BEFORE_COLON, nameEnd);
            while (!atEnd(colon) && Grammar.isBlank(bytes[colon])) {
                colon++;
            }
        }
        if (colon == lineEnd) {
            throw exception(Violation.MISSING_COLON, colon);
        }
        if (bytes[colon] != ':') {
            throw badByte(Violation.BAD_FIELD_NAME, colon);
        }
        return colon;
    }

    private int continuation(byte[] copy, int used) {
        if (fieldLines == 0) {
            throw exception(Violation.LEADING_WHITESPACE, lineStart);
        }
        if (dropped) {
            begin(Part.DROPPED);
            report(Violation.OBS_FOLD, lineStart);
            checkValue(lineStart); // whatever it contains is in no field
            return used;
        }
        begin(Part.CONTINUATION);
        int known = FieldName.known(copy, into.lastNameStart(), into.lastNameEnd());
        if (known == FieldName.HOST || known == FieldName.CONTENT_LENGTH || known == FieldName.TRANSFER_ENCODING) {
            throw exception(Violation.FOLDED_FRAMING_FIELD, lineStart);
        }
        report(Violation.OBS_FOLD, lineStart);
        into.clean &= checkValue(lineStart);
        int from = lineStart;
        while (from < lineEnd && Grammar.isBlank(bytes[from])) {
            from++;
        }
        copy[used] = ' ';
        System.arraycopy(bytes, from, copy, used + 1, lineEnd - from);
        int usedNow = used + 1 + lineEnd - from;
        if (from < lineEnd) { // otherwise the value stays as it is, and blanks are not examined again
            into.extendField(trimmedEnd(copy, usedNow));
        }
        return usedNow;
    }

    /** Checks the rest of the line as a part of a value. Returns whether it has no control characters. */
    private boolean checkValue(int from) {
        boolean clean = true;
        for (int i = from; !atEnd(i); i++) {
            byte b = bytes[i];
            if (Grammar.is(b, Grammar.CONTROL)) {
                clean = false;
                report(Violation.FIELD_VALUE_CONTROL, i);
            } else if (!Grammar.is(b, Grammar.VALUE)) {
                throw badByte(Violation.BAD_FIELD_VALUE, i);
            }
        }
        return clean;
    }

    /** Returns the end of a value without the white space at its end. The colon after its name stops the search. */
    private static int trimmedEnd(byte[] copy, int end) {
        int i = end;
        while (Grammar.isBlank(copy[i - 1])) {
            i--;
        }
        return i;
    }
}
