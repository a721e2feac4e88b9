package io.github.h11j;

/**
 * Every rule whose breach h11j reports, with its source, the status a server answers it with, and its text.
 *
 * <p>A {@link Policy} may tolerate, in what is received, those that are {@link #isTolerable() tolerable}: the message
 * still has one reading only. The others are refused under every policy.
 */
public enum Violation {
    // Start line of a request
    /** An empty line where a start line is expected. */
    EMPTY_LINE_BEFORE_START_LINE(400, "RFC 9112 §2.2", true, "an empty line where a start line is expected"),
    /** More than {@link Limits#leadingEmptyLines()}. */
    TOO_MANY_EMPTY_LINES(400, "RFC 9112 §2.2", false, "too many empty lines before the start line"),
    /** The bytes are those of a TLS handshake; they are left in {@link Connection#trailingData()}. */
    TLS_CLIENT_HELLO(400, "RFC 8446 §5.1", false, "a TLS handshake where an HTTP/1.1 request is expected"),
    /** The connection preface of HTTP/2; the bytes are left in {@link Connection#trailingData()}. */
    HTTP2_PREFACE(505, "RFC 9113 §3.4", false, "the HTTP/2 preface where an HTTP/1.1 request is expected"),
    /** The method is empty or has a byte that no token has. */
    BAD_METHOD(400, "RFC 9110 §9.1", false, "the method is not a token"),
    /** The first limit of a request line passed before its first space. */
    METHOD_TOO_LONG(501, "RFC 9112 §3", false, "the method is longer than the request line may be"),
    /** The target is empty or has a byte that is not a visible US-ASCII character. */
    BAD_TARGET(400, "RFC 9112 §3.2", false, "the request-target is empty or has an invisible byte"),
    /** The target has a character that no URI has, or a percent sign without two hexadecimal digits. */
    TARGET_CHARACTER(400, "RFC 3986 §2", true, "the request-target has a character that is not allowed in a URI"),
    /** The target has none of the four forms, or not one that its method allows. */
    TARGET_FORM(400, "RFC 9112 §3.2", true, "the request-target is not in a form the method allows"),
    /** The limit of the request line passed inside the target. */
    TARGET_TOO_LONG(414, "RFC 9112 §3", false, "the request-target is longer than the request line may be"),
    /** The request line has too few parts or too many. */
    BAD_REQUEST_LINE(400, "RFC 9112 §3", false, "the request line is not method, target and version"),
    /** The limit of the request line passed after the target. */
    REQUEST_LINE_TOO_LONG(400, "RFC 9112 §3", false, "the request line is too long"),
    /** The version is not {@code HTTP/}, digit, point, digit. */
    BAD_VERSION(400, "RFC 9112 §2.3", false, "the HTTP version is malformed"),
    /** The major version is not 1. */
    UNSUPPORTED_VERSION(505, "RFC 9110 §2.5", true, "the major version is not 1"),

    // Start line of a response
    /** The status line is not version, status code and reason phrase. */
    BAD_STATUS_LINE(400, "RFC 9112 §4", false, "the status line is malformed"),
    /** The status code is not three digits, or below 100. */
    BAD_STATUS_CODE(400, "RFC 9112 §4", false, "the status code is not in its range"),
    /** The status line ends right after the status code. */
    MISSING_SPACE_AFTER_STATUS(400, "RFC 9112 §4", true, "no space after the status code"),
    /** The reason phrase has a control character. */
    BAD_REASON(400, "RFC 9112 §4", false, "the reason phrase has a control character"),
    /** More than {@link Limits#statusLine()}. */
    STATUS_LINE_TOO_LONG(400, "RFC 9112 §4", false, "the status line is too long"),

    // Field lines
    /** A line ends in LF without CR. */
    BARE_LF(400, "RFC 9112 §2.2", true, "a line ends in LF without CR"),
    /** A CR not followed by LF, outside content. */
    BARE_CR(400, "RFC 9112 §2.2", false, "a CR not followed by LF"),
    /** White space before the first field line. */
    LEADING_WHITESPACE(400, "RFC 9112 §2.2", false, "white space before the first field line"),
    /** A field line begins with its colon. */
    EMPTY_FIELD_NAME(400, "RFC 9112 §5", false, "a field line without a name"),
    /** A field name has a byte that no token has. */
    BAD_FIELD_NAME(400, "RFC 9110 §5.1", false, "a field name is not a token"),
    /** White space inside a field name, or between it and the colon. */
    WHITESPACE_BEFORE_COLON(400, "RFC 9112 §5.1", false, "white space in or after a field name"),
    /** A field line without a colon. */
    MISSING_COLON(400, "RFC 9112 §5", false, "a field line without a colon"),
    /** A field value has a control character other than HTAB, NUL, CR, LF, VT and FF. */
    FIELD_VALUE_CONTROL(400, "RFC 9110 §5.5", true, "a field value has a control character"),
    /** A field value has NUL, VT or FF (or, to send, CR, LF or a character above 255). */
    BAD_FIELD_VALUE(400, "RFC 9110 §5.5", false, "a field value has a byte that is never allowed"),
    /** A field value is continued on the next line. */
    OBS_FOLD(400, "RFC 9112 §5.2", true, "a folded field line"),
    /** Host, Content-Length or Transfer-Encoding is continued on the next line. */
    FOLDED_FRAMING_FIELD(400, "RFC 9112 §5.2", false, "a folded Host, Content-Length or Transfer-Encoding"),
    /** More than {@link Limits#fieldSection()}. */
    FIELD_SECTION_TOO_LARGE(431, "RFC 9110 §5.4", false, "the header section is too large"),
    /** More than {@link Limits#fields()}. */
    TOO_MANY_FIELDS(431, "RFC 9110 §5.4", false, "too many header fields"),

    // Whole heads
    /** An HTTP/1.1 request without Host. */
    MISSING_HOST(400, "RFC 9112 §3.2", false, "an HTTP/1.1 request without Host"),
    /** A request with more than one Host field line. */
    MULTIPLE_HOST(400, "RFC 9112 §3.2", false, "more than one Host"),
    /** The value of Host is not {@code uri-host [":" port]}. */
    BAD_HOST(400, "RFC 9112 §3.2", true, "the value of Host is invalid"),
    /** A Content-Length that is not a number. */
    BAD_CONTENT_LENGTH(400, "RFC 9112 §6.3", false, "the value of Content-Length is invalid"),
    /** The Content-Length is above 2^63-1. */
    CONTENT_LENGTH_TOO_LARGE(413, "RFC 9110 §8.6", false, "the Content-Length is above 2^63-1"),
    /** More than {@link Limits#body()}: announced by Content-Length, or received in another framing. */
    BODY_TOO_LARGE(413, "RFC 9110 §15.5.14", false, "the body is larger than allowed"),
    /** Several values of Content-Length that differ. */
    CONFLICTING_CONTENT_LENGTH(400, "RFC 9112 §6.3", false, "values of Content-Length that differ"),
    /** Several equal values of Content-Length. */
    REPEATED_CONTENT_LENGTH(400, "RFC 9112 §6.3", true, "Content-Length is given more than once"),
    /** Both framing fields in one message. */
    CONTENT_LENGTH_WITH_TRANSFER_ENCODING(
            400, "RFC 9112 §6.1", true, "both Content-Length and Transfer-Encoding are given"),
    /** Transfer-Encoding in a request of a version before 1.1. */
    TRANSFER_ENCODING_IN_HTTP_1_0(400, "RFC 9112 §6.1", true, "Transfer-Encoding in an HTTP/1.0 message"),
    /** Transfer-Encoding is empty, has bad syntax, or gives chunked a parameter. */
    BAD_TRANSFER_ENCODING(400, "RFC 9112 §7", false, "the value of Transfer-Encoding is invalid"),
    /** Chunked is applied twice. */
    CHUNKED_TWICE(400, "RFC 9112 §6.1", false, "chunked is applied more than once"),
    /** A request whose last coding is not chunked. */
    CHUNKED_NOT_LAST(400, "RFC 9112 §6.3", false, "chunked is not the last transfer coding"),
    /** A transfer coding other than chunked. */
    UNKNOWN_TRANSFER_CODING(501, "RFC 9112 §6.1", true, "a transfer coding other than chunked"),

    // Chunked bodies
    /** The chunk size is missing or has a byte that is not a hexadecimal digit. */
    BAD_CHUNK_SIZE(400, "RFC 9112 §7.1", false, "the chunk size is malformed"),
    /** The chunk size is above 2^63-1. */
    CHUNK_SIZE_TOO_LARGE(413, "RFC 9112 §7.1", false, "the chunk size is above 2^63-1"),
    /** White space between the chunk size and the end of its line. */
    WHITESPACE_AFTER_CHUNK_SIZE(400, "RFC 9112 §7.1.1", true, "white space at the end of a chunk line"),
    /** A chunk extension breaks its grammar, as by a CRLF in a quoted string. */
    BAD_CHUNK_EXTENSION(400, "RFC 9112 §7.1.1", false, "a chunk extension is malformed"),
    /** A chunk line does not end in CRLF, but in an LF alone, wherever in the line that stands. */
    BAD_CHUNK_LINE_END(400, "RFC 9112 §7.1", false, "a chunk line does not end in CRLF"),
    /** More than {@link Limits#chunkLine()}. */
    CHUNK_LINE_TOO_LONG(400, "RFC 9112 §7.1.1", false, "a chunk line is too long"),
    /** More than {@link Limits#chunkExtensions()}. */
    CHUNK_EXTENSIONS_TOO_LARGE(400, "RFC 9112 §7.1.1", false, "the chunk extensions of a body are too large"),
    /** The bytes after a chunk are not CRLF. */
    BAD_CHUNK_END(400, "RFC 9112 §7.1", false, "a chunk does not end in CRLF"),
    /** A trailer that frames or routes a message: Content-Length, Host, Transfer-Encoding; to send, others too. */
    FORBIDDEN_TRAILER(400, "RFC 9110 §6.5.1", false, "a field that may not be a trailer"),
    /** A trailer of the closed list of fields that mean something only before the content; removed. */
    REMOVED_TRAILER(400, "RFC 9110 §6.5.1", true, "a trailer that only means something as a header"),
    /** More than {@link Limits#trailerSection()}. */
    TRAILER_SECTION_TOO_LARGE(431, "RFC 9110 §5.4", false, "the trailer section is too large"),
    /** More than {@link Limits#trailers()}. */
    TOO_MANY_TRAILERS(431, "RFC 9110 §5.4", false, "too many trailer fields"),

    // The conversation
    /** An event that the peer may not send in its state. */
    UNEXPECTED_EVENT(400, "RFC 9112 §9", false, "the event is not allowed in this state"),
    /** Bytes of a response that no request asked for. */
    UNSOLICITED_RESPONSE(400, "RFC 9112 §9.2", false, "bytes from the server without an outstanding request"),
    /** Bytes after the last message of the connection. */
    DATA_AFTER_CLOSE(400, "RFC 9112 §9.6", false, "bytes after the last message of the connection"),
    /** More than {@link Limits#informationalResponses()}. */
    TOO_MANY_INFORMATIONAL_RESPONSES(400, "RFC 9110 §15.2", false, "too many interim responses"),
    /** A 101 without a proposal, or to a protocol that the client did not offer. */
    SWITCH_NOT_OFFERED(400, "RFC 9110 §7.8", false, "a switch to a protocol that was not offered"),
    /** A 101 while the client waits for 100 (Continue). */
    SWITCH_BEFORE_CONTINUE(400, "RFC 9110 §7.8", false, "101 before the 100 that the client waits for"),

    // The end of the stream
    /** The connection ended before any byte of a response; a replayable request may be sent again elsewhere. */
    EOF_BEFORE_RESPONSE(400, "RFC 9112 §9.3.1", false, "the connection ended before any byte of a response"),
    /** The stream ended inside a head, or where one was due. */
    EOF_IN_HEAD(400, "RFC 9112 §8", false, "the stream ended before the head was complete"),
    /** The stream ended before the bytes that Content-Length announced. */
    EOF_IN_BODY(400, "RFC 9112 §8", false, "the stream ended before the body was complete"),
    /** The stream ended before the end of a chunked body. */
    EOF_IN_CHUNKED_BODY(400, "RFC 9112 §8", false, "the stream ended before the last chunk was complete"),
    /** The stream was cut off: a reset, a time-out, TLS without close_notify. */
    CONNECTION_ABORTED(400, "RFC 9112 §9.8", false, "the connection was cut off inside a message"),

    // Only of what is to be sent
    /** Only HTTP/1.1 is sent. */
    VERSION_NOT_SENT(500, "RFC 9110 §2.5", false, "only HTTP/1.1 can be sent"),
    /** More body than its Content-Length announced, or a body without framing. */
    BODY_TOO_LONG(500, "RFC 9112 §6.2", false, "more body than was announced"),
    /** Less body than its Content-Length announced. */
    BODY_TOO_SHORT(500, "RFC 9112 §6.2", false, "less body than was announced"),
    /** Trailers on a message that is not chunked. */
    TRAILERS_NOT_CHUNKED(500, "RFC 9112 §7.1.2", false, "trailers need a chunked body"),
    /** A body of one byte or more on a response that never has one. */
    BODY_NOT_ALLOWED(500, "RFC 9110 §15.3.5", false, "a response with this status has no body"),
    /** {@code Expect: 100-continue} on a request without content. */
    EXPECT_WITHOUT_CONTENT(500, "RFC 9110 §10.1.1", false, "Expect: 100-continue on a request without content"),
    /** The next cycle or the next request on a connection that cannot be used again. */
    NOT_REUSABLE(500, "RFC 9112 §9.3", false, "the connection cannot be used for another request");

    private final int statusHint;
    private final String source;
    private final boolean tolerable;
    private final String text;

    Violation(int statusHint, String source, boolean tolerable, String text) {
        this.statusHint = statusHint;
        this.source = source;
        this.tolerable = tolerable;
        this.text = text;
    }

    /**
     * The status code for a server's answer.
     *
     * @return 400 to 505
     */
    public int statusHint() {
        return statusHint;
    }

    /**
     * The rule.
     *
     * @return document and section, for example {@code RFC 9112 §5.1}
     */
    public String source() {
        return source;
    }

    /**
     * Whether a {@link Policy} may tolerate it.
     *
     * @return false for those that every policy refuses
     */
    public boolean isTolerable() {
        return tolerable;
    }

    /**
     * What is wrong.
     *
     * @return a clause without full stop
     */
    public String text() {
        return text;
    }
}
