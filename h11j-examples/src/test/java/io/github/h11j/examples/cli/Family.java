package io.github.h11j.examples.cli;

import io.github.h11j.Role;
import io.github.h11j.Violation;
import java.util.List;

/**
 * A family of violations, for docs/guide/rfc-by-example.md: what they have in common, the sentence that decides, and
 * examples. Every violation is in exactly one.
 *
 * @param why what goes wrong, in a sentence or two
 * @param quote of the RFC, word for word
 * @param others named by no example: limits, and what only this library could send
 */
record Family(String title, String why, String source, String quote, List<Example> examples, List<Violation> others) {

    private static final String GET = "GET / HTTP/1.1\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /**
     * Some bytes that one peer sends.
     *
     * @param violation what is wrong with them, under STRICT or where STRICT tolerates it
     * @param sender of responses, a GET was sent before
     * @param end whether the stream ends after them
     */
    record Example(Violation violation, String title, Role sender, String bytes, boolean end) {}

    static final List<Family> ALL = List.of(
            new Family(
                    "Not HTTP/1",
                    "The first bytes say that the client speaks something else. HTTP/2 and TLS get no response, which would"
                            + " mean nothing to the client. An unknown version gets one.",
                    "RFC 9110 §2.5",
                    "A server can send a 505 (HTTP Version Not Supported) response if it wishes, for any reason, to"
                            + " refuse service of the client's major protocol version.",
                    List.of(
                            request(Violation.HTTP2_PREFACE, "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                            request(Violation.TLS_CLIENT_HELLO, "TLS on a port without it", "\26\3\1\0\5\1"),
                            request(
                                    Violation.UNSUPPORTED_VERSION,
                                    "another major version",
                                    "GET / HTTP/3.0\r\nHost: a\r\n\r\n"),
                            request(Violation.BAD_VERSION, "no version", "GET / HTCPCP\r\nHost: a\r\n\r\n")),
                    List.of(Violation.VERSION_NOT_SENT)),
            new Family(
                    "Request lines",
                    "A line that can be split in two ways can be routed in two ways.",
                    "RFC 9112 §2.2",
                    "When a server listening only for HTTP request messages, or processing what appears from the"
                            + " start-line to be an HTTP request message, receives a sequence of octets that does not"
                            + " match the HTTP-message grammar aside from the robustness exceptions listed above, the"
                            + " server SHOULD respond with a 400 (Bad Request) response and close the connection.",
                    List.of(
                            request(
                                    Violation.EMPTY_LINE_BEFORE_START_LINE,
                                    "an empty line first",
                                    "\r\n" + GET + "Host: a\r\n\r\n"),
                            request(
                                    Violation.TOO_MANY_EMPTY_LINES,
                                    "nine of them",
                                    "\r\n".repeat(9) + GET + "Host: a\r\n\r\n"),
                            request(
                                    Violation.BAD_METHOD,
                                    "a method that is no token",
                                    "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                            request(Violation.BAD_REQUEST_LINE, "no target", "GET\r\nHost: a\r\n\r\n")),
                    List.of()),
            new Family(
                    "Targets",
                    "Browsers send characters that no URI has. They are harmless as long as everybody ends the target"
                            + " at the first space.",
                    "RFC 9112 §3.2",
                    "Recipients of an invalid request-line SHOULD respond with either a 400 (Bad Request) error or a"
                            + " 301 (Moved Permanently) redirect with the request-target properly encoded.",
                    List.of(
                            request(
                                    Violation.BAD_TARGET,
                                    "a control character",
                                    "GET /a\1b HTTP/1.1\r\nHost: a\r\n\r\n"),
                            request(
                                    Violation.TARGET_CHARACTER,
                                    "a character that a URI has to encode",
                                    "GET /?q={a|b} HTTP/1.1\r\nHost: a\r\n\r\n"),
                            request(
                                    Violation.TARGET_NON_ASCII,
                                    "UTF-8 as it is",
                                    "GET /caf\303\251 HTTP/1.1\r\nHost: a\r\n\r\n"),
                            request(
                                    Violation.TARGET_FORM,
                                    "a path without its slash",
                                    "GET index.html HTTP/1.1\r\nHost: a\r\n\r\n")),
                    List.of()),
            new Family(
                    "Host",
                    "It decides which site answers. Two of them, and a cache stores one site's page under the other's"
                            + " name.",
                    "RFC 9112 §3.2",
                    "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request message that"
                            + " lacks a Host header field and to any request message that contains more than one Host"
                            + " header field line or a Host header field with an invalid field value.",
                    List.of(
                            request(Violation.MISSING_HOST, "none", GET + "\r\n"),
                            request(Violation.MULTIPLE_HOST, "two", GET + "Host: a\r\nHost: b\r\n\r\n"),
                            request(Violation.BAD_HOST, "not the name of a host", GET + "Host: a/b\r\n\r\n")),
                    List.of()),
            new Family(
                    "Status lines",
                    "Old servers write them carelessly. A fault can be forgiven if it does not change where the response"
                            + " ends.",
                    "RFC 9112 §4",
                    "However, lenient parsing can result in response splitting security vulnerabilities if there are"
                            + " multiple recipients of the message and each has its own unique interpretation of"
                            + " robustness",
                    List.of(
                            response(Violation.BAD_STATUS_LINE, "no status line", "<html>hello</html>\r\n\r\n"),
                            response(
                                    Violation.EXTRA_SPACE_BEFORE_STATUS,
                                    "two spaces",
                                    "HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n"),
                            response(Violation.BAD_STATUS_CODE, "four digits", "HTTP/1.1 2000 OK\r\n\r\n"),
                            response(
                                    Violation.MISSING_SPACE_AFTER_STATUS,
                                    "no space after the code",
                                    "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
                            response(
                                    Violation.BAD_REASON,
                                    "a control character in the reason",
                                    "HTTP/1.1 200 O\1K\r\nContent-Length: 0\r\n\r\n")),
                    List.of()),
            new Family(
                    "Line ends",
                    "A reader that ends a line at CR, or at LF, sees fields that another does not see.",
                    "RFC 9112 §2.2",
                    "A recipient of such a bare CR MUST consider that element to be invalid or replace each bare CR"
                            + " with SP before processing the element or forwarding the message.",
                    List.of(
                            request(Violation.BARE_LF, "LF alone", "GET / HTTP/1.1\nHost: a\n\n"),
                            request(
                                    Violation.BARE_CR,
                                    "CR alone",
                                    GET + "Host: a\r\nX: 1\rTransfer-Encoding: chunked\r\n\r\n")),
                    List.of()),
            new Family(
                    "Field names",
                    "One reader sees `Transfer-Encoding`, the next sees a field with a strange name, and ignores it.",
                    "RFC 9112 §5.1",
                    "No whitespace is allowed between the field name and colon. In the past, differences in the"
                            + " handling of such whitespace have led to security vulnerabilities in request routing and"
                            + " response handling.",
                    List.of(
                            request(
                                    Violation.WHITESPACE_BEFORE_COLON,
                                    "space before the colon",
                                    GET + "Host: a\r\nTransfer-Encoding : chunked\r\n\r\n"),
                            response(
                                    Violation.WHITESPACE_BEFORE_COLON,
                                    "the same in a response",
                                    OK + "Content-Length : 0\r\n\r\n"),
                            request(
                                    Violation.LEADING_WHITESPACE,
                                    "space before the first field",
                                    GET + " Host: a\r\n\r\n"),
                            request(Violation.EMPTY_FIELD_NAME, "no name", GET + "Host: a\r\n: x\r\n\r\n"),
                            request(
                                    Violation.BAD_FIELD_NAME,
                                    "a name that is no token",
                                    GET + "Host: a\r\nX[0]: x\r\n\r\n"),
                            response(
                                    Violation.MISSING_COLON,
                                    "no colon, in a response",
                                    OK + "Content-Length: 0\r\nhello\r\n\r\n")),
                    List.of()),
            new Family(
                    "Field values",
                    "NUL ends a string in C. A fold is one value for one reader, and another field for the next.",
                    "RFC 9112 §5.2",
                    "A server that receives an obs-fold in a request message that is not within a \"message/http\""
                            + " container MUST either reject the message by sending a 400 (Bad Request), preferably with a"
                            + " representation explaining that obsolete line folding is unacceptable, or replace each"
                            + " received obs-fold with one or more SP octets prior to interpreting the field value or"
                            + " forwarding the message downstream.",
                    List.of(
                            request(Violation.BAD_FIELD_VALUE, "NUL", GET + "Host: a\r\nX: a\0b\r\n\r\n"),
                            request(
                                    Violation.FIELD_VALUE_CONTROL,
                                    "another control character",
                                    GET + "Host: a\r\nX: a\1b\r\n\r\n"),
                            request(Violation.OBS_FOLD, "a fold in a request", GET + "Host: a\r\nX: a\r\n b\r\n\r\n"),
                            response(
                                    Violation.OBS_FOLD,
                                    "a fold in a response",
                                    OK + "Content-Length: 0\r\nX: a\r\n b\r\n\r\n"),
                            request(
                                    Violation.FOLDED_FRAMING_FIELD,
                                    "a fold in the field that frames",
                                    POST + "Content-Length:\r\n 0\r\n\r\n")),
                    List.of()),
            new Family(
                    "Content-Length",
                    "`+5`, `0x5`, `5, 6`: libraries for numbers differ, and every difference is a smuggled request.",
                    "RFC 9112 §6.3",
                    "If a message is received without Transfer-Encoding and with an invalid Content-Length header"
                            + " field, then the message framing is invalid and the recipient MUST treat it as an"
                            + " unrecoverable error",
                    List.of(
                            request(Violation.BAD_CONTENT_LENGTH, "a sign", POST + "Content-Length: +5\r\n\r\nhello"),
                            request(
                                    Violation.CONFLICTING_CONTENT_LENGTH,
                                    "two that differ",
                                    POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
                            request(
                                    Violation.REPEATED_CONTENT_LENGTH,
                                    "two that agree",
                                    POST + "Content-Length: 5, 5\r\n\r\nhello"),
                            request(
                                    Violation.CONTENT_LENGTH_TOO_LARGE,
                                    "2^63",
                                    POST + "Content-Length: 9223372036854775808\r\n\r\n")),
                    List.of()),
            new Family(
                    "Transfer-Encoding",
                    "If a message has both framing fields, or a coding that one reader does not know, two readers disagree"
                            + " about where it ends.",
                    "RFC 9112 §6.1",
                    "A server MAY reject a request that contains both Content-Length and Transfer-Encoding or process"
                            + " such a request in accordance with the Transfer-Encoding alone. Regardless, the server MUST"
                            + " close the connection after responding to such a request to avoid the potential attacks.",
                    List.of(
                            request(
                                    Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
                                    "both fields",
                                    POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                            response(
                                    Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
                                    "both in a response",
                                    OK + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                            request(
                                    Violation.TRANSFER_ENCODING_IN_HTTP_1_0,
                                    "in HTTP/1.0",
                                    "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                            request(
                                    Violation.BAD_TRANSFER_ENCODING,
                                    "chunked with a parameter",
                                    POST + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n"),
                            request(
                                    Violation.CHUNKED_TWICE,
                                    "chunked twice",
                                    POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                            request(
                                    Violation.CHUNKED_NOT_LAST,
                                    "chunked is not the last",
                                    POST + "Transfer-Encoding: chunked, gzip\r\n\r\n"),
                            request(
                                    Violation.UNKNOWN_TRANSFER_CODING,
                                    "a coding that h11j does not know",
                                    POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")),
                    List.of(Violation.TRANSFER_ENCODING_TO_HTTP_1_0)),
            new Family(
                    "Chunks",
                    "Every implementation has code of its own for a size in hexadecimal: the most recent source of"
                            + " smuggling.",
                    "RFC 9112 §7.1",
                    "Therefore, recipients MUST anticipate potentially large hexadecimal numerals and prevent parsing"
                            + " errors due to integer conversion overflows or precision loss due to integer"
                            + " representation.",
                    List.of(
                            request(Violation.BAD_CHUNK_SIZE, "not all digits", CHUNKED + "0x5\r\nhello\r\n0\r\n\r\n"),
                            request(
                                    Violation.CHUNK_SIZE_TOO_LARGE,
                                    "more than 63 bits",
                                    CHUNKED + "10000000000000005\r\nhello\r\n0\r\n\r\n"),
                            request(
                                    Violation.WHITESPACE_AFTER_CHUNK_SIZE,
                                    "space after the size",
                                    CHUNKED + "5 \r\nhello\r\n0\r\n\r\n"),
                            request(
                                    Violation.BAD_CHUNK_EXTENSION,
                                    "an extension without a name",
                                    CHUNKED + "5;=x\r\nhello\r\n0\r\n\r\n"),
                            request(
                                    Violation.BAD_CHUNK_LINE_END,
                                    "LF alone after the size",
                                    CHUNKED + "5\nhello\r\n0\r\n\r\n"),
                            request(
                                    Violation.BAD_CHUNK_END,
                                    "more data than announced",
                                    CHUNKED + "5\r\nhello!\r\n0\r\n\r\n")),
                    List.of()),
            new Family(
                    "Trailers",
                    "They come after the decision: a length, a host or a permission in a trailer comes too late.",
                    "RFC 9110 §6.5.1",
                    "Many fields cannot be processed outside the header section because their evaluation is necessary"
                            + " prior to receiving the content, such as those that describe message framing, routing,"
                            + " authentication, request modifiers, response controls, or content format.",
                    List.of(
                            request(
                                    Violation.FORBIDDEN_TRAILER,
                                    "one that frames",
                                    CHUNKED + "0\r\nContent-Length: 5\r\n\r\n"),
                            request(
                                    Violation.REMOVED_TRAILER,
                                    "one that comes too late",
                                    CHUNKED + "0\r\nAuthorization: x\r\n\r\n")),
                    List.of(Violation.TRAILERS_NOT_CHUNKED)),
            new Family(
                    "Limits",
                    "What has no bound takes all memory there is. Each bound is exact; `Limits` sets it.",
                    "RFC 9112 §3",
                    "A server that receives a request-target longer than any URI it wishes to parse MUST respond with"
                            + " a 414 (URI Too Long) status code",
                    List.of(),
                    List.of(
                            Violation.METHOD_TOO_LONG,
                            Violation.TARGET_TOO_LONG,
                            Violation.REQUEST_LINE_TOO_LONG,
                            Violation.STATUS_LINE_TOO_LONG,
                            Violation.FIELD_SECTION_TOO_LARGE,
                            Violation.TOO_MANY_FIELDS,
                            Violation.BODY_TOO_LARGE,
                            Violation.CHUNK_LINE_TOO_LONG,
                            Violation.CHUNK_EXTENSIONS_TOO_LARGE,
                            Violation.TRAILER_SECTION_TOO_LARGE,
                            Violation.TOO_MANY_TRAILERS,
                            Violation.TOO_MANY_INFORMATIONAL_RESPONSES)),
            new Family(
                    "Out of turn",
                    "There is no number on a response: only the order says to which request it belongs.",
                    "RFC 9112 §9.2",
                    "If a client receives data on a connection that doesn't have outstanding requests, the client MUST"
                            + " NOT consider that data to be a valid response",
                    List.of(response(
                            Violation.UNSOLICITED_RESPONSE,
                            "a second response to one request",
                            "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 408 Request Timeout\r\n\r\n")),
                    List.of(
                            Violation.UNEXPECTED_EVENT,
                            Violation.DATA_AFTER_CLOSE,
                            Violation.NOT_REUSABLE,
                            Violation.READING_ABANDONED)),
            new Family(
                    "Switches",
                    "If only one peer switches to another protocol, each reads in its own protocol what the other wrote in"
                            + " another.",
                    "RFC 9110 §7.8",
                    "A server MUST NOT switch to a protocol that was not indicated by the client in the corresponding"
                            + " request's Upgrade header field.",
                    List.of(response(
                            Violation.SWITCH_NOT_OFFERED,
                            "101 without a proposal",
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n")),
                    List.of(
                            Violation.UPGRADE_WITHOUT_CONNECTION_OPTION,
                            Violation.SWITCH_BEFORE_CONTINUE,
                            Violation.MISSING_UPGRADE)),
            new Family(
                    "Cut off",
                    "Half a page that is shown as a whole page is a lie. A message is complete if its framing says so.",
                    "RFC 9112 §8",
                    "A message body that uses the chunked transfer coding is incomplete if the zero-sized chunk that"
                            + " terminates the encoding has not been received.",
                    List.of(
                            cutOff(Violation.EOF_BEFORE_RESPONSE, "nothing came", Role.SERVER, ""),
                            cutOff(Violation.EOF_IN_HEAD, "half a head", Role.CLIENT, GET + "Host: a\r\n"),
                            cutOff(
                                    Violation.EOF_IN_BODY,
                                    "half a body",
                                    Role.SERVER,
                                    OK + "Content-Length: 10\r\n\r\nhello"),
                            cutOff(
                                    Violation.EOF_IN_CHUNKED_BODY,
                                    "no last chunk",
                                    Role.SERVER,
                                    OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")),
                    List.of(Violation.CONNECTION_ABORTED)),
            new Family(
                    "Content where none belongs",
                    "Some messages cannot have content, or not of this length. h11j refuses to read such a message, and"
                            + " `send` refuses to write it.",
                    "RFC 9110 §9.3.8",
                    "A client MUST NOT send content in a TRACE request.",
                    List.of(request(
                            Violation.TRACE_WITH_CONTENT,
                            "TRACE with a body",
                            "TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")),
                    List.of(
                            Violation.BODY_TOO_LONG,
                            Violation.BODY_TOO_SHORT,
                            Violation.BODY_NOT_ALLOWED,
                            Violation.EXPECT_WITHOUT_CONTENT,
                            Violation.TE_WITHOUT_CONNECTION_OPTION,
                            Violation.TE_CHUNKED)));

    private static Example request(Violation violation, String title, String bytes) {
        return new Example(violation, title, Role.CLIENT, bytes, false);
    }

    private static Example response(Violation violation, String title, String bytes) {
        return new Example(violation, title, Role.SERVER, bytes, false);
    }

    private static Example cutOff(Violation violation, String title, Role sender, String bytes) {
        return new Example(violation, title, sender, bytes, true);
    }
}
