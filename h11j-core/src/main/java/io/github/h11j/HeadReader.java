package io.github.h11j;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads heads and trailer sections from the buffer. A head is judged when it is complete, when a limit is passed or when
 * the stream ends, so that the answer does not depend on how the octets were cut.
 */
final class HeadReader {

    /** What a head begins with. */
    enum Kind {
        REQUEST,
        RESPONSE,
        /** No start line. */
        TRAILERS
    }

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR_VERSION = 3;

    /** The most frequent target, shared. */
    private static final String ROOT = "/";

    private static final String[] METHODS = {
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"
    };

    private final ReceiveBuffer buffer;
    private final Judge.Receiving judge;

    private int emptyLines;

    /** The search for the end of the head at hand, if it did not come whole. */
    private @Nullable HeadSearch search;

    HeadReader(ReceiveBuffer buffer, Judge.Receiving judge) {
        this.buffer = buffer;
        this.judge = judge;
    }

    /**
     * Reads the next head, if it is complete.
     *
     * @param eof whether no more octets will come
     * @return its parts, null if it is not complete
     */
    @Nullable
    HeadIndex read(Kind kind, boolean eof) {
        buffer.needArray();
        if (search != null) {
            if (!search.goOn(buffer) && !eof) {
                return null;
            }
        } else if (kind != Kind.TRAILERS && !isAtStartLine(kind, eof)) {
            return null;
        }
        HeadIndex index = new HeadIndex();
        int headEnd = readFast(kind, index);
        if (headEnd == FastHead.NO) {
            if (search == null) {
                search = new HeadSearch(kind, judge.policy.limits());
                if (!search.goOn(buffer) && !eof) {
                    return null;
                }
            }
            headEnd = CarefulHead.read(kind, judge, buffer, buffer.end, index);
            if (headEnd == FastHead.NO) {
                return null;
            }
        }
        judge.headEnd = buffer.offsetOf(headEnd);
        if (buffer.isBorrowed() && index.octets == buffer.octets) {
            index.detach(headEnd);
        }
        buffer.start = headEnd;
        emptyLines = 0;
        search = null;
        return index;
    }

    private int readFast(Kind kind, HeadIndex index) {
        Limits limits = judge.policy.limits();
        return switch (kind) {
            case REQUEST -> FastHead.request(buffer.octets, buffer.start, buffer.end, limits, index);
            case RESPONSE -> FastHead.response(buffer.octets, buffer.start, buffer.end, limits, index);
            case TRAILERS -> {
                index.clear(buffer.octets, buffer.start);
                yield FastHead.fields(
                        buffer.octets, buffer.start, buffer.end, limits.trailerSection(), limits.trailers(), index);
            }
        };
    }

    /** Skips empty lines; whether the first octet of a start line is there and may be looked at. */
    private boolean isAtStartLine(Kind kind, boolean eof) {
        while (!buffer.isEmpty()) {
            int start = buffer.start;
            byte first = buffer.octets[start];
            if (first != '\r' && first != '\n') {
                return mayBegin(kind, first, eof);
            }
            if (emptyLines == judge.policy.limits().leadingEmptyLines()) {
                throw refusal(Violation.TOO_MANY_EMPTY_LINES, start);
            }
            boolean half = first == '\r' && buffer.available() == 1;
            if (half && judge.policy.tolerates(judge.sender, Violation.EMPTY_LINE_BEFORE_START_LINE)) {
                return false; // it is told of once, when it is whole
            }
            fault(Violation.EMPTY_LINE_BEFORE_START_LINE, start);
            if (first == '\n') {
                fault(Violation.BARE_LF, start);
                buffer.start++;
            } else {
                if (buffer.octets[start + 1] != '\n') {
                    throw refusal(Violation.BARE_CR, start);
                }
                buffer.start += 2;
            }
            emptyLines++;
        }
        return false;
    }

    private void fault(Violation violation, int at) {
        judge.fault(violation, buffer.offsetOf(at), buffer.octets, buffer.start, buffer.end);
    }

    private RemoteProtocolException refusal(Violation violation, int at) {
        return judge.refusal(violation, buffer.offsetOf(at), buffer.octets, buffer.start, buffer.end);
    }

    /** Refuses what cannot become a start line, whatever follows; false where more octets are needed to tell what. */
    private boolean mayBegin(Kind kind, byte first, boolean eof) {
        int start = buffer.start;
        if (kind == Kind.REQUEST && buffer.offsetOf(start) == 0 && judge.has(Option.RECOGNISE_OTHER_PROTOCOLS)) {
            if (first == TLS_HANDSHAKE && buffer.available() > 1 && buffer.octets[start + 1] == TLS_MAJOR_VERSION) {
                throw refusal(Violation.TLS_CLIENT_HELLO, start);
            }
            int common = commonWithPreface();
            if (common == PREFACE.length) {
                throw refusal(Violation.HTTP2_PREFACE, start);
            }
            boolean undecided = common == buffer.available() || (first == TLS_HANDSHAKE && buffer.available() == 1);
            if (undecided && !eof) {
                return false;
            }
        }
        if (first >= 0 && first <= ' ' && HeadSearch.startLineLimit(kind, judge.policy.limits()) > 0) {
            throw refusal(kind == Kind.REQUEST ? Violation.BAD_METHOD : Violation.BAD_STATUS_LINE, start);
        }
        return true;
    }

    private int commonWithPreface() {
        int most = Math.min(PREFACE.length, buffer.available());
        int i = 0;
        while (i < most && buffer.octets[buffer.start + i] == PREFACE[i]) {
            i++;
        }
        return i;
    }

    /** The request whose head has these parts. */
    static Request request(HeadIndex index) {
        String method = method(index.octets, index.start, index.methodEnd);
        String target = index.targetEnd - index.methodEnd == 2 && index.octets[index.methodEnd + 1] == '/'
                ? ROOT
                : text(index.octets, index.methodEnd + 1, index.targetEnd);
        return new Request(method, target, index.headers(target), index.version);
    }

    private static String method(byte[] octets, int from, int to) {
        for (String method : METHODS) {
            if (method.length() == to - from && isAt(octets, from, method)) {
                return method;
            }
        }
        return text(octets, from, to);
    }

    private static boolean isAt(byte[] octets, int from, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (octets[from + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The response whose head has these parts. */
    static Event response(HeadIndex index) {
        int status = index.statusCode;
        String reason = ReasonPhrases.of(status);
        int length = index.reasonEnd - index.reasonStart;
        if (reason.length() != length || !isAt(index.octets, index.reasonStart, reason)) {
            reason = text(index.octets, index.reasonStart, index.reasonEnd);
        }
        Headers headers = index.headers(null);
        return status < 200
                ? new InformationalResponse(status, reason, headers, index.version)
                : new Response(status, reason, headers, index.version);
    }

    static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
