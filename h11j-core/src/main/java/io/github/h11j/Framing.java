package io.github.h11j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a head says about its body and the connection: the rules of RFC 9112 §6.3 in their order, for what is received
 * and what is sent. The length of a body is a number of bytes, {@link #CHUNKED} or {@link #UNTIL_CLOSE}.
 */
final class Framing {

    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;
    /** Stands for the value of a missing Content-Length. The length of the body is not yet known then. */
    static final long NO_LENGTH = -3;

    static final byte[] CLOSE = Latin1.bytes("close");
    static final byte[] KEEP_ALIVE = Latin1.bytes("keep-alive");
    private static final byte[] CHUNKED_CODING = Latin1.bytes("chunked");
    private static final byte[] UPGRADE = Latin1.bytes("upgrade");
    private static final byte[] CONTINUE = Latin1.bytes("100-continue");

    private Framing() {}

    /** Returns whether a head does not announce the length of its body. */
    static boolean isSilent(Headers headers) {
        return headers.count(FieldName.CONTENT_LENGTH) == 0 && headers.count(FieldName.TRANSFER_ENCODING) == 0;
    }

    /**
     * Checks a request's head as a whole, and returns the length of its body.
     *
     * @param whole that length if the head does not announce it
     */
    static long ofRequest(Request request, long whole, ViolationHandler violations) {
        Headers headers = request.headers();
        checkHost(request, violations);
        if (headers.count(FieldName.TRANSFER_ENCODING) == 0) {
            long announced = contentLength(headers, violations);
            long length = announced == NO_LENGTH ? whole : announced;
            if (length > 0) {
                checkTrace(request, violations);
            }
            return bounded(length, violations);
        }
        checkTrace(request, violations);
        if (headers.count(FieldName.CONTENT_LENGTH) != 0) {
            contentLength(headers, violations); // an invalid one is rejected, although it would be ignored
            reportBoth(headers, violations);
        }
        if (!request.version().isAtLeast11()) {
            violations.report(
                    Violation.TRANSFER_ENCODING_IN_HTTP_1_0,
                    firstExcerpt(headers, FieldName.TRANSFER_ENCODING),
                    LineExcerpt.NOWHERE);
        }
        checkCoding(headers, violations);
        return CHUNKED;
    }

    /**
     * "A client MUST NOT send content in a TRACE request." (RFC 9110 §9.3.8) A server that relies on this would read
     * the content as the next request.
     */
    private static void checkTrace(Request request, ViolationHandler violations) {
        if (request.method().equals("TRACE")) {
            violations.report(
                    Violation.TRACE_WITH_CONTENT,
                    LineExcerpt.ofRequestLine(request.method(), request.target(), request.version()),
                    LineExcerpt.NOWHERE);
        }
    }

    private static void reportBoth(Headers headers, ViolationHandler violations) {
        violations.report(
                Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
                headers,
                headers.indexOf(FieldName.CONTENT_LENGTH, 0),
                headers.indexOf(FieldName.TRANSFER_ENCODING, 0));
    }

    /** Checks framing fields in a trailer section, under policies that accept them there. */
    static void checkTrailers(Headers trailers, ViolationHandler violations) {
        contentLength(trailers, violations);
        checkCoding(trailers, violations);
    }

    private static void checkCoding(Headers headers, ViolationHandler violations) {
        if (headers.count(FieldName.TRANSFER_ENCODING) != 0 && !isChunked(headers, violations, true)) {
            int first = headers.indexOf(FieldName.TRANSFER_ENCODING, 0);
            throw violations.exception(
                    Violation.CHUNKED_NOT_LAST, headers, first, headers.lastIndexOf(FieldName.TRANSFER_ENCODING));
        }
    }

    private static void checkHost(Request request, ViolationHandler violations) {
        Headers headers = request.headers();
        int hosts = headers.count(FieldName.HOST);
        if (hosts == 1) {
            CommaList value = headers.members(headers.indexOf(FieldName.HOST, 0));
            if (!value.isHostAndPort()) {
                violations.report(Violation.BAD_HOST, firstExcerpt(headers, FieldName.HOST), LineExcerpt.NOWHERE);
            }
        } else if (hosts == 0) {
            HttpVersion version = request.version();
            boolean needed = violations.has(Option.READ_HIGHER_MINOR_AS_1_1)
                    ? version.isAtLeast11()
                    : version.equals(HttpVersion.HTTP_1_1);
            if (needed) {
                violations.report(
                        Violation.MISSING_HOST,
                        LineExcerpt.ofRequestLine(request.method(), request.target(), version),
                        LineExcerpt.NOWHERE);
            }
        } else {
            int first = headers.indexOf(FieldName.HOST, 0);
            throw violations.exception(
                    Violation.MULTIPLE_HOST, headers, first, headers.indexAfter(FieldName.HOST, first));
        }
    }

    /**
     * Returns whether a response with this status, to a request with this method, has no body, whatever its fields say.
     */
    static boolean hasNoBody(int status, @Nullable String requestMethod) {
        return status < 200
                || status == 204
                || status == 304
                || "HEAD".equals(requestMethod)
                || isTunnel(status, requestMethod);
    }

    /** Returns whether a final response turns the connection into a tunnel. */
    static boolean isTunnel(int status, @Nullable String requestMethod) {
        return status < 300 && "CONNECT".equals(requestMethod);
    }

    /** Checks a response's framing fields, and returns the length of its body. */
    static long ofResponse(
            int status,
            Headers headers,
            HttpVersion version,
            @Nullable String requestMethod,
            ViolationHandler violations) {
        boolean noBody = hasNoBody(status, requestMethod);
        if (noBody && violations.has(Option.IGNORE_FRAMING_WITHOUT_BODY)) {
            return 0;
        }
        long length = ofResponseFields(headers, version, violations);
        return noBody ? 0 : bounded(length, violations);
    }

    /**
     * Rejects an announced length above the limit together with the head, so that a server can answer 413 before it has
     * received a byte of the body. This is checked after the framing is known to be valid: an invalid length is not a
     * length.
     */
    private static long bounded(long length, ViolationHandler violations) {
        if (length > violations.maxBody()) {
            throw violations.exception(Violation.BODY_TOO_LARGE, Long.toString(length));
        }
        return length;
    }

    /** The same, from the framing fields alone. */
    static long ofResponseFields(Headers headers, HttpVersion version, ViolationHandler violations) {
        if (headers.count(FieldName.TRANSFER_ENCODING) == 0) {
            long length = contentLength(headers, violations);
            return length == NO_LENGTH ? UNTIL_CLOSE : length;
        }
        if (violations.isSending()) { // its Content-Length is removed; if that is invalid, it is the caller's mistake
            contentLength(headers, violations);
            checkCoding(headers, violations);
            return CHUNKED;
        }
        if (headers.count(FieldName.CONTENT_LENGTH) != 0) {
            // "If a message is received with both a Transfer-Encoding and a Content-Length header field, the
            // Transfer-Encoding overrides the Content-Length" (RFC 9112 §6.3), valid or not: the Content-Length is
            // removed, and the connection is not used again.
            if (!violations.has(Option.CLOSE_AFTER_AMBIGUOUS_FRAMING)) {
                contentLength(headers, violations);
            }
            reportBoth(headers, violations);
        }
        boolean chunked = isChunked(headers, violations, false);
        boolean decoded = version.isAtLeast11()
                || violations.policy.tolerates(violations.sender, Violation.TRANSFER_ENCODING_IN_HTTP_1_0);
        return chunked && decoded ? CHUNKED : UNTIL_CLOSE;
    }

    /** Returns whether Content-Length, if present, has more than one value. */
    static boolean repeatsContentLength(Headers headers) {
        int i = headers.indexOf(FieldName.CONTENT_LENGTH, 0);
        if (i < 0 || headers.count(FieldName.CONTENT_LENGTH) > 1) {
            return i >= 0;
        }
        CommaList values = headers.members(i);
        values.advance();
        return values.advance();
    }

    /**
     * Returns the fields with a single Content-Length in place of several equal ones, on one line or on several. If the
     * message is not rejected, "the recipient [...] MUST [...] replace the duplicated field values with a single valid
     * Content-Length field" (RFC 9110 §8.6). Values that are invalid or different are kept: they belong to a message
     * without a body, in which they were ignored.
     */
    static Headers withOneLength(Headers headers) {
        if (!repeatsContentLength(headers)) {
            return headers;
        }
        String length = "";
        for (int i = headers.indexOf(FieldName.CONTENT_LENGTH, 0);
                i >= 0;
                i = headers.indexAfter(FieldName.CONTENT_LENGTH, i)) {
            CommaList members = headers.members(i);
            while (members.advance()) {
                if (!members.isAll(Grammar.DIGIT)
                        || (!length.isEmpty() && !members.text().equals(length))) {
                    return headers;
                }
                length = members.text();
            }
        }
        return withOneLength(headers, length);
    }

    private static Headers withOneLength(Headers headers, String length) {
        List<Headers.Field> fields = new ArrayList<>();
        boolean seen = false;
        for (int i = 0; i < headers.size(); i++) {
            boolean isLength = headers.isKnown(i, FieldName.CONTENT_LENGTH);
            if (!isLength || !seen) {
                fields.add(new Headers.Field(headers.name(i), isLength ? length : headers.value(i)));
            }
            seen |= isLength;
        }
        return Headers.of(fields);
    }

    /** Returns the value of Content-Length, {@link #NO_LENGTH} if there is none. */
    private static long contentLength(Headers headers, ViolationHandler violations) {
        if (headers.count(FieldName.CONTENT_LENGTH) == 0) {
            return NO_LENGTH;
        }
        long length = NO_LENGTH;
        int line = -1;
        int digits = 0;
        boolean repeated = false;
        for (int i = headers.indexOf(FieldName.CONTENT_LENGTH, 0);
                i >= 0;
                i = headers.indexAfter(FieldName.CONTENT_LENGTH, i)) {
            CommaList members = headers.members(i);
            while (members.advance()) {
                if (!members.isAll(Grammar.DIGIT)) {
                    throw violations.exception(
                            Violation.BAD_CONTENT_LENGTH, headers.excerpt(i), at(headers, i, members));
                }
                long value = members.decimal();
                if (value < 0) {
                    throw violations.exception(
                            Violation.CONTENT_LENGTH_TOO_LARGE, headers.excerpt(i), at(headers, i, members));
                }
                if (length >= 0 && (value != length || members.end - members.start != digits)) {
                    throw i == line
                            ? violations.exception(
                                    Violation.CONFLICTING_CONTENT_LENGTH, headers.excerpt(i), at(headers, i, members))
                            : violations.exception(Violation.CONFLICTING_CONTENT_LENGTH, headers, line, i);
                }
                if (length >= 0 && !repeated) {
                    repeated = true;
                    violations.report(Violation.REPEATED_CONTENT_LENGTH, headers, line, i);
                }
                length = value;
                line = i;
                digits = members.end - members.start;
            }
        }
        return length;
    }

    private static LineExcerpt firstExcerpt(Headers headers, int name) {
        return headers.excerpt(headers.indexOf(name, 0));
    }

    /** Returns where the member that was just read is in the line of the excerpt. */
    private static int at(Headers headers, int i, CommaList members) {
        return headers.nameLength(i) + 2 + members.start - headers.valueStart(i);
    }

    /**
     * Returns whether the last transfer coding is chunked.
     *
     * @param needed whether it is a fault if it is not
     */
    private static boolean isChunked(Headers headers, ViolationHandler violations, boolean needed) {
        boolean seen = false;
        boolean last = false;
        boolean others = false;
        int line = -1;
        for (int i = headers.indexOf(FieldName.TRANSFER_ENCODING, 0);
                i >= 0;
                i = headers.indexAfter(FieldName.TRANSFER_ENCODING, i)) {
            CommaList members = headers.members(i);
            while (members.advance()) {
                boolean chunked = members.is(CHUNKED_CODING);
                members.cutParameters();
                if (!members.isAll(Grammar.TOKEN) || (members.is(CHUNKED_CODING) && !chunked)) {
                    throw violations.exception(
                            Violation.BAD_TRANSFER_ENCODING, headers.excerpt(i), at(headers, i, members));
                }
                if (chunked && seen) {
                    throw violations.exception(Violation.CHUNKED_TWICE, headers, line, i);
                }
                seen |= chunked;
                line = chunked ? i : line;
                others |= !chunked;
                last = chunked;
            }
        }
        boolean misplaced = seen && !last;
        if (others && !misplaced && (last || needed)) {
            violations.report(
                    Violation.UNKNOWN_TRANSFER_CODING,
                    firstExcerpt(headers, FieldName.TRANSFER_ENCODING),
                    LineExcerpt.NOWHERE);
        }
        return last;
    }

    /** Returns whether a request proposes a switch to another protocol by Upgrade. */
    static boolean proposesUpgrade(Request request, Policy policy) {
        Headers headers = request.headers();
        if (headers.count(FieldName.UPGRADE) == 0 || headers.tokens("Upgrade").isEmpty()) {
            return false;
        }
        return !policy.has(Option.CHECK_UPGRADES)
                || (request.version().isAtLeast11() && headers.hasMember(FieldName.CONNECTION, UPGRADE));
    }

    /** Returns whether a request waits for 100 (Continue) before it sends its body (RFC 9110 §10.1.1). */
    static boolean expectsContinue(Request request) {
        Headers headers = request.headers();
        return headers.count(FieldName.EXPECT) != 0
                && request.version().isAtLeast11()
                && headers.hasMember(FieldName.EXPECT, CONTINUE);
    }

    /**
     * Returns whether there is an Upgrade field that Connection does not name. "A sender of Upgrade MUST also send an
     * "Upgrade" connection option" (RFC 9110 §7.8). Without the option, an intermediary that does not know the protocol
     * may have forwarded the field.
     */
    static boolean lacksUpgradeOption(Headers headers) {
        return headers.count(FieldName.UPGRADE) != 0 && !headers.hasMember(FieldName.CONNECTION, UPGRADE);
    }

    /**
     * Returns whether the connection is to be closed after a message, because its head says so or because of its
     * version.
     */
    static boolean endsConnection(Headers headers, HttpVersion version, boolean http10KeepAlive) {
        if (headers.hasMember(FieldName.CONNECTION, CLOSE)) {
            return true;
        }
        return !version.isAtLeast11() && !(http10KeepAlive && headers.hasMember(FieldName.CONNECTION, KEEP_ALIVE));
    }
}
