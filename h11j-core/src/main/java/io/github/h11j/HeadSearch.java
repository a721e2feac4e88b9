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

    HeadSearch(HeadReader.Kind kind, Limits limits) {
        this.kind = kind;
        this.limits = limits;
        this.startLineSeen = kind == HeadReader.Kind.TRAILERS;
    }

    /** Goes on; true if the empty line was found or a limit was passed: the head can be judged. */
    boolean goOn(ReceiveBuffer buffer) {
        byte[] octets = buffer.octets;
        int start = buffer.start;
        while (true) {
            int lf = Grammar.indexOfLf(octets, start + searched, buffer.end);
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
            lineStart = searched;
            if (length == 0) {
                return true;
            }
            if (startLineSeen) {
                section += length;
                fieldLines += begun ? 1 : 0;
            }
            startLineSeen = true;
        }
    }

    private boolean passesLimit(int length, boolean begun) {
        if (!startLineSeen) {
            return length > startLineLimit(kind, limits);
        }
        boolean trailers = kind == HeadReader.Kind.TRAILERS;
        return section + length > (trailers ? limits.trailerSection() : limits.fieldSection())
                || (begun && fieldLines == (trailers ? limits.trailers() : limits.fields()));
    }

    static int startLineLimit(HeadReader.Kind kind, Limits limits) {
        return kind == HeadReader.Kind.REQUEST ? limits.requestLine() : limits.statusLine();
    }
}
