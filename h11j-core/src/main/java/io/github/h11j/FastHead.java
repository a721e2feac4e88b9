package io.github.h11j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a complete head that breaks no rule, in one pass. It only says yes or no: what it cannot read, because it is
 * incomplete, faulty or uncommon, is for {@link CarefulHead}, which says why. Whatever it accepts, {@link CarefulHead}
 * accepts with the same result, so it may be left out without any other difference than speed.
 */
final class FastHead {

    /** What every method gives for a head that it cannot read. */
    static final int NO = -1;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HTTP_1_1 = word("HTTP/1.1");
    private static final long HTTP_1_0 = word("HTTP/1.0");
    /** The octets of a request line after its target: SP, version, CRLF. */
    private static final int AFTER_TARGET = 11;

    private static final int CONNECT_LENGTH = 7;
    /** The octets of a status line before its reason phrase. */
    private static final int BEFORE_REASON = 13;

    private FastHead() {}

    private static long word(String eight) {
        return (long) WORD.get(eight.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    /** Reads a request head that begins at {@code start} and gives the index after it, or {@link #NO}. */
    static int request(byte[] octets, int start, int end, Limits limits, HeadIndex into) {
        int methodEnd = Grammar.skip(octets, start, end, Grammar.TOKEN);
        if (methodEnd == start || methodEnd + 1 >= end || octets[methodEnd] != ' ' || octets[methodEnd + 1] != '/') {
            return NO;
        }
        if (methodEnd - start == CONNECT_LENGTH && octets[start] == 'C') {
            return NO; // perhaps CONNECT, which has no origin-form
        }
        int targetEnd = skipTarget(octets, methodEnd + 1, end);
        if (targetEnd + AFTER_TARGET > end
                || octets[targetEnd] != ' '
                || octets[targetEnd + 9] != '\r'
                || octets[targetEnd + 10] != '\n'
                || targetEnd + 9 - start > limits.requestLine()) {
            return NO;
        }
        long version = (long) WORD.get(octets, targetEnd + 1);
        if (version != HTTP_1_1 && version != HTTP_1_0) {
            return NO;
        }
        into.clear(octets, start);
        into.methodEnd = methodEnd;
        into.targetEnd = targetEnd;
        into.version = version == HTTP_1_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        return fields(octets, targetEnd + AFTER_TARGET, end, limits.fieldSection(), limits.fields(), into);
    }

    private static int skipTarget(byte[] octets, int from, int end) {
        int i = from;
        while (true) {
            i = Grammar.skip(octets, i, end, Grammar.URI);
            if (i + 2 >= end
                    || octets[i] != '%'
                    || !Grammar.is(octets[i + 1], Grammar.HEX)
                    || !Grammar.is(octets[i + 2], Grammar.HEX)) {
                return i;
            }
            i += 3;
        }
    }

    /** Reads a response head that begins at {@code start} and gives the index after it, or {@link #NO}. */
    static int response(byte[] octets, int start, int end, Limits limits, HeadIndex into) {
        if (start + BEFORE_REASON > end || octets[start + 8] != ' ' || octets[start + 12] != ' ') {
            return NO;
        }
        long version = (long) WORD.get(octets, start);
        int statusCode = statusCode(octets, start + 9);
        if ((version != HTTP_1_1 && version != HTTP_1_0) || statusCode < 100) {
            return NO;
        }
        int reasonEnd = Grammar.skipValue(octets, start + BEFORE_REASON, end);
        if (reasonEnd + 1 >= end
                || octets[reasonEnd] != '\r'
                || octets[reasonEnd + 1] != '\n'
                || reasonEnd - start > limits.statusLine()) {
            return NO;
        }
        into.clear(octets, start);
        into.version = version == HTTP_1_1 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        into.statusCode = statusCode;
        into.reasonStart = start + BEFORE_REASON;
        into.reasonEnd = reasonEnd;
        return fields(octets, reasonEnd + 2, end, limits.fieldSection(), limits.fields(), into);
    }

    /** The number of three digits, negative if one of them is no digit. */
    static int statusCode(byte[] octets, int at) {
        int number = 0;
        for (int i = at; i < at + 3; i++) {
            if (!Grammar.is(octets[i], Grammar.DIGIT)) {
                return -1;
            }
            number = number * 10 + (octets[i] - '0');
        }
        return number;
    }

    /** Reads field lines up to and with the empty line and gives the index after it, or {@link #NO}. */
    static int fields(byte[] octets, int from, int end, int sectionLimit, int fieldLimit, HeadIndex into) {
        int i = from;
        int section = 0;
        while (i + 1 < end) {
            if (octets[i] == '\r') {
                return octets[i + 1] == '\n' ? i + 2 : NO;
            }
            int nameEnd = Grammar.skip(octets, i, end, Grammar.TOKEN);
            if (nameEnd == i || nameEnd == end || octets[nameEnd] != ':') {
                return NO;
            }
            int lineEnd = Grammar.skipValue(octets, nameEnd + 1, end);
            section += lineEnd - i;
            if (lineEnd + 1 >= end
                    || octets[lineEnd] != '\r'
                    || octets[lineEnd + 1] != '\n'
                    || section > sectionLimit
                    || into.fields == fieldLimit) {
                return NO;
            }
            int valueEnd = lineEnd;
            while (Grammar.isBlank(octets[valueEnd - 1])) {
                valueEnd--;
            }
            into.addField(i, nameEnd, valueEnd);
            i = lineEnd + 2;
        }
        return NO;
    }
}
