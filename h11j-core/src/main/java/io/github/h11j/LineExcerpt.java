package io.github.h11j;

import io.github.h11j.HiddenPart.Text;
import org.jspecify.annotations.Nullable;

/**
 * What messages show of a line: up to 64 bytes around the fault, escaped, with {@code ...} where it is cut and
 * {@code ***} in place of what is {@linkplain HiddenPart hidden}. The byte at fault is always shown; for a long or
 * folded field line the name is shown too. Nothing is computed until it is needed, because most tolerated faults are
 * not reported to a listener.
 */
final class LineExcerpt {

    /** How many bytes an excerpt shows at most. */
    static final int MOST = 64;

    /** Stands for a position: the fault is in the line as a whole. */
    static final int NOWHERE = -1;

    /** How many bytes of a name are shown besides a part of its value. */
    private static final int MOST_OF_NAME = 24;

    private static final String HIDDEN = "***";
    private static final String CUT = "...";

    private enum Kind {
        /** Nothing in it is hidden. */
        PLAIN,
        START,
        TARGET,
        /** A field line whose name is at fault, or has not been read. */
        NAME,
        /** A text that is not a field name, perhaps a whole field line by mistake. */
        NAME_ALONE,
        FIELD,
        CONTINUATION,
        /** Continues a field with credentials, or one whose name is not known. */
        CREDENTIALS
    }

    private final Kind kind;
    private final Text text;
    private final int from;
    /** The end of the line, before its terminator. */
    private final int to;
    /** The end of the text. If the line has a terminator, it is between {@link #to} and here. */
    private final int textEnd;
    /** For a field: the index of its colon. */
    private final int nameEnd;
    /** For a line that continues a field: what is shown before it. */
    private final String label;

    /** Computed once for all tolerated faults of a line; otherwise they would take quadratic time. */
    private @Nullable HiddenPart hidden;

    private LineExcerpt(Kind kind, Text text, int from, int to, int textEnd, int nameEnd, String label) {
        this.kind = kind;
        this.text = text;
        this.from = from;
        this.to = to;
        this.textEnd = textEnd;
        this.nameEnd = nameEnd;
        this.label = label;
    }

    private static LineExcerpt of(Kind kind, byte[] bytes, int from, int to, int nameEnd, String label) {
        return new LineExcerpt(kind, i -> (char) (bytes[i] & 0xFF), from, to, bytes.length, nameEnd, label);
    }

    private static LineExcerpt of(Kind kind, String line, int nameEnd) {
        return new LineExcerpt(kind, line::charAt, 0, line.length(), line.length(), nameEnd, "");
    }

    /** For a start line, or what was sent instead of one. */
    static LineExcerpt ofStart(byte[] bytes, int from, int to) {
        return of(Kind.START, bytes, from, to, from, "");
    }

    /** For the first line of the bytes, as a start line. */
    static LineExcerpt ofFirst(byte[] bytes, int from, int to) {
        int lf = Grammar.indexOfLf(bytes, from, to);
        int end = lf < 0 ? to : lf;
        return ofStart(bytes, from, end > from && bytes[end - 1] == '\r' ? end - 1 : end);
    }

    /** For a field line whose name is at fault, or has not been read. */
    static LineExcerpt ofName(byte[] bytes, int from, int to) {
        return of(Kind.NAME, bytes, from, to, from, "");
    }

    /** For a line of which nothing is known: all of it except the byte at fault is hidden. */
    static LineExcerpt ofUnknown(byte[] bytes, int from, int to) {
        return of(Kind.CREDENTIALS, bytes, from, to, from, "");
    }

    /** For a field line with a valid name, which ends at an index. */
    static LineExcerpt ofField(byte[] bytes, int from, int nameEnd, int to) {
        return of(Kind.FIELD, bytes, from, to, nameEnd, "");
    }

    /** For a line that continues the value of a field whose name is in [nameFrom, nameTo) of other bytes. */
    static LineExcerpt ofContinuation(byte[] bytes, int from, int to, byte[] names, int nameFrom, int nameTo) {
        Text name = i -> (char) (names[i] & 0xFF); // not copied: a long name may have many such lines
        Kind kind = HiddenPart.isCredentials(name, nameFrom, nameTo) ? Kind.CREDENTIALS : Kind.CONTINUATION;
        boolean fits = nameTo - nameFrom < MOST_OF_NAME;
        String shown = Latin1.text(names, nameFrom, fits ? nameTo : nameFrom + MOST_OF_NAME);
        return of(kind, bytes, from, to, from, shown + (fits ? ": " : "") + CUT);
    }

    /** For a field. */
    static LineExcerpt of(String name, String value) {
        return of(Kind.FIELD, name + ": " + value, name.length());
    }

    /** For a text that is not a field name. */
    static LineExcerpt ofName(String name) {
        return of(Kind.NAME_ALONE, name, 0);
    }

    /** For a request line. */
    static LineExcerpt ofRequestLine(String method, String target, HttpVersion version) {
        return of(Kind.START, method + ' ' + target + " HTTP/" + version, 0);
    }

    /** For a request-target. */
    static LineExcerpt ofTarget(String target) {
        return of(Kind.TARGET, target, 0);
    }

    /** For a text in which nothing is hidden. */
    static LineExcerpt of(String text) {
        return of(Kind.PLAIN, text, 0);
    }

    /** Returns the excerpt of two lines that are at fault together. */
    static String both(LineExcerpt first, LineExcerpt second) {
        int lineEnd = 2;
        boolean fits = first.to - first.from + lineEnd + second.to - second.from <= MOST;
        int each = fits ? MOST : (MOST - lineEnd) / 2;
        return first.around(NOWHERE, each) + "\\r\\n" + second.around(NOWHERE, each);
    }

    /** Returns the excerpt for a fault at an index of the line or of its terminator, or at {@link #NOWHERE}. */
    String around(int at) {
        return around(at, MOST);
    }

    /** Returns all of it. */
    String whole() {
        StringBuilder out = new StringBuilder(to - from + 16);
        show(from, to, NOWHERE, out);
        return out.toString();
    }

    private String around(int at, int most) {
        int end = at < textEnd ? Math.max(to, at + 1) : to;
        int room = most - label.length();
        StringBuilder out = new StringBuilder(most + 16).append(label);
        if (end - from <= room) {
            show(from, end, at, out);
            return out.toString();
        }
        int start = from;
        if (at > nameEnd && nameEnd > from) {
            start = Math.min(nameEnd + 2, from + MOST_OF_NAME);
            show(from, start, at, out);
            room -= start - from;
        }
        int windowStart = Math.max(start, Math.min(at - room / 2, end - room));
        if (windowStart > start || (start > from && start < nameEnd)) {
            out.append(CUT);
        }
        show(windowStart, windowStart + room, at, out);
        return windowStart + room < end ? out.append(CUT).toString() : out.toString();
    }

    private void show(int first, int end, int at, StringBuilder out) {
        HiddenPart secret = hidden(at);
        boolean hiding = false;
        for (int i = first; i < end; i++) {
            boolean hide = i != at && secret.has(i);
            if (!hide) {
                Escaper.escape(text.at(i), out);
            } else if (!hiding) {
                out.append(HIDDEN);
            }
            hiding = hide;
        }
    }

    private HiddenPart hidden(int at) {
        if (kind == Kind.NAME) {
            return HiddenPart.afterName(text, from, to, at);
        }
        if (hidden == null) {
            hidden = switch (kind) {
                case START -> HiddenPart.inStartLine(text, from, to);
                case TARGET -> HiddenPart.inTarget(text, from, to);
                case NAME_ALONE -> HiddenPart.inNameAlone(text, from, to);
                case FIELD -> HiddenPart.inField(text, from, nameEnd, to);
                case CONTINUATION -> HiddenPart.inContinuation(text, from, to);
                case CREDENTIALS -> new HiddenPart(from, to);
                default -> HiddenPart.NOTHING;
            };
            hidden = hidden.andAfterLineEnd(text, from, to);
        }
        return hidden;
    }
}
