package io.github.h11j;

/**
 * The search for the end of one head that arrives in pieces: for the empty line, or for the octet that passes a limit.
 * Each octet is looked at once. Positions are relative to the buffer's start.
 */
final class HeadSearch {

    private final HeadReader.Kind kind;
    private final Limits limits;

    private int searched;
    private int lineStart;
    private boolean startLineSeen;
    private int section;
    private int fieldLines;

    /** So many octets from the buffer's start may come without a look at the limits, if no LF is among them. */
    private long harmless;

    HeadSearch(HeadReader.Kind kind, Limits limits) {
        this.kind = kind;
        this.limits = limits;
        this.startLineSeen = kind == HeadReader.Kind.TRAILERS;
        beginLine();
    }

    private void beginLine() {
        lineStart = searched;
        if (!startLineSeen) {
            harmless = startLineLimit(kind, limits);
        } else if (fieldLines < fieldLimit()) {
            harmless = (long) lineStart + sectionLimit() - section;
        } else {
            harmless = lineStart;
        }
    }

    private int sectionLimit() {
        return kind == HeadReader.Kind.TRAILERS ? limits.trailerSection() : limits.fieldSection();
    }

    private int fieldLimit() {
        return kind == HeadReader.Kind.TRAILERS ? limits.trailers() : limits.fields();
    }

    /** Goes on; true if the empty line was found or a limit was passed: the head can be judged. */
    boolean goOn(ReceiveBuffer buffer) {
        byte[] octets = buffer.octets;
        int start = buffer.start;
        while (true) {
            int lf = Grammar.indexOfLf(octets, start + searched, buffer.end);
            if (lf < 0 && buffer.available() <= harmless) {
                searched = buffer.available();
                return false;
            }
            int stop = lf < 0 ? buffer.end : lf;
            int from = start + lineStart;
            int length = stop - from;
            if (length > 0 && octets[stop - 1] == '\r') {
                length--;
            }
            boolean begun = length > 0 && !Grammar.isBlank(octets[from]);
            if (passesLimit(length, begun)) {
                return true;
            }
            searched = stop - start;
            if (lf < 0) {
                return false;
            }
            searched++;
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
