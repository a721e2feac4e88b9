package io.github.h11j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a complete and valid head in one pass. If it cannot read a head, because the head is incomplete, faulty or
 * uncommon, it only returns so, and {@link CarefulHead} finds out why. Whatever it accepts, {@link CarefulHead} accepts
 * with the same result, so leaving it out would only change the speed.
 */
final class FastHead {

    /** What every method returns for a head that it cannot read. */
    private static final int NOT_READ = HeadIndex.NOT_READ;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HTTP_1_1 = word("HTTP/1.1");
    private static final long HTTP_1_0 = word("HTTP/1.0");
    /** The bytes of a request line after its target: SP, version, CRLF. */
    private static final int AFTER_TARGET = 11;

    private static final int CONNECT_LENGTH = 7;
    /** The bytes of a status line before its reason phrase. */
    private static final int BEFORE_REASON = 13;

    private FastHead() {}

    private static long word(String eight) {
        return (long) WORD.get(eight.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    /** Reads a request head that begins at {@code start}, and returns the index after it, or {@link #NOT_READ}. */
    static int request(byte[] bytes, int start, int end, Limits limits, HeadIndex into) {
        int methodEnd = Grammar.skip(bytes, start, end, Grammar.TOKEN);
        if (methodEnd == start || methodEnd + 1 >= end || bytes[methodEnd] != ' ' || bytes[methodEnd + 1] != '/') {
            return NOT_READ;
        }
        if (methodEnd - start == CONNECT_LENGTH && bytes[start] == 'C') {
            return NOT_READ; // it may be CONNECT, which has no origin-form
        }
        int targetEnd = skipTarget(bytes, methodEnd + 1, end);
        if (targetEnd + AFTER_TARGET > end
                || bytes[targetEnd] != ' '
                || bytes[targetEnd + 9] != '\r'
                || bytes[targetEnd + 10] != '\n'
                || targetEnd + 9 - start > limits.requestLine()) {
            return NOT_READ;
        }
        long version = (long) WORD.get(bytes, targetEnd + 1);
        if (version != HTTP_1_1 && version != HTTP_1_0) {
            return NOT_READ;
        }
        into.clear(bytes, start);
        into.methodEnd = methodEnd;
        into.targetEnd = targetEnd;
        into.version = version == HTTP_1_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        return fields(bytes, targetEnd + AFTER_TARGET, end, limits.fieldSection(), limits.fields(), into);
    }

    private static int skipTarget(byte[] bytes, int from, int end) {
        int i = from;
        while (true) {
            i = Grammar.skip(bytes, i, end, Grammar.URI);
            if (i + 2 >= end
                    || bytes[i] != '%'
                    || !Grammar.is(bytes[i + 1], Grammar.HEX)
                    || !Grammar.is(bytes[i + 2], Grammar.HEX)) {
                return i;
            }
            i += 3;
        }
    }

    /** Reads a response head that begins at {@code start}, and returns the index after it, or {@link #NOT_READ}. */
    static int response(byte[] bytes, int start, int end, Limits limits, HeadIndex into) {
        if (start + BEFORE_REASON > end || bytes[start + 8] != ' ' || bytes[start + 12] != ' ') {
            return NOT_READ;
        }
        long version = (long) WORD.get(bytes, start);
        int statusCode = Grammar.statusCode(bytes, start + 9);
        if ((version != HTTP_1_1 && version != HTTP_1_0) || statusCode < 100) {
            return NOT_READ;
        }
        int reasonEnd = Grammar.skipValue(bytes, start + BEFORE_REASON, end);
        if (reasonEnd + 1 >= end
                || bytes[reasonEnd] != '\r'
                || bytes[reasonEnd + 1] != '\n'
                || reasonEnd - start > limits.statusLine()) {
            return NOT_READ;
        }
        into.clear(bytes, start);
        into.version = version == HTTP_1_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        into.statusCode = statusCode;
        into.reasonStart = start + BEFORE_REASON;
        into.reasonEnd = reasonEnd;
        return fields(bytes, reasonEnd + 2, end, limits.fieldSection(), limits.fields(), into);
    }

    /** Reads field lines including the empty line, and returns the index after it, or {@link #NOT_READ}. */
    static int fields(byte[] bytes, int from, int end, int sectionLimit, int fieldLimit, HeadIndex into) {
        int i = from;
        int section = 0;
        while (i + 1 < end) {
            if (bytes[i] == '\r') {
                return bytes[i + 1] == '\n' ? i + 2 : NOT_READ;
            }
            int nameEnd = Grammar.skip(bytes, i, end, Grammar.TOKEN);
            if (nameEnd == i || nameEnd == end || bytes[nameEnd] != ':') {
                return NOT_READ;
            }
            int lineEnd = Grammar.skipValue(bytes, nameEnd + 1, end);
            section += lineEnd - i;
            if (lineEnd + 1 >= end
                    || bytes[lineEnd] != '\r'
                    || bytes[lineEnd + 1] != '\n'
                    || section > sectionLimit
                    || into.fields == fieldLimit) {
                return NOT_READ;
            }
            int valueEnd = lineEnd;
            while (Grammar.isBlank(bytes[valueEnd - 1])) {
                valueEnd--;
            }
            into.addField(i, nameEnd, valueEnd);
            i = lineEnd + 2;
        }
        return NOT_READ;
    }
}
