package io.github.h11j;

/**
 * The search for the end of one head that arrives in pieces: for the empty line, or for the byte that exceeds a limit.
 * It examines each byte once. Positions are relative to the buffer's start.
 */
final class HeadSearch {

    private final HeadReader.Kind kind;
    private final Limits limits;

    /** How many bytes have been examined; once the head can be parsed, how many bytes that takes. */
    private int searched;

    private int lineStart;
    private boolean startLineSeen;
    private int section;
    private int fieldLines;

    /** Up to this many bytes from the buffer's start, the limits need no check if there is no LF among the bytes. */
    private long withinLimitsUntil;

    HeadSearch(HeadReader.Kind kind, Limits limits) {
        this.kind = kind;
        this.limits = limits;
        this.startLineSeen = kind == HeadReader.Kind.TRAILERS;
        beginLine();
    }

    private void beginLine() {
        lineStart = searched;
        if (!startLineSeen) {
            withinLimitsUntil = startLineLimit(kind, limits);
        } else if (fieldLines < fieldLimit()) {
            withinLimitsUntil = (long) lineStart + sectionLimit() - section;
        } else {
            withinLimitsUntil = lineStart;
        }
    }

    private int sectionLimit() {
        return kind == HeadReader.Kind.TRAILERS ? limits.trailerSection() : limits.fieldSection();
    }

    private int fieldLimit() {
        return kind == HeadReader.Kind.TRAILERS ? limits.trailers() : limits.fields();
    }

    /** Continues. Returns true if the empty line was found or a limit was exceeded, so that the head can be parsed. */
    boolean resume(ReceiveBuffer buffer) {
        byte[] bytes = buffer.bytes;
        int start = buffer.start;
        while (true) {
            int lf = Grammar.indexOfLf(bytes, start + searched, buffer.end);
            if (lf < 0 && buffer.available() <= withinLimitsUntil) {
                searched = buffer.available();
                return false;
            }
            int stop = lf < 0 ? buffer.end : lf;
            int from = start + lineStart;
            int length = stop - from;
            if (length > 0 && bytes[stop - 1] == '\r') {
                length--;
            }
            boolean begun = length > 0 && !Grammar.isBlank(bytes[from]);
            searched = stop - start;
            if (lf >= 0) {
                searched++;
            }
            if (passesLimit(length, begun)) {
                return true;
            }
            if (lf < 0) {
                return false;
            }
            if (length == 0) {
                return true;
            }
            if (startLineSeen) {
                section += length;
                fieldLines += begun ? 1 : 0;
            }
            startLineSeen = true;
            beginLine();
        }
    }

    /** Returns the index after the bytes from which the head is parsed, once it can be. */
    int end(ReceiveBuffer buffer) {
        return buffer.start + searched;
    }

    private boolean passesLimit(int length, boolean begun) {
        if (!startLineSeen) {
            return length > startLineLimit(kind, limits);
        }
        return section + length > sectionLimit() || (begun && fieldLines == fieldLimit());
    }

    static int startLineLimit(HeadReader.Kind kind, Limits limits) {
        return kind == HeadReader.Kind.REQUEST ? limits.requestLine() : limits.statusLine();
    }
}
