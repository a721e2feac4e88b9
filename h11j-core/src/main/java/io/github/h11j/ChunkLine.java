package io.github.h11j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A chunk line (RFC 9112 §7.1), checked byte by byte against the full grammar. Another recipient may see an error in it
 * as a line end, so nothing but white space at its end is tolerated.
 */
final class ChunkLine {

    static final ChunkLine WITHOUT_EXTENSIONS = new ChunkLine(0, new byte[0], 0);

    private final long size;
    private final byte[] line;
    private final int sizeEnd;

    private ChunkLine(long size, byte[] line, int sizeEnd) {
        this.size = size;
        this.line = line;
        this.sizeEnd = sizeEnd;
    }

    long size() {
        return size;
    }

    int extensionBytes() {
        return line.length - sizeEnd;
    }

    /** Returns the extensions, in order. */
    List<ChunkExtension> extensions() {
        List<ChunkExtension> found = new ArrayList<>();
        int i = skipBlanks(sizeEnd);
        while (i < line.length) {
            int nameStart = skipBlanks(i + 1); // after the semicolon
            int nameEnd = Grammar.skip(line, nameStart, line.length, Grammar.TOKEN);
            i = skipBlanks(nameEnd);
            Optional<String> value = Optional.empty();
            if (i < line.length && line[i] == '=') {
                StringBuilder text = new StringBuilder();
                i = skipBlanks(value(skipBlanks(i + 1), text));
                value = Optional.of(text.toString());
            }
            found.add(new ChunkExtension(Latin1.text(line, nameStart, nameEnd), value));
        }
        return List.copyOf(found);
    }

    private int value(int from, StringBuilder text) {
        if (line[from] != '"') {
            int end = Grammar.skip(line, from, line.length, Grammar.TOKEN);
            text.append(Latin1.text(line, from, end));
            return end;
        }
        int i = from + 1;
        while (line[i] != '"') {
            if (line[i] == '\\') {
                i++;
            }
            text.append((char) (line[i++] & 0xFF));
        }
        return i + 1;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (i < line.length && Grammar.isBlank(line[i])) {
            i++;
        }
        return i;
    }

    /** Where in the grammar a line is. {@link #next} defines what may follow. */
    private enum Place {
        START,
        SIZE,
        AFTER_SIZE,
        BEFORE_NAME,
        NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        TOKEN,
        QUOTED,
        ESCAPED,
        AFTER_VALUE,
        /** The byte is not allowed. */
        NONE
    }

    private static Place next(Place place, byte b) {
        boolean blank = Grammar.isBlank(b);
        boolean token = Grammar.is(b, Grammar.TOKEN);
        return switch (place) {
            case START -> Grammar.is(b, Grammar.HEX) ? Place.SIZE : Place.NONE;
            case SIZE -> Grammar.is(b, Grammar.HEX) ? Place.SIZE : afterPart(b, Place.AFTER_SIZE);
            case AFTER_SIZE -> afterPart(b, Place.AFTER_SIZE);
            case BEFORE_NAME -> blank ? Place.BEFORE_NAME : token ? Place.NAME : Place.NONE;
            case NAME -> token ? Place.NAME : afterName(b);
            case AFTER_NAME -> afterName(b);
            case BEFORE_VALUE ->
                blank ? Place.BEFORE_VALUE : token ? Place.TOKEN : b == '"' ? Place.QUOTED : Place.NONE;
            case TOKEN -> token ? Place.TOKEN : afterPart(b, Place.AFTER_VALUE);
            case QUOTED -> b == '"' ? Place.AFTER_VALUE : b == '\\' ? Place.ESCAPED : quoted(b);
            case ESCAPED -> quoted(b);
            case AFTER_VALUE, NONE -> afterPart(b, Place.AFTER_VALUE);
        };
    }

    private static Place afterPart(byte b, Place blanks) {
        return b == ';' ? Place.BEFORE_NAME : Grammar.isBlank(b) ? blanks : Place.NONE;
    }

    private static Place afterName(byte b) {
        return b == '=' ? Place.BEFORE_VALUE : afterPart(b, Place.AFTER_NAME);
    }

    private static Place quoted(byte b) {
        return Grammar.is(b, Grammar.VALUE) ? Place.QUOTED : Place.NONE;
    }

    private static Violation fault(Place place, byte b) {
        if (b == '\r') {
            return Violation.BARE_CR;
        }
        if (b == '\n') {
            return Violation.BAD_CHUNK_LINE_END;
        }
        return switch (place) {
            case START, SIZE, AFTER_SIZE -> Violation.BAD_CHUNK_SIZE;
            default -> Violation.BAD_CHUNK_EXTENSION;
        };
    }

    /**
     * Checks a line.
     *
     * @param bytes the line from its start
     * @param offset the position of its first byte in the stream
     * @param length how many bytes have been received, without the line end
     * @param complete whether its end has been received; if not, the last byte may be the CR of the line end
     * @param used bytes of extensions earlier in the body
     */
    static ChunkLine judge(
            ViolationHandler.Receiving violations, byte[] bytes, long offset, int length, boolean complete, int used) {
        Limits limits = violations.policy.limits();
        int judged = !complete && length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        Place place = Place.START;
        long size = 0;
        int sizeEnd = 0;
        int contentEnd = 0;
        for (int i = 0; i < judged; i++) {
            byte b = bytes[i];
            if (i >= limits.chunkLine()) {
                throw violations.exception(
                        Violation.CHUNK_LINE_TOO_LONG, offset + i, LineExcerpt.ofStart(bytes, 0, length), i);
            }
            Place next = next(place, b);
            boolean ofSize = next == Place.SIZE;
            if (!ofSize && place != Place.START && i - sizeEnd >= limits.chunkExtensions() - used) {
                throw violations.exception(
                        Violation.CHUNK_EXTENSIONS_TOO_LARGE, offset + i, LineExcerpt.ofStart(bytes, 0, length), i);
            }
            if (next == Place.NONE) {
                throw violations.exception(fault(place, b), offset + i, LineExcerpt.ofStart(bytes, 0, length), i);
            }
            if (ofSize) {
                if (size > Long.MAX_VALUE >> 4) {
                    throw violations.exception(
                            Violation.CHUNK_SIZE_TOO_LARGE, offset + i, LineExcerpt.ofStart(bytes, 0, length), i);
                }
                size = size << 4 | Grammar.hexValue(b);
                sizeEnd = i + 1;
            }
            contentEnd = Grammar.isBlank(b) ? contentEnd : i + 1;
            place = next;
        }
        if (complete) {
            finish(violations, place, bytes, offset, length, contentEnd);
        }
        return new ChunkLine(size, Arrays.copyOf(bytes, judged), sizeEnd);
    }

    private static void finish(
            ViolationHandler.Receiving violations, Place place, byte[] bytes, long offset, int length, int contentEnd) {
        switch (place) {
            case SIZE, NAME, TOKEN -> {}
            case AFTER_SIZE, AFTER_NAME, AFTER_VALUE -> {
                if (contentEnd < length) {
                    violations.report(
                            Violation.WHITESPACE_AFTER_CHUNK_SIZE,
                            offset + contentEnd,
                            LineExcerpt.ofStart(bytes, 0, length),
                            contentEnd);
                }
            }
            case START ->
                throw violations.exception(
                        Violation.BAD_CHUNK_SIZE, offset + length, LineExcerpt.ofStart(bytes, 0, length), length);
            default ->
                throw violations.exception(
                        Violation.BAD_CHUNK_EXTENSION, offset + length, LineExcerpt.ofStart(bytes, 0, length), length);
        }
    }
}
