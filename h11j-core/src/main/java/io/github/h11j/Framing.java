package io.github.h11j;

import org.jspecify.annotations.Nullable;

/**
 * What a head says of its body and of the connection: RFC 9112 §6.3 in its order, for what is received and what is
 * sent. The length of a body is a number of octets, {@link #CHUNKED} or {@link #UNTIL_CLOSE}.
 */
final class Framing {

    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;

    static final byte[] CLOSE = Ascii.octets("close");
    private static final byte[] KEEP_ALIVE = Ascii.octets("keep-alive");
    private static final byte[] CHUNKED_CODING = Ascii.octets("chunked");
    private static final byte[] UPGRADE = Ascii.octets("upgrade");
    private static final byte[] CONTINUE = Ascii.octets("100-continue");

    private Framing() {}

    /** Judges a request's head as a whole and gives the length of its body. */
    static long ofRequest(Request request, Judge judge) {
        Headers headers = request.headers();
        checkHost(request, judge);
        if (headers.count(FieldName.TRANSFER_ENCODING) == 0) {
            return Math.max(0, contentLength(headers, judge));
        }
        checkBoth(headers, judge);
        if (!request.version().isAtLeast11()) {
            judge.fault(Violation.TRANSFER_ENCODING_IN_HTTP_1_0, "");
        }
        checkCoding(headers, judge);
        return CHUNKED;
    }

    /** Judges the framing fields of a trailer section, where they are let pass at all. */
    static void checkTrailers(Headers trailers, Judge judge) {
        contentLength(trailers, judge);
        checkCoding(trailers, judge);
    }

    private static void checkCoding(Headers headers, Judge judge) {
        if (headers.count(FieldName.TRANSFER_ENCODING) != 0 && !isChunked(headers, judge, true)) {
            throw judge.refusal(Violation.CHUNKED_NOT_LAST, "");
        }
    }

    private static void checkHost(Request request, Judge judge) {
        Headers headers = request.headers();
        int hosts = headers.count(FieldName.HOST);
        if (hosts == 1) {
            Members value = headers.members(headers.indexOf(FieldName.HOST, 0));
            if (!value.isHostAndPort()) {
                judge.fault(Violation.BAD_HOST, headers.value(headers.indexOf(FieldName.HOST, 0)));
            }
        } else if (hosts == 0) {
            HttpVersion version = request.version();
            boolean needed = judge.has(Option.READ_HIGHER_MINOR_AS_1_1)
                    ? version.isAtLeast11()
                    : version.equals(HttpVersion.HTTP_1_1);
            if (needed) {
                throw judge.refusal(Violation.MISSING_HOST, "");
            }
        } else {
            throw judge.refusal(Violation.MULTIPLE_HOST, "");
        }
    }

    private static void checkBoth(Headers headers, Judge judge) {
        if (contentLength(headers, judge) >= 0) {
            judge.fault(Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING, "");
        }
    }

    /** Whether a response with this status, to a request with this method, has no body whatever its fields say. */
    static boolean hasNoBody(int status, @Nullable String requestMethod) {
        return status < 200
                || status == 204
                || status == 304
                || "HEAD".equals(requestMethod)
                || isTunnel(status, requestMethod);
    }

    /** Whether a final response turns the connection into a tunnel. */
    static boolean isTunnel(int status, @Nullable String requestMethod) {
        return status < 300 && "CONNECT".equals(requestMethod);
    }

    /** Judges a response's framing fields and gives the length of its body. */
    static long ofResponse(
            int status, Headers headers, HttpVersion version, @Nullable String requestMethod, Judge judge) {
        boolean noBody = hasNoBody(status, requestMethod);
        if (noBody && judge.has(Option.IGNORE_FRAMING_WITHOUT_BODY)) {
            return 0;
        }
        long length = ofResponseFields(headers, version, judge);
        return noBody ? 0 : length;
    }

    /** The same by the framing fields alone. */
    static long ofResponseFields(Headers headers, HttpVersion version, Judge judge) {
        if (headers.count(FieldName.TRANSFER_ENCODING) == 0) {
            long length = contentLength(headers, judge);
            return length < 0 ? UNTIL_CLOSE : length;
        }
        if (judge.isSending()) { // and loses its Content-Length
            checkCoding(headers, judge);
            return CHUNKED;
        }
        checkBoth(headers, judge);
        boolean chunked = isChunked(headers, judge, false);
        boolean decoded =
                version.isAtLeast11() || judge.policy.tolerates(judge.sender, Violation.TRANSFER_ENCODING_IN_HTTP_1_0);
        return chunked && decoded ? CHUNKED : UNTIL_CLOSE;
    }

    /** The value of Content-Length, -1 if there is none. */
    private static long contentLength(Headers headers, Judge judge) {
        if (headers.count(FieldName.CONTENT_LENGTH) == 0) {
            return -1;
        }
        long length = -1;
        int digits = 0;
        boolean repeated = false;
        for (int i = headers.indexOf(FieldName.CONTENT_LENGTH, 0);
                i >= 0;
                i = headers.indexAfter(FieldName.CONTENT_LENGTH, i)) {
            Members members = headers.members(i);
            while (members.advance()) {
                if (!members.isAll(Grammar.DIGIT)) {
                    throw judge.refusal(Violation.BAD_CONTENT_LENGTH, headers.value(i));
                }
                long value = members.decimal();
                if (value < 0 || value > judge.maxContentLength()) {
                    throw judge.refusal(Violation.CONTENT_LENGTH_TOO_LARGE, headers.value(i));
                }
                if (length >= 0 && (value != length || members.end - members.start != digits)) {
                    throw judge.refusal(Violation.CONFLICTING_CONTENT_LENGTH, headers.value(i));
                }
                if (length >= 0 && !repeated) {
                    repeated = true;
                    judge.fault(Violation.REPEATED_CONTENT_LENGTH, headers.value(i));
                }
                length = value;
                digits = members.end - members.start;
            }
        }
        return length;
    }

    /**
     * Whether the last transfer coding is chunked.
     *
     * @param needed whether it is a fault if not
     */
    private static boolean isChunked(Headers headers, Judge judge, boolean needed) {
        boolean seen = false;
        boolean last = false;
        boolean others = false;
        for (int i = headers.indexOf(FieldName.TRANSFER_ENCODING, 0);
                i >= 0;
                i = headers.indexAfter(FieldName.TRANSFER_ENCODING, i)) {
            Members members = headers.members(i);
            while (members.advance()) {
                boolean chunked = members.is(CHUNKED_CODING);
                members.cutParameters();
                if (!members.isAll(Grammar.TOKEN) || (members.is(CHUNKED_CODING) && !chunked)) {
                    throw judge.refusal(Violation.BAD_TRANSFER_ENCODING, headers.value(i));
                }
                if (chunked && seen) {
                    throw judge.refusal(Violation.CHUNKED_TWICE, headers.value(i));
                }
                seen |= chunked;
                others |= !chunked;
                last = chunked;
            }
        }
        boolean misplaced = seen && !last;
        if (others && !misplaced && (last || needed)) {
            judge.fault(
                    Violation.UNKNOWN_TRANSFER_CODING, headers.value(headers.indexOf(FieldName.TRANSFER_ENCODING, 0)));
        }
        return last;
    }

    /** Whether a request asks for a switch to another protocol by Upgrade. */
    static boolean proposesUpgrade(Request request, Policy policy) {
        Headers headers = request.headers();
        if (headers.count(FieldName.UPGRADE) == 0 || headers.tokens("Upgrade").isEmpty()) {
            return false;
        }
        return !policy.has(Option.CHECK_UPGRADES)
                || (request.version().isAtLeast11() && headers.hasMember(FieldName.CONNECTION, UPGRADE));
    }

    /** Whether a request waits for 100 (Continue) before it sends its body (RFC 9110 §10.1.1). */
    static boolean expectsContinue(Request request) {
        Headers headers = request.headers();
        return headers.count(FieldName.EXPECT) != 0
                && request.version().isAtLeast11()
                && headers.hasMember(FieldName.EXPECT, CONTINUE);
    }

    /** Whether a head says that the connection is to be closed, or is of a version that means it. */
    static boolean endsConnection(Headers headers, HttpVersion version, boolean http10KeepAlive) {
        if (headers.hasMember(FieldName.CONNECTION, CLOSE)) {
            return true;
        }
        return !version.isAtLeast11() && !(http10KeepAlive && headers.hasMember(FieldName.CONNECTION, KEEP_ALIVE));
    }
}
