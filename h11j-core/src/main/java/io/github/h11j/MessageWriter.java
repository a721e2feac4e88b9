package io.github.h11j;

import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the events of one side: heads, with what a response needs added and what it may not have left out; bodies. */
final class MessageWriter {

    /** How the body of the message at hand is written. */
    private enum Mode {
        /** To a length; {@link #remaining} bytes of it are due. */
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        /** Accepted and not written: to HEAD, or with 304. */
        LEFT_OUT,
        /** There may be none. */
        FORBIDDEN
    }

    private final Policy policy;
    private final ViolationHandler.Sending violations;

    private Mode mode = Mode.LENGTH;
    private long remaining;

    /** How many responses {@link #check} has judged since it began, and the length that the last one's fields give. */
    private int judgedResponses;

    private long judgedLength;

    MessageWriter(Policy policy, Role ourRole) {
        this.policy = policy;
        this.violations = new ViolationHandler.Sending(policy, ourRole);
    }

    private MessageWriter(MessageWriter other) {
        this.policy = other.policy;
        this.violations = other.violations;
        this.mode = other.mode;
        this.remaining = other.remaining;
    }

    MessageWriter copy() {
        return new MessageWriter(this);
    }

    /** The faults that the events of one call have by themselves, whatever the state. */
    void check(Event[] events) {
        judgedResponses = 0;
        for (Event event : events) {
            check(event);
        }
    }

    private void check(Event event) {
        if (event instanceof Request request) {
            checkSendable(request.headers());
            if (policy.has(Option.CHECK_BEFORE_SENDING)) {
                checkVersion(request.version());
                if (!Target.isAllowed(request.method(), request.target())) {
                    throw violations.exception(Violation.TARGET_FORM, request.target());
                }
                if (!Target.hasOnlyUriCharacters(request.target())) {
                    throw violations.exception(Violation.TARGET_CHARACTER, request.target());
                }
            }
            long length = Framing.ofRequest(request, violations);
            if (length == 0 && Framing.expectsContinue(request) && policy.has(Option.CHECK_BEFORE_SENDING)) {
                throw violations.exception(Violation.EXPECT_WITHOUT_CONTENT, "");
            }
        } else if (event instanceof Response response) {
            checkResponse(response.headers(), response.version());
        } else if (event instanceof InformationalResponse response) {
            checkResponse(response.headers(), response.version());
        } else if (event instanceof EndOfMessage end && !end.trailers().isEmpty()) {
            checkSendable(end.trailers());
            if (policy.has(Option.CHECK_TRAILERS)) {
                Trailers.checkSent(end.trailers());
            } else {
                Framing.checkTrailers(end.trailers(), violations);
            }
        }
    }

    private void checkResponse(Headers headers, HttpVersion version) {
        checkSendable(headers);
        if (policy.has(Option.CHECK_BEFORE_SENDING)) {
            checkVersion(version);
        }
        judgedLength = Framing.ofResponseFields(headers, version, violations);
        judgedResponses++;
    }

    private void checkSendable(Headers headers) {
        if (!headers.isClean()) {
            violations.report(Violation.FIELD_VALUE_CONTROL, headers.toString());
        }
    }

    static void checkVersion(HttpVersion version) {
        if (!version.equals(HttpVersion.HTTP_1_1)) {
            throw new LocalProtocolException(Violation.VERSION_NOT_SENT, version.toString());
        }
    }

    /** A request, whose faults have been looked for. */
    void request(Request request, Output out) {
        checkVersion(request.version());
        out.put(request.method());
        out.put(" ");
        out.put(request.target());
        out.put(" HTTP/1.1\r\n");
        request(request.headers(), out);
        begin(Framing.ofRequest(request, violations));
    }

    /** An interim response; left out for an HTTP/1.0 client, which knows none. */
    void informational(InformationalResponse response, Conversation conversation, Output out) {
        checkVersion(response.version());
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        if (leaveOut && conversation.isHttp10()) {
            return;
        }
        statusLine(response.statusCode(), response.reason(), out);
        write(response.headers(), new CleanUp(leaveOut, leaveOut, false, false, null, false), out);
    }

    private static void statusLine(int statusCode, String reason, Output out) {
        String standard = ReasonPhrases.statusLine(statusCode, reason);
        if (!standard.isEmpty()) {
            out.put(standard);
            return;
        }
        out.put("HTTP/1.1 ");
        out.putStatus(statusCode);
        out.put(" ");
        out.put(reason);
        out.putLineEnd();
    }

    /** What is done to a response's head on its way out. */
    private record CleanUp(
            boolean withoutLength,
            boolean withoutCoding,
            boolean addZeroLength,
            boolean addChunked,
            @Nullable String connection,
            boolean closes) {}

    /** A final response, before its event has been processed; whether it ends the connection. */
    boolean response(Response response, Conversation conversation, Output out) {
        int status = response.statusCode();
        String method = conversation.requestMethod();
        long length = length(response, method);
        CleanUp cleanUp = cleanUp(response, length, conversation);
        statusLine(status, response.reason(), out);
        write(response.headers(), cleanUp, out);
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        if (leaveOut && (status == 204 || status == 205)) {
            mode = Mode.FORBIDDEN;
        } else if (!Framing.hasNoBody(status, method)) {
            begin(length < 0 ? (cleanUp.addChunked() ? Framing.CHUNKED : Framing.UNTIL_CLOSE) : length);
        } else if (leaveOut) {
            mode = Mode.LEFT_OUT;
        } else {
            begin(0);
        }
        return cleanUp.closes();
    }

    /** The length of the body, of an answer to HEAD what it would be to GET. */
    private long length(Response response, @Nullable String method) {
        if (Framing.hasNoBody(response.statusCode(), "HEAD".equals(method) ? "GET" : method)) {
            return 0;
        }
        return judgedResponses == 1
                ? judgedLength
                : Framing.ofResponseFields(response.headers(), response.version(), violations);
    }

    private CleanUp cleanUp(Response response, long length, Conversation conversation) {
        Headers headers = response.headers();
        int status = response.statusCode();
        String method = conversation.requestMethod();
        HttpVersion theirs = conversation.theirVersion();
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        boolean tunnel = Framing.isTunnel(status, method);
        boolean reset = leaveOut && status == 205 && !tunnel;
        boolean unknownLength = length < 0 && !reset;
        boolean theyKnowChunked = theirs != null && theirs.isAtLeast11();
        boolean chunked = unknownLength && theyKnowChunked;
        boolean untilClose = unknownLength && !chunked && !"HEAD".equals(method);
        boolean closes = !conversation.keepAlive() || untilClose;

        boolean unframed = unknownLength || reset || (leaveOut && (status == 204 || tunnel));
        // "A sender MUST NOT send a Content-Length header field in any message that contains a Transfer-Encoding
        // header field." (RFC 9112 §6.2); nor is there a Transfer-Encoding for HTTP/1.0 (RFC 9112 §6.1)
        boolean withoutCoding = unframed || (leaveOut && !theyKnowChunked);
        boolean withoutLength =
                unframed || (leaveOut && !withoutCoding && headers.count(FieldName.TRANSFER_ENCODING) != 0);

        return new CleanUp(
                withoutLength, withoutCoding, reset, chunked, connection(headers, closes, conversation), closes);
    }

    /** The Connection field that a response gets in place of its own, if it gets one. */
    private static @Nullable String connection(Headers headers, boolean closes, Conversation conversation) {
        if (closes) {
            return connection(headers, "close", "keep-alive");
        }
        return conversation.isHttp10() && !headers.hasMember(FieldName.CONNECTION, Framing.CLOSE)
                ? connection(headers, "keep-alive", "close")
                : null;
    }

    /** The options of all Connection fields with one added and one removed. */
    private static String connection(Headers headers, String added, String removed) {
        TreeSet<String> options = new TreeSet<>();
        for (String option : headers.tokens("Connection")) {
            options.add(option.toLowerCase(Locale.ROOT));
        }
        options.remove(removed);
        options.add(added);
        return String.join(", ", options);
    }

    private static boolean isLeftOut(Headers headers, int i, CleanUp cleanUp) {
        return (cleanUp.withoutLength() && headers.isKnown(i, FieldName.CONTENT_LENGTH))
                || (cleanUp.withoutCoding() && headers.isKnown(i, FieldName.TRANSFER_ENCODING))
                || (cleanUp.connection() != null && headers.isKnown(i, FieldName.CONNECTION));
    }

    private static void write(Headers headers, CleanUp cleanUp, Output out) {
        boolean lessThanAll = (cleanUp.withoutLength() && headers.count(FieldName.CONTENT_LENGTH) != 0)
                || (cleanUp.withoutCoding() && headers.count(FieldName.TRANSFER_ENCODING) != 0)
                || (cleanUp.connection() != null && headers.count(FieldName.CONNECTION) != 0);
        if (!lessThanAll) {
            out.putFields(headers);
        } else {
            for (int i = 0; i < headers.size(); i++) {
                if (!isLeftOut(headers, i, cleanUp)) {
                    out.putField(headers, i);
                }
            }
        }
        if (cleanUp.addZeroLength()) {
            out.put("Content-Length: 0\r\n");
        }
        if (cleanUp.addChunked()) {
            out.put("Transfer-Encoding: chunked\r\n");
        }
        if (cleanUp.connection() != null) {
            out.put("Connection: ");
            out.put(cleanUp.connection());
            out.putLineEnd();
        }
        out.putLineEnd();
    }

    private static void request(Headers headers, Output out) {
        int host = headers.indexOf(FieldName.HOST, 0);
        if (host <= 0) {
            out.putFields(headers);
        } else {
            // "a user agent SHOULD generate Host as the first field following the request-line" (RFC 9110 §7.2)
            out.putField(headers, host);
            for (int i = 0; i < headers.size(); i++) {
                if (!headers.isKnown(i, FieldName.HOST)) {
                    out.putField(headers, i);
                }
            }
        }
        out.putLineEnd();
    }

    private void begin(long length) {
        mode = length == Framing.CHUNKED
                ? Mode.CHUNKED
                : length == Framing.UNTIL_CLOSE ? Mode.UNTIL_CLOSE : Mode.LENGTH;
        remaining = length;
    }

    void data(Bytes bytes, Output out) {
        long transmitted = beginPart(bytes.length(), out);
        if (transmitted > 0) {
            out.putBody(bytes);
        }
        endPart(transmitted, out);
    }

    /** Accounts for a part of the body and writes what goes before it; how many bytes of it may be transmitted. */
    long beginPart(long length, Output out) {
        switch (mode) {
            case LENGTH -> {
                if (length > remaining) {
                    throw new LocalProtocolException(
                            Violation.BODY_TOO_LONG, length + " bytes where " + remaining + " are due");
                }
                remaining -= length;
            }
            case CHUNKED -> {
                if (length > 0) {
                    out.putHex(length);
                    out.putLineEnd();
                }
            }
            case UNTIL_CLOSE -> {}
            case LEFT_OUT -> {
                return 0;
            }
            default -> throw new LocalProtocolException(Violation.BODY_NOT_ALLOWED, "");
        }
        return length;
    }

    /** Writes what goes after a part of the body. */
    void endPart(long transmitted, Output out) {
        if (mode == Mode.CHUNKED && transmitted > 0) {
            out.putLineEnd();
        }
    }

    void end(Headers trailers, Output out) {
        if (mode == Mode.LENGTH && remaining > 0) {
            throw new LocalProtocolException(Violation.BODY_TOO_SHORT, remaining + " bytes are due");
        }
        if (mode == Mode.CHUNKED) {
            out.put("0\r\n");
            out.putFields(trailers);
            out.putLineEnd();
        } else if (mode != Mode.LEFT_OUT && !trailers.isEmpty()) {
            throw new LocalProtocolException(Violation.TRAILERS_NOT_CHUNKED, "");
        }
    }
}
