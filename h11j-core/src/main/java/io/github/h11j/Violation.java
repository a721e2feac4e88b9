package io.github.h11j;

import static io.github.h11j.Violation.Tolerance.ALWAYS;
import static io.github.h11j.Violation.Tolerance.IN_RESPONSES;
import static io.github.h11j.Violation.Tolerance.NEVER;

import java.util.Objects;

/**
 * The rules whose breach h11j reports, each with its source, the status code with which a server answers the breach,
 * and a text.
 *
 * <p>A {@link Policy} can tolerate the {@linkplain #isTolerable(Role) tolerable} ones in what is received, and can
 * allow the {@linkplain #isSendable() sendable} ones in what is sent. No policy can tolerate the others, but some are
 * only looked for with an {@link Option}.
 */
public enum Violation {
    // Start line of a request
    /** An empty line where a start line is expected. */
    EMPTY_LINE_BEFORE_START_LINE(400, "RFC 9112 §2.2", ALWAYS, "an empty line where a start line is expected"),
    /** More empty lines than {@link Limits#leadingEmptyLines()}. */
    TOO_MANY_EMPTY_LINES(400, "RFC 9112 §2.2", NEVER, "too many empty lines before the start line"),
    /** The bytes are those of a TLS handshake; they are left in {@link Connection#trailingData()}. */
    TLS_CLIENT_HELLO(400, "RFC 8446 §5.1", NEVER, "a TLS handshake where an HTTP/1.1 request is expected"),
    /** The connection preface of HTTP/2; the bytes are left in {@link Connection#trailingData()}. */
    HTTP2_PREFACE(505, "RFC 9113 §3.4", NEVER, "the HTTP/2 preface where an HTTP/1.1 request is expected"),
    /** The method is empty or contains a byte that is not allowed in a token. */
    BAD_METHOD(400, "RFC 9110 §9.1", NEVER, "the method is not a token"),
    /** The request line exceeds its limit before its first space. */
    METHOD_TOO_LONG(501, "RFC 9112 §3", NEVER, "the method is longer than the request line may be"),
    /** The target is empty or contains white space or a control character. */
    BAD_TARGET(
            400, "RFC 9112 §3.2", NEVER, "the request-target is empty or contains white space or a control character"),
    /**
     * The target contains a visible US-ASCII character that is not allowed in a URI, or a percent sign not followed by
     * two hexadecimal digits.
     */
    TARGET_CHARACTER(
            400, "RFC 3986 §2", ALWAYS, "the request-target contains a character that is not allowed in a URI"),
    /** The target contains a byte above 0x7F, which has to be percent-encoded in a URI. */
    TARGET_NON_ASCII(400, "RFC 3986 §2", ALWAYS, "the request-target contains a byte above 0x7F"),
    /**
     * The target has none of the four forms, or has a form that the method does not allow, or contains a number sign.
     */
    TARGET_FORM(400, "RFC 9112 §3.2", ALWAYS, "the request-target is not in a form the method allows"),
    /** The request line exceeds its limit within the target. */
    TARGET_TOO_LONG(414, "RFC 9112 §3", NEVER, "the request line exceeds its limit within the target"),
    /** The request line has too few or too many parts. */
    BAD_REQUEST_LINE(400, "RFC 9112 §3", NEVER, "the request line does not consist of method, target and version"),
    /** The request line exceeds its limit after the target. */
    REQUEST_LINE_TOO_LONG(400, "RFC 9112 §3", NEVER, "the request line is too long"),
    /** The version is not {@code HTTP/}, a digit, a point, and a digit. */
    BAD_VERSION(400, "RFC 9112 §2.3", NEVER, "the HTTP version is malformed"),
    /** The major version is not 1. */
    UNSUPPORTED_VERSION(505, "RFC 9110 §2.5", ALWAYS, "the major HTTP version is not 1"),

    // Start line of a response
    /** The status line does not consist of version, status code and reason phrase. */
    BAD_STATUS_LINE(400, "RFC 9112 §4", NEVER, "the status line is malformed"),
    /** More than one space between version and status code. */
    EXTRA_SPACE_BEFORE_STATUS(400, "RFC 9112 §4", ALWAYS, "more than one space before the status code"),
    /** The status code is not three digits, or below 100. */
    BAD_STATUS_CODE(400, "RFC 9112 §4", NEVER, "the status code is not a number from 100 to 999"),
    /** The status line ends right after the status code. */
    MISSING_SPACE_AFTER_STATUS(400, "RFC 9112 §4", ALWAYS, "no space after the status code"),
    /**
     * The reason phrase contains a control character. Control characters that no field value may contain either (NUL,
     * CR, LF, VT, FF) cannot be tolerated: received, they are {@link #BAD_STATUS_LINE} or {@link #BARE_CR}.
     */
    BAD_REASON(400, "RFC 9112 §4", ALWAYS, "the reason phrase contains a control character"),
    /** The status line is longer than {@link Limits#statusLine()}. */
    STATUS_LINE_TOO_LONG(400, "RFC 9112 §4", NEVER, "the status line is too long"),

    // Field lines
    /** A line ends in LF without CR. */
    BARE_LF(400, "RFC 9112 §2.2", ALWAYS, "a line ends in LF without CR"),
    /** A CR not followed by LF, outside content. */
    BARE_CR(400, "RFC 9112 §2.2", NEVER, "a CR not followed by LF"),
    /** White space before the first field line. */
    LEADING_WHITESPACE(400, "RFC 9112 §2.2", NEVER, "white space before the first field line"),
    /** A field line begins with a colon. */
    EMPTY_FIELD_NAME(400, "RFC 9112 §5", NEVER, "a field line without a name"),
    /** A field name contains a byte that is not allowed in a token. */
    BAD_FIELD_NAME(400, "RFC 9110 §5.1", NEVER, "a field name is not a token"),
    /**
     * White space in a field name, or between it and the colon. If it is tolerated, the white space is removed (if a
     * colon follows), and the connection is not used again.
     */
    WHITESPACE_BEFORE_COLON(400, "RFC 9112 §5.1", IN_RESPONSES, "white space in or after a field name"),
    /**
     * A field line without a colon. If it is tolerated, the line is dropped, together with lines that continue it, and
     * the connection is not used again.
     */
    MISSING_COLON(400, "RFC 9112 §5", IN_RESPONSES, "a field line without a colon"),
    /** A field value contains a control character other than HTAB, NUL, CR, LF, VT and FF. */
    FIELD_VALUE_CONTROL(400, "RFC 9110 §5.5", ALWAYS, "a field value contains a control character"),
    /** A field value contains NUL, VT or FF; or, in what is to be sent, CR, LF or a character above 255. */
    BAD_FIELD_VALUE(400, "RFC 9110 §5.5", NEVER, "a field value contains a character that is never allowed"),
    /** A field value is continued on the next line. */
    OBS_FOLD(400, "RFC 9112 §5.2", ALWAYS, "a field value is continued on the next line"),
    /** Host, Content-Length or Transfer-Encoding is continued on the next line. */
    FOLDED_FRAMING_FIELD(
            400, "RFC 9112 §5.2", NEVER, "Host, Content-Length or Transfer-Encoding is continued on the next line"),
    /** The header section is larger than {@link Limits#fieldSection()}. */
    FIELD_SECTION_TOO_LARGE(431, "RFC 9110 §5.4", NEVER, "the header section is too large"),
    /** More header fields than {@link Limits#fields()}. */
    TOO_MANY_FIELDS(431, "RFC 9110 §5.4", NEVER, "too many header fields"),

    // Whole heads
    /** An HTTP/1.1 request without a Host field. */
    MISSING_HOST(400, "RFC 9112 §3.2", ALWAYS, "an HTTP/1.1 request without a Host field"),
    /** A request with more than one Host field line. */
    MULTIPLE_HOST(400, "RFC 9112 §3.2", NEVER, "more than one Host field"),
    /** The value of Host is not {@code uri-host [":" port]}. */
    BAD_HOST(400, "RFC 9112 §3.2", ALWAYS, "the value of Host is invalid"),
    /** A TRACE request whose fields announce content. */
    TRACE_WITH_CONTENT(400, "RFC 9110 §9.3.8", ALWAYS, "a TRACE request with content"),
    /** A Content-Length that is not a number. */
    BAD_CONTENT_LENGTH(400, "RFC 9112 §6.3", NEVER, "the value of Content-Length is invalid"),
    /** The Content-Length is above 2^63-1. */
    CONTENT_LENGTH_TOO_LARGE(413, "RFC 9110 §8.6", NEVER, "the Content-Length is above 2^63-1"),
    /**
     * The body is larger than {@link Limits#body()}: as announced by Content-Length, or as received with another
     * framing.
     */
    BODY_TOO_LARGE(413, "RFC 9110 §15.5.14", NEVER, "the body is larger than allowed"),
    /** Several different values of Content-Length. */
    CONFLICTING_CONTENT_LENGTH(400, "RFC 9112 §6.3", NEVER, "the values of Content-Length differ"),
    /** Several equal values of Content-Length. */
    REPEATED_CONTENT_LENGTH(400, "RFC 9112 §6.3", ALWAYS, "Content-Length has more than one value"),
    /** Both Content-Length and Transfer-Encoding in one message. */
    CONTENT_LENGTH_WITH_TRANSFER_ENCODING(
            400, "RFC 9112 §6.1", ALWAYS, "both Content-Length and Transfer-Encoding are present"),
    /** Transfer-Encoding in a request of a version before 1.1. */
    TRANSFER_ENCODING_IN_HTTP_1_0(400, "RFC 9112 §6.1", ALWAYS, "Transfer-Encoding in an HTTP/1.0 request"),
    /** Transfer-Encoding is empty, is malformed, or contains chunked with a parameter. */
    BAD_TRANSFER_ENCODING(400, "RFC 9112 §7", NEVER, "the value of Transfer-Encoding is invalid"),
    /** Chunked is applied twice. */
    CHUNKED_TWICE(400, "RFC 9112 §6.1", NEVER, "chunked is applied more than once"),
    /** The last transfer coding of a request is not chunked. */
    CHUNKED_NOT_LAST(400, "RFC 9112 §6.3", NEVER, "chunked is not the last transfer coding"),
    /** A transfer coding other than chunked. */
    UNKNOWN_TRANSFER_CODING(501, "RFC 9112 §6.1", ALWAYS, "a transfer coding other than chunked"),

    // Chunked bodies
    /** The chunk size is missing or contains a byte that is not a hexadecimal digit. */
    BAD_CHUNK_SIZE(400, "RFC 9112 §7.1", NEVER, "the chunk size is malformed"),
    /** The chunk size is above 2^63-1. */
    CHUNK_SIZE_TOO_LARGE(413, "RFC 9112 §7.1", NEVER, "the chunk size is above 2^63-1"),
    /** White space between the chunk size and the end of its line. */
    WHITESPACE_AFTER_CHUNK_SIZE(400, "RFC 9112 §7.1.1", ALWAYS, "white space at the end of a chunk line"),
    /** A chunk extension is malformed, for example by a CRLF in a quoted string. */
    BAD_CHUNK_EXTENSION(400, "RFC 9112 §7.1.1", NEVER, "a chunk extension is malformed"),
    /**
     * A bare LF in or after a chunk line, or after the data of a chunk. If it is tolerated, it ends the line or the
     * chunk, and the connection is not used again.
     */
    BAD_CHUNK_LINE_END(400, "RFC 9112 §7.1", IN_RESPONSES, "a chunk line or chunk ends in LF without CR"),
    /** A chunk line is longer than {@link Limits#chunkLine()}. */
    CHUNK_LINE_TOO_LONG(400, "RFC 9112 §7.1.1", NEVER, "a chunk line is too long"),
    /** The chunk extensions of a body are larger than {@link Limits#chunkExtensions()}. */
    CHUNK_EXTENSIONS_TOO_LARGE(400, "RFC 9112 §7.1.1", NEVER, "the chunk extensions of a body are too large"),
    /** The bytes after the data of a chunk are neither CRLF nor a bare LF. */
    BAD_CHUNK_END(400, "RFC 9112 §7.1", NEVER, "a chunk does not end in CRLF"),
    /**
     * A trailer that frames or routes a message: Content-Length, Host or Transfer-Encoding; in what is to be sent, also
     * others.
     */
    FORBIDDEN_TRAILER(400, "RFC 9110 §6.5.1", NEVER, "a field that must not be sent as a trailer"),
    /** A trailer from the closed list of fields that only have a meaning before the content. It is removed. */
    REMOVED_TRAILER(400, "RFC 9110 §6.5.1", ALWAYS, "a trailer that only has a meaning as a header field"),
    /** The trailer section is larger than {@link Limits#trailerSection()}. */
    TRAILER_SECTION_TOO_LARGE(431, "RFC 9110 §5.4", NEVER, "the trailer section is too large"),
    /** More trailer fields than {@link Limits#trailers()}. */
    TOO_MANY_TRAILERS(431, "RFC 9110 §5.4", NEVER, "too many trailer fields"),

    // The conversation
    /**
     * A {@link Policy.ToleranceListener} or the JVM threw something in the middle of a message, so the message cannot
     * be read further. It is not the peer's fault.
     */
    READING_ABANDONED(500, "RFC 9110 §15.6.1", NEVER, "reading was abandoned because of an error in this program"),
    /** An event that the peer must not send in its state. */
    UNEXPECTED_EVENT(400, "RFC 9112 §9", NEVER, "the event is not allowed in this state"),
    /** Bytes of a response that no request asked for. */
    UNSOLICITED_RESPONSE(400, "RFC 9112 §9.2", NEVER, "bytes from the server without an outstanding request"),
    /** Bytes after the last message of the connection. */
    DATA_AFTER_CLOSE(400, "RFC 9112 §9.6", NEVER, "bytes after the last message of the connection"),
    /** More interim responses than {@link Limits#informationalResponses()}. */
    TOO_MANY_INFORMATIONAL_RESPONSES(400, "RFC 9110 §15.2", NEVER, "too many interim responses"),
    /** A 101 although the client proposed no switch, or to a protocol that the client did not offer. */
    SWITCH_NOT_OFFERED(400, "RFC 9110 §7.8", NEVER, "a switch to a protocol that was not offered"),
    /**
     * A received 101, or a message to send, that has an Upgrade field but not the connection option {@code upgrade}.
     */
    UPGRADE_WITHOUT_CONNECTION_OPTION(
            400, "RFC 9110 §7.8", ALWAYS, "an Upgrade field without the connection option upgrade"),
    /** A 101 while the client is waiting for 100 (Continue). */
    SWITCH_BEFORE_CONTINUE(400, "RFC 9110 §7.8", NEVER, "101 before the 100 that the client waits for"),

    // The end of the stream
    /**
     * The connection ended before any byte of a response. A request that may be repeated can be sent again on another
     * connection.
     */
    EOF_BEFORE_RESPONSE(400, "RFC 9112 §9.3.1", NEVER, "the connection ended before any byte of a response"),
    /** The stream ended inside a head, or after an interim response. */
    EOF_IN_HEAD(400, "RFC 9112 §8", NEVER, "the stream ended before the head was complete"),
    /** The stream ended before the body was as long as Content-Length announced. */
    EOF_IN_BODY(400, "RFC 9112 §8", NEVER, "the stream ended before the body was complete"),
    /** The stream ended before the end of a chunked body. */
    EOF_IN_CHUNKED_BODY(400, "RFC 9112 §8", NEVER, "the stream ended before the last chunk was complete"),
    /** The stream was cut off inside a message: by a reset, a timeout, or TLS without close_notify. */
    CONNECTION_ABORTED(400, "RFC 9112 §9.8", NEVER, "the connection was cut off inside a message"),

    // Only of what is to be sent
    /** The version of a message to send is not HTTP/1.1. */
    VERSION_NOT_SENT(500, "RFC 9110 §2.5", NEVER, "only HTTP/1.1 can be sent"),
    /** The body is longer than its Content-Length announced, or a request has a body but no framing. */
    BODY_TOO_LONG(500, "RFC 9112 §6.2", NEVER, "the body is longer than announced"),
    /** The body is shorter than its Content-Length announced. */
    BODY_TOO_SHORT(500, "RFC 9112 §6.2", NEVER, "the body is shorter than announced"),
    /** Trailers on a message that is not chunked. */
    TRAILERS_NOT_CHUNKED(500, "RFC 9112 §7.1.2", NEVER, "trailers can only follow a chunked body"),
    /** A body of at least one byte on a 204 or 205. (That of a 304 or of a response to HEAD is dropped.) */
    BODY_NOT_ALLOWED(500, "RFC 9110 §15.3.5", NEVER, "a response with this status has no body"),
    /** {@code Expect: 100-continue} on a request without content. */
    EXPECT_WITHOUT_CONTENT(500, "RFC 9110 §10.1.1", NEVER, "Expect: 100-continue on a request without content"),
    /** A request with a TE field that its Connection field does not name: an intermediary would forward it. */
    TE_WITHOUT_CONNECTION_OPTION(500, "RFC 9110 §10.1.4", NEVER, "a TE field without the connection option TE"),
    /** {@code TE: chunked}, which must not be sent because every HTTP/1.1 recipient can read chunked. */
    TE_CHUNKED(500, "RFC 9112 §7.4", NEVER, "TE names the chunked coding"),
    /** A 426 without an Upgrade field, which must say which protocols are required. */
    MISSING_UPGRADE(500, "RFC 9110 §15.5.22", NEVER, "a 426 without an Upgrade field"),
    /** Transfer-Encoding in a request to a server whose last response was HTTP/1.0. */
    TRANSFER_ENCODING_TO_HTTP_1_0(
            500, "RFC 9112 §6.1", NEVER, "Transfer-Encoding in a request to a server that speaks HTTP/1.0"),
    /** The next cycle or the next request on a connection that cannot be used again. */
    NOT_REUSABLE(500, "RFC 9112 §9.3", NEVER, "the connection cannot be used for another request");

    /** In which messages a policy may tolerate a violation. */
    enum Tolerance {
        NEVER,
        /**
         * Two recipients could read a request differently, and what one of them reads wrongly may be another client's
         * request.
         */
        IN_RESPONSES,
        ALWAYS
    }

    private final int statusHint;
    private final String source;
    private final Tolerance tolerance;
    private final String text;

    Violation(int statusHint, String source, Tolerance tolerance, String text) {
        this.statusHint = statusHint;
        this.source = source;
        this.tolerance = tolerance;
        this.text = text;
    }

    /**
     * Returns the status code with which a server answers this fault of a request.
     *
     * @return 400 to 505
     */
    public int statusHint() {
        return statusHint;
    }

    /**
     * Returns the source of the rule.
     *
     * @return document and section, for example {@code RFC 9112 §5.1}
     */
    public String source() {
        return source;
    }

    /**
     * Returns whether a {@link Policy} can tolerate this in received messages, with
     * {@link Policy#tolerating(Role, Violation...)}. A tolerated message can still be read in one way only, or, for
     * some faults, the connection is not used again: for {@link #CONTENT_LENGTH_WITH_TRANSFER_ENCODING} with
     * {@link Option#CLOSE_AFTER_AMBIGUOUS_FRAMING}.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @return false if every policy rejects it
     */
    public boolean isTolerable(Role sender) {
        Objects.requireNonNull(sender, "sender");
        return tolerance == ALWAYS || (tolerance == IN_RESPONSES && sender == Role.SERVER);
    }

    /**
     * Returns whether a {@link Policy} can allow this in what is sent, with
     * {@link Policy#allowingToSend(Violation...)}. The set is closed: it contains nothing that two recipients could
     * frame or route differently.
     *
     * @return true for {@link #TARGET_CHARACTER}, {@link #TARGET_NON_ASCII} and {@link #FIELD_VALUE_CONTROL}
     */
    public boolean isSendable() {
        return switch (this) {
            // a target ends at the first space, whatever else is in it
            case TARGET_CHARACTER, TARGET_NON_ASCII -> true;
            // in a field that frames or routes, a control character makes the value invalid, which is rejected anyway
            case FIELD_VALUE_CONTROL -> true;
            default -> false;
        };
    }

    /**
     * Returns what is wrong, in words.
     *
     * @return a clause without a full stop
     */
    public String text() {
        return text;
    }
}
