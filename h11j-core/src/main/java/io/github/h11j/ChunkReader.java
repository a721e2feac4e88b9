package io.github.h11j;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body in chunked coding (RFC 9112 §7.1). A chunk line is parsed when it is complete, when its limit is
 * exceeded or when the stream ends. A line of only digits is parsed in place; any other line is first collected.
 */
final class ChunkReader extends BodyReader {

    /** The longest run of digits that is parsed in place: it fits into an int. */
    private static final int MAX_PLAIN_DIGITS = 7;

    private static final int NOT_FOUND = -1;
    private static final byte[] NO_LINE = new byte[0];

    private enum Part {
        LINE,
        DATA,
        CR,
        LF,
        TRAILERS
    }

    private final ViolationHandler.Receiving violations;
    private final HeadReader trailers;
    private final int plainDigits;

    private Part part = Part.LINE;
    /** Bytes of the chunk that have not been returned. */
    private long remaining;

    private boolean chunkStart;
    /** The size in the line that {@link #plainLineEnd} found. */
    private int plainSize;

    /**
     * A line that could not be parsed in place, the offset of its first byte, and how many bytes of it have been
     * collected.
     */
    private byte[] line = NO_LINE;

    private long lineOffset;
    private int lineLength;

    /** The last line that was read, or a shared line if it has no extensions. */
    private ChunkLine lastLine = ChunkLine.WITHOUT_EXTENSIONS;

    /** Bytes of extensions in the body so far. */
    private int extensionBytes;

    ChunkReader(ReceiveBuffer buffer, ViolationHandler.Receiving violations, HeadReader trailers) {
        super(buffer, violations.policy.limits().body());
        this.violations = violations;
        this.trailers = trailers;
        this.plainDigits = Math.min(MAX_PLAIN_DIGITS, violations.policy.limits().chunkLine());
    }

    ChunkLine lastLine() {
        return lastLine;
    }

    @Override
    @Nullable
    Event read(boolean eof) {
        Data chunk = part == Part.CR ? readPlainChunk() : null;
        return chunk == null ? readPart(eof) : chunk;
    }

    private @Nullable Event readPart(boolean eof) {
        while (true) {
            if (part == Part.DATA) {
                return data();
            }
            if (part == Part.TRAILERS) {
                if (trailers.skipEmptySection()) {
                    return EndOfMessage.NO_TRAILERS;
                }
                HeadIndex section = trailers.read(HeadReader.Kind.TRAILERS, eof);
                return section == null ? null : Trailers.endOfMessage(section.headers(null), violations);
            }
            if (part == Part.LINE) {
                if (!readLine(eof)) {
                    return null;
                }
                chunkStart = true;
                part = remaining == 0 ? Part.TRAILERS : Part.DATA;
            } else {
                if (buffer.available() == 0) {
                    return null;
                }
                if (part == Part.CR && buffer.available() >= 2 && buffer.isLineEnd(buffer.start)) {
                    buffer.start += 2;
                    part = Part.LINE;
                } else {
                    chunkEnd();
                }
            }
        }
    }

    /**
     * Reads the end of the previous chunk and a whole chunk whose line is only digits, if all of it has been received.
     * It exists only for speed: {@link #readPart} reads the same. The part stays {@link Part#CR}.
     */
    private @Nullable Data readPlainChunk() {
        int start = buffer.start;
        int dataStart = plainLineEnd(start + 2);
        int size = plainSize;
        if (dataStart == NOT_FOUND
                || size == 0
                || size > buffer.end - dataStart
                || size > allowed
                || !buffer.isLineEnd(start)) {
            return null;
        }
        buffer.start = dataStart;
        allowed -= size;
        setWithoutExtensions();
        return new Data(buffer.take(size), true, true);
    }

    private void setWithoutExtensions() {
        if (lastLine != ChunkLine.WITHOUT_EXTENSIONS) { // usually equal, and a store costs more than a comparison
            lastLine = ChunkLine.WITHOUT_EXTENSIONS;
        }
    }

    private @Nullable Event data() {
        int ready = (int) Math.min(remaining, buffer.available());
        if (ready == 0) {
            return null;
        }
        int size = allow(ready);
        boolean first = chunkStart;
        chunkStart = false;
        remaining -= size;
        if (remaining == 0) {
            part = Part.CR;
        }
        return new Data(buffer.take(size), first, remaining == 0);
    }

    private void chunkEnd() {
        byte expected = part == Part.CR ? (byte) '\r' : (byte) '\n';
        byte b = buffer.at(buffer.start);
        if (part == Part.CR && b == '\n') {
            violations.report(
                    Violation.BAD_CHUNK_LINE_END,
                    buffer.offsetOf(buffer.start),
                    LineExcerpt.ofStart(new byte[] {b}, 0, 1),
                    0);
            expected = b;
            part = Part.LF;
        }
        if (b != expected) {
            throw violations.exception(
                    Violation.BAD_CHUNK_END,
                    buffer.offsetOf(buffer.start),
                    LineExcerpt.ofStart(new byte[] {b}, 0, 1),
                    0);
        }
        buffer.start++;
        part = part == Part.CR ? Part.LF : Part.LINE;
    }

    /** Reads a chunk line, if it is complete. Then {@link #remaining} is its size. */
    private boolean readLine(boolean eof) {
        if (lineLength == 0 && readPlainLine()) {
            return true;
        }
        while (buffer.available() > 0) {
            if (lineLength == 0) {
                lineOffset = buffer.offsetOf(buffer.start);
            }
            if (lineLength == line.length) {
                line = Arrays.copyOf(line, Math.max(32, 2 * lineLength));
            }
            byte b = buffer.at(buffer.start++);
            line[lineLength++] = b;
            boolean crlf = b == '\n' && lineLength > 1 && line[lineLength - 2] == '\r';
            boolean complete = crlf || (b == '\n' && toleratesLf());
            int content = crlf ? lineLength - 2 : complete ? lineLength - 1 : lineLength;
            if (complete
                    || content - (b == '\r' ? 1 : 0)
                            > violations.policy.limits().chunkLine()) {
                judgeLine(content, complete); // throws if the line is too long
                if (!crlf) {
                    violations.report(
                            Violation.BAD_CHUNK_LINE_END,
                            lineOffset + content,
                            LineExcerpt.ofStart(line, 0, content),
                            content);
                }
                line = NO_LINE;
                lineLength = 0;
                return true;
            }
        }
        if (eof) { // only to find a fault in what has arrived of the line
            ChunkLine.judge(violations, line, lineOffset, lineLength, false, extensionBytes);
        }
        return false;
    }

    /** Returns whether a bare LF ends a chunk line and is not a faulty byte of it. */
    private boolean toleratesLf() {
        return violations.policy.tolerates(violations.sender, Violation.BAD_CHUNK_LINE_END);
    }

    private void judgeLine(int length, boolean complete) {
        ChunkLine judged = ChunkLine.judge(violations, line, lineOffset, length, complete, extensionBytes);
        remaining = judged.size();
        lastLine = judged;
        extensionBytes += judged.extensionBytes();
    }

    /** Reads a line of only digits and CRLF that has been received completely. */
    private boolean readPlainLine() {
        int end = plainLineEnd(buffer.start);
        if (end == NOT_FOUND) {
            return false;
        }
        buffer.start = end;
        remaining = plainSize;
        setWithoutExtensions();
        return true;
    }

    /**
     * Returns the index after a line of only a few digits and CRLF that has been received completely, or
     * {@link #NOT_FOUND}.
     */
    private int plainLineEnd(int from) {
        int last = Math.min(from + plainDigits, buffer.end - 2);
        int size = 0;
        int i = from;
        while (i < last) {
            int digit = Grammar.hexValue(buffer.at(i));
            if (digit < 0) {
                break;
            }
            size = size << 4 | digit;
            i++;
        }
        plainSize = size;
        return i > from && buffer.isLineEnd(i) ? i + 2 : NOT_FOUND;
    }

    @Override
    Event end(boolean orderly) {
        throw truncated(buffer, orderly, Violation.EOF_IN_CHUNKED_BODY, "");
    }
}
