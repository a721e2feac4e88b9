package io.github.h11j;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body in chunked coding (RFC 9112 §7.1). A chunk line is judged when it is complete, when its limit is passed
 * or when the stream ends. A line of nothing but digits is read where it stands; another is collected first.
 */
final class ChunkReader extends BodyReader {

    /** The longest run of digits that is read where it stands: it cannot exceed 2^63-1. */
    private static final int MAX_FAST_DIGITS = 15;

    private static final byte[] NO_LINE = new byte[0];

    private enum Part {
        LINE,
        DATA,
        CR,
        LF,
        TRAILERS
    }

    private final Judge.Receiving judge;
    private final HeadReader trailers;

    private Part part = Part.LINE;
    /** Octets of the chunk that have not been given. */
    private long remaining;

    private boolean chunkStart;

    /** A line that could not be read where it stood, its first octet's offset, and how many octets it has so far. */
    private byte[] line = NO_LINE;

    private long lineOffset;
    private int lineLength;

    /** The last line that was read; without its extensions if it has none. */
    private ChunkLine lastLine = ChunkLine.WITHOUT_EXTENSIONS;

    /** Octets of extensions in the body so far. */
    private int extensionOctets;

    ChunkReader(ReceiveBuffer buffer, Judge.Receiving judge, HeadReader trailers) {
        super(buffer);
        this.judge = judge;
        this.trailers = trailers;
    }

    ChunkLine lastLine() {
        return lastLine;
    }

    @Override
    @Nullable
    Event read(boolean eof) {
        while (true) {
            if (part == Part.DATA) {
                return data();
            }
            if (part == Part.TRAILERS) {
                HeadIndex section = trailers.read(HeadReader.Kind.TRAILERS, eof);
                return section == null ? null : Trailers.endOfMessage(section.headers(null), judge);
            }
            if (part == Part.LINE) {
                if (!readLine(eof)) {
                    return null;
                }
                chunkStart = true;
                part = remaining == 0 ? Part.TRAILERS : Part.DATA;
            } else {
                if (buffer.isEmpty()) {
                    return null;
                }
                if (part == Part.CR && buffer.startsWithLineEnd()) {
                    buffer.start += 2;
                    part = Part.LINE;
                } else {
                    chunkEnd();
                }
            }
        }
    }

    private @Nullable Event data() {
        int size = (int) Math.min(remaining, buffer.available());
        if (size == 0) {
            return null;
        }
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
        byte octet = buffer.at(buffer.start);
        if (octet != expected) {
            throw judge.refusal(Violation.BAD_CHUNK_END, buffer.offsetOf(buffer.start), new byte[] {octet}, 0, 1);
        }
        buffer.start++;
        part = part == Part.CR ? Part.LF : Part.LINE;
    }

    /** Reads a chunk line, if it is complete; then {@link #remaining} is its size. */
    private boolean readLine(boolean eof) {
        if (lineLength == 0 && readPlainLine()) {
            return true;
        }
        while (!buffer.isEmpty()) {
            if (lineLength == 0) {
                lineOffset = buffer.offsetOf(buffer.start);
            }
            if (lineLength == line.length) {
                line = Arrays.copyOf(line, Math.max(32, 2 * lineLength));
            }
            byte octet = buffer.at(buffer.start++);
            line[lineLength++] = octet;
            boolean complete = octet == '\n' && lineLength > 1 && line[lineLength - 2] == '\r';
            int content = complete ? lineLength - 2 : lineLength;
            if (complete
                    || content - (octet == '\r' ? 1 : 0) > judge.policy.limits().chunkLine()) {
                judgeLine(content, complete); // throws if the line is too long
                line = NO_LINE;
                lineLength = 0;
                return true;
            }
        }
        if (eof) {
            judgeLine(lineLength, false);
        }
        return false;
    }

    private void judgeLine(int length, boolean complete) {
        ChunkLine judged = ChunkLine.judge(judge, line, lineOffset, length, complete, extensionOctets);
        remaining = judged.size();
        lastLine = judged;
        extensionOctets += judged.extensionOctets();
    }

    /** Reads a line of only digits and CRLF that is all there. */
    private boolean readPlainLine() {
        int last = Math.min(buffer.start + MAX_FAST_DIGITS, buffer.end - 2);
        long size = 0;
        int i = buffer.start;
        while (i < last) {
            int digit = Grammar.hexValue(buffer.at(i));
            if (digit < 0) {
                break;
            }
            size = size << 4 | digit;
            i++;
        }
        int digits = i - buffer.start;
        if (digits <= 0
                || digits > judge.policy.limits().chunkLine()
                || buffer.at(i) != '\r'
                || buffer.at(i + 1) != '\n') {
            return false;
        }
        buffer.start = i + 2;
        remaining = size;
        lastLine = ChunkLine.WITHOUT_EXTENSIONS;
        return true;
    }

    @Override
    Event end(boolean orderly) {
        throw truncated(buffer, orderly, Violation.EOF_IN_CHUNKED_BODY, "");
    }
}
