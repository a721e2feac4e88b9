package io.github.h11j;

import static io.github.h11j.Ending.ABORT;
import static io.github.h11j.Ending.EOF;
import static io.github.h11j.Setup.ANSWERED_EARLY;
import static io.github.h11j.Setup.NOTHING;
import static io.github.h11j.Setup.UPGRADE_AND_EXPECT_SENT;
import static io.github.h11j.Setup.UPGRADE_SENT;
import static io.github.h11j.Violation.BAD_CHUNK_END;
import static io.github.h11j.Violation.BAD_CHUNK_EXTENSION;
import static io.github.h11j.Violation.BAD_CHUNK_LINE_END;
import static io.github.h11j.Violation.BAD_CHUNK_SIZE;
import static io.github.h11j.Violation.BAD_CONTENT_LENGTH;
import static io.github.h11j.Violation.BAD_FIELD_NAME;
import static io.github.h11j.Violation.BAD_FIELD_VALUE;
import static io.github.h11j.Violation.BAD_HOST;
import static io.github.h11j.Violation.BAD_METHOD;
import static io.github.h11j.Violation.BAD_REASON;
import static io.github.h11j.Violation.BAD_REQUEST_LINE;
import static io.github.h11j.Violation.BAD_STATUS_CODE;
import static io.github.h11j.Violation.BAD_STATUS_LINE;
import static io.github.h11j.Violation.BAD_TARGET;
import static io.github.h11j.Violation.BAD_TRANSFER_ENCODING;
import static io.github.h11j.Violation.BAD_VERSION;
import static io.github.h11j.Violation.BARE_CR;
import static io.github.h11j.Violation.BARE_LF;
import static io.github.h11j.Violation.BODY_TOO_LARGE;
import static io.github.h11j.Violation.CHUNKED_NOT_LAST;
import static io.github.h11j.Violation.CHUNKED_TWICE;
import static io.github.h11j.Violation.CHUNK_EXTENSIONS_TOO_LARGE;
import static io.github.h11j.Violation.CHUNK_LINE_TOO_LONG;
import static io.github.h11j.Violation.CHUNK_SIZE_TOO_LARGE;
import static io.github.h11j.Violation.CONFLICTING_CONTENT_LENGTH;
import static io.github.h11j.Violation.CONNECTION_ABORTED;
import static io.github.h11j.Violation.CONTENT_LENGTH_TOO_LARGE;
import static io.github.h11j.Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING;
import static io.github.h11j.Violation.DATA_AFTER_CLOSE;
import static io.github.h11j.Violation.EMPTY_FIELD_NAME;
import static io.github.h11j.Violation.EMPTY_LINE_BEFORE_START_LINE;
import static io.github.h11j.Violation.EOF_BEFORE_RESPONSE;
import static io.github.h11j.Violation.EOF_IN_BODY;
import static io.github.h11j.Violation.EOF_IN_CHUNKED_BODY;
import static io.github.h11j.Violation.EOF_IN_HEAD;
import static io.github.h11j.Violation.EXTRA_SPACE_BEFORE_STATUS;
import static io.github.h11j.Violation.FIELD_SECTION_TOO_LARGE;
import static io.github.h11j.Violation.FIELD_VALUE_CONTROL;
import static io.github.h11j.Violation.FOLDED_FRAMING_FIELD;
import static io.github.h11j.Violation.FORBIDDEN_TRAILER;
import static io.github.h11j.Violation.HTTP2_PREFACE;
import static io.github.h11j.Violation.LEADING_WHITESPACE;
import static io.github.h11j.Violation.METHOD_TOO_LONG;
import static io.github.h11j.Violation.MISSING_COLON;
import static io.github.h11j.Violation.MISSING_HOST;
import static io.github.h11j.Violation.MISSING_SPACE_AFTER_STATUS;
import static io.github.h11j.Violation.MULTIPLE_HOST;
import static io.github.h11j.Violation.OBS_FOLD;
import static io.github.h11j.Violation.REMOVED_TRAILER;
import static io.github.h11j.Violation.REPEATED_CONTENT_LENGTH;
import static io.github.h11j.Violation.REQUEST_LINE_TOO_LONG;
import static io.github.h11j.Violation.STATUS_LINE_TOO_LONG;
import static io.github.h11j.Violation.SWITCH_BEFORE_CONTINUE;
import static io.github.h11j.Violation.SWITCH_NOT_OFFERED;
import static io.github.h11j.Violation.TARGET_CHARACTER;
import static io.github.h11j.Violation.TARGET_FORM;
import static io.github.h11j.Violation.TARGET_NON_ASCII;
import static io.github.h11j.Violation.TARGET_TOO_LONG;
import static io.github.h11j.Violation.TLS_CLIENT_HELLO;
import static io.github.h11j.Violation.TOO_MANY_EMPTY_LINES;
import static io.github.h11j.Violation.TOO_MANY_FIELDS;
import static io.github.h11j.Violation.TOO_MANY_INFORMATIONAL_RESPONSES;
import static io.github.h11j.Violation.TOO_MANY_TRAILERS;
import static io.github.h11j.Violation.TRACE_WITH_CONTENT;
import static io.github.h11j.Violation.TRAILER_SECTION_TOO_LARGE;
import static io.github.h11j.Violation.TRANSFER_ENCODING_IN_HTTP_1_0;
import static io.github.h11j.Violation.UNEXPECTED_EVENT;
import static io.github.h11j.Violation.UNKNOWN_TRANSFER_CODING;
import static io.github.h11j.Violation.UNSOLICITED_RESPONSE;
import static io.github.h11j.Violation.UNSUPPORTED_VERSION;
import static io.github.h11j.Violation.UPGRADE_WITHOUT_CONNECTION_OPTION;
import static io.github.h11j.Violation.WHITESPACE_AFTER_CHUNK_SIZE;
import static io.github.h11j.Violation.WHITESPACE_BEFORE_COLON;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every violation that can be received, with the least bytes that commit it. {@code docs/reference/violations.md} is made from
 * these rows.
 */
final class ViolationCases {

    /** Stands before the byte at fault; is not sent. */
    static final char MARK = '▸';

    private static final Limits LIMITS = Limits.DEFAULT;
    private static final String HOST = "Host: a\r\n";
    private static final String GET = "GET / HTTP/1.1\r\n" + HOST;
    private static final String POST = "POST / HTTP/1.1\r\n" + HOST;
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private ViolationCases() {}

    /**
     * One violation.
     *
     * @param policyName for people
     * @param marked the bytes in the notation of {@link Wire}, with a {@link #MARK}
     */
    record Row(
            Violation violation,
            int hint,
            Role sender,
            String policyName,
            Policy policy,
            Setup setup,
            String marked,
            Ending ending) {

        byte[] bytes() {
            return Wire.bytes(marked.replace(String.valueOf(MARK), ""));
        }

        long offset() {
            return Wire.expand(marked).indexOf(MARK);
        }

        Row after(Setup earlier) {
            return new Row(violation, hint, sender, policyName, policy, earlier, marked, ending);
        }

        Row then(Ending end) {
            return new Row(violation, hint, sender, policyName, policy, setup, marked, end);
        }

        Row under(String name, Policy other) {
            return new Row(violation, hint, sender, name, other, setup, marked, ending);
        }

        Row refusing() {
            return under("STRICT, refusing it", Policy.STRICT.refusing(sender, violation));
        }

        Row within(String name, Limits limits) {
            return under("STRICT, " + name, Policy.STRICT.with(limits));
        }

        Row h11() {
            return under("H11", Policy.H11);
        }

        Row tolerantClient() {
            return under("TOLERANT_CLIENT", Policy.TOLERANT_CLIENT);
        }

        @Override
        public String toString() {
            return violation + " of " + sender + " under " + policyName + ": " + setup.text + " " + Wire.visible(marked)
                    + " " + ending;
        }
    }

    private static Row client(Violation violation, int hint, String bytes) {
        return new Row(violation, hint, Role.CLIENT, "STRICT", Policy.STRICT, NOTHING, bytes, Ending.OPEN);
    }

    private static Row server(Violation violation, int hint, String bytes) {
        return new Row(violation, hint, Role.SERVER, "STRICT", Policy.STRICT, Setup.GET_SENT, bytes, Ending.OPEN);
    }

    static List<Row> rows() {
        return Stream.of(requestLines(), statusLines(), fieldLines(), heads(), chunks(), conversation(), ends())
                .flatMap(List::stream)
                .toList();
    }

    // spotless:off
    private static List<Row> requestLines() {
        return List.of(
            client(EMPTY_LINE_BEFORE_START_LINE, 400, "▸\r\n" + GET + "\r\n").refusing(),
            client(EMPTY_LINE_BEFORE_START_LINE, 400, "▸\r\n" + GET + "\r\n").h11(),
            client(TOO_MANY_EMPTY_LINES,         400, "{\r\n*8}▸\r\n" + GET + "\r\n"),
            server(TOO_MANY_EMPTY_LINES,         400, "{\r\n*8}▸\r\n" + OK + "\r\n"),
            client(TLS_CLIENT_HELLO,             400, "▸\26\3\1\2\0\1\0\1\374\3\3"),
            client(HTTP2_PREFACE,                505, "▸PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            client(BAD_METHOD,                   400, "G▸(T / HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BAD_METHOD,                   400, "▸ GET / HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BAD_METHOD,                   400, "▸\0GET / HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BAD_METHOD,                   400, "GET▸\t/ HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BAD_METHOD,                   400, "▸\26\2GET / HTTP/1.1\r\n" + HOST + "\r\n"),
            client(METHOD_TOO_LONG,              501, "{A*20}▸A").within("requestLine 20", LIMITS.withRequestLine(20)),
            client(BAD_TARGET,                   400, "GET ▸ HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BAD_TARGET,                   400, "GET /▸\t HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BAD_TARGET,                   400, "GET /▸\177 HTTP/1.1\r\n" + HOST + "\r\n").h11(),
            client(TARGET_CHARACTER,             400, "GET /▸| HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_CHARACTER,             400, "GET /%▸g0 HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_CHARACTER,             400, "GET /?q=100%▸ HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_NON_ASCII,             400, "GET /▸\303\251 HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_NON_ASCII,             400, "GET /%▸\377 HTTP/1.1\r\n" + HOST + "\r\n").h11(),
            client(TARGET_FORM,                  400, "GET *▸ HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_FORM,                  400, "GET /▸#a HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_FORM,                  400, "GET example.com:443▸ HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_FORM,                  400, "CONNECT /▸ HTTP/1.1\r\n" + HOST + "\r\n"),
            client(TARGET_TOO_LONG,              414, "GET /{a*15}▸a").within("requestLine 20", LIMITS.withRequestLine(20)),
            client(BAD_REQUEST_LINE,             400, "GET▸\r\n" + HOST + "\r\n"),
            client(BAD_REQUEST_LINE,             400, "GET /▸\r\n" + HOST + "\r\n"),
            client(BAD_REQUEST_LINE,             400, "GET / HTTP/1.1▸ \r\n" + HOST + "\r\n").h11(),
            client(REQUEST_LINE_TOO_LONG,        400, "GET / HTTP▸/1.1\r\n").within("requestLine 10", LIMITS.withRequestLine(10)),
            client(BAD_VERSION,                  400, "GET / ▸http/1.1\r\n" + HOST + "\r\n"),
            client(BAD_VERSION,                  400, "GET / HTTP/1.▸x\r\n" + HOST + "\r\n"),
            client(BAD_VERSION,                  400, "GET / HTTP/1.▸\r\n" + HOST + "\r\n").h11(),
            client(UNSUPPORTED_VERSION,          505, "GET / HTTP/▸2.0\r\n" + HOST + "\r\n"));
    }

    private static List<Row> statusLines() {
        return List.of(
            server(BAD_STATUS_LINE,              400, "HTT▸Q/1.1 200 OK\r\n\r\n"),
            server(BAD_STATUS_LINE,              400, "HTTP/1.1▸\t200 OK\r\n\r\n"),
            server(BAD_STATUS_LINE,              400, "HTTP/1.1▸\r\n\r\n").tolerantClient(),
            server(BAD_STATUS_LINE,              400, "▸\1HTTP/1.1 200 OK\r\n\r\n"),
            server(UNSUPPORTED_VERSION,          505, "HTTP/▸2.0 200 OK\r\n\r\n"),
            server(BAD_STATUS_LINE,              400, "HTTP/1.1 200 O▸\0K\r\n\r\n").tolerantClient(),
            server(BAD_STATUS_LINE,              400, "HTTP/1.1 200 ▸\13\r\n\r\n").h11(),
            server(EXTRA_SPACE_BEFORE_STATUS,    400, "HTTP/1.1 ▸ 200 OK\r\n\r\n"),
            server(EXTRA_SPACE_BEFORE_STATUS,    400, "HTTP/1.1 ▸   204 No Content\r\n\r\n").h11(),
            server(BAD_STATUS_CODE,              400, "HTTP/1.1 2▸x0 OK\r\n\r\n"),
            server(BAD_STATUS_CODE,              400, "HTTP/1.1 09▸9 OK\r\n\r\n"),
            server(BAD_STATUS_CODE,              400, "HTTP/1.1  ▸\t200 OK\r\n\r\n").tolerantClient(),
            server(BAD_STATUS_CODE,              400, "HTTP/1.1 200▸0 OK\r\n\r\n").tolerantClient(),
            server(MISSING_SPACE_AFTER_STATUS,   400, "HTTP/1.1 200▸\r\n\r\n").refusing(),
            server(BAD_REASON,                   400, "HTTP/1.1 200 O▸\1K\r\n\r\n"),
            server(BAD_REASON,                   400, "HTTP/1.1 200 ▸\177\r\n\r\n"),
            server(STATUS_LINE_TOO_LONG,         400, "HTTP/1.1 200 OK▸!").within("statusLine 15", LIMITS.withStatusLine(15)));
    }

    private static List<Row> fieldLines() {
        return List.of(
            client(BARE_LF,                      400, "GET / HTTP/1.1▸\n" + HOST + "\r\n"),
            client(BARE_LF,                      400, GET + "▸\n"),
            client(BARE_LF,                      400, "▸\nGET / HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BARE_LF,                      400, CHUNKED + "0\r\nA: b▸\n\r\n"),
            server(BARE_LF,                      400, "HTTP/1.1 200 OK▸\nA: b\r\n\r\n"),
            client(BARE_CR,                      400, "GET / HTTP/1.1▸\r" + HOST + "\r\n"),
            client(BARE_CR,                      400, "▸\rGET / HTTP/1.1\r\n" + HOST + "\r\n"),
            client(BARE_CR,                      400, "GET / HTTP/1.1\r\nA: b▸\rc\r\n" + HOST + "\r\n").h11(),
            client(BARE_CR,                      400, "GET / HTTP/1.1\r\nA▸\r: b\r\n" + HOST + "\r\n").h11(),
            client(BARE_CR,                      400, CHUNKED + "5▸\r\r\n"),
            client(BARE_CR,                      400, CHUNKED + "5;a▸\rb\r\n").h11(),
            server(BARE_CR,                      400, "HTTP/1.1 200 O▸\rK\r\n\r\n").tolerantClient(),
            client(LEADING_WHITESPACE,           400, "GET / HTTP/1.1\r\n▸ " + HOST + "\r\n"),
            server(LEADING_WHITESPACE,           400, OK + "▸\tA: b\r\n\r\n"),
            client(EMPTY_FIELD_NAME,             400, "GET / HTTP/1.1\r\n▸: b\r\n" + HOST + "\r\n"),
            client(BAD_FIELD_NAME,               400, "GET / HTTP/1.1\r\nA▸\1: b\r\n" + HOST + "\r\n"),
            client(BAD_FIELD_NAME,               400, "GET / HTTP/1.1\r\nA▸\351: b\r\n" + HOST + "\r\n").h11(),
            client(WHITESPACE_BEFORE_COLON,      400, "GET / HTTP/1.1\r\nHost▸ : a\r\n\r\n"),
            server(WHITESPACE_BEFORE_COLON,      400, OK + "A▸\t: b\r\n\r\n"),
            server(WHITESPACE_BEFORE_COLON,      400, OK + "A▸ b\r\n\r\n"),
            server(WHITESPACE_BEFORE_COLON,      400, "HTTP/1.1 200 OK\r\nContent-Length▸ : 5\r\n\r\nhello").h11(),
            client(MISSING_COLON,                400, "GET / HTTP/1.1\r\nA▸\r\n" + HOST + "\r\n"),
            server(MISSING_COLON,                400, OK + "A▸\r\n\r\n"),
            client(FIELD_VALUE_CONTROL,          400, "GET / HTTP/1.1\r\nA: b▸\1\r\n" + HOST + "\r\n"),
            client(FIELD_VALUE_CONTROL,          400, "GET / HTTP/1.1\r\nA: ▸\177\r\n" + HOST + "\r\n"),
            server(FIELD_VALUE_CONTROL,          400, OK + "A: b▸\33\r\n\r\n"),
            client(BAD_FIELD_VALUE,              400, "GET / HTTP/1.1\r\nA: ▸\0\r\n" + HOST + "\r\n"),
            client(BAD_FIELD_VALUE,              400, "GET / HTTP/1.1\r\nA: ▸\13\r\n" + HOST + "\r\n").h11(),
            server(BAD_FIELD_NAME,               400, OK + "A ▸B: c\r\n\r\n").tolerantClient(),
            server(BAD_FIELD_NAME,               400, OK + "A B▸\0\r\n\r\n").tolerantClient(),
            server(BAD_FIELD_VALUE,              400, OK + "A: ▸\f\r\n\r\n").tolerantClient(),
            client(OBS_FOLD,                     400, "GET / HTTP/1.1\r\nA: b\r\n▸ c\r\n" + HOST + "\r\n"),
            server(OBS_FOLD,                     400, OK + "A: b\r\n▸\tc\r\n\r\n").refusing(),
            client(FOLDED_FRAMING_FIELD,         400, GET + "▸ b\r\n\r\n").h11(),
            server(FOLDED_FRAMING_FIELD,         400, OK + "Content-Length: 1\r\n▸ 2\r\n\r\n"),
            server(FOLDED_FRAMING_FIELD,         400, OK + "Transfer-Encoding:\r\n▸ chunked\r\n\r\n").h11(),
            client(FIELD_SECTION_TOO_LARGE,      431, GET + "A▸: bcd\r\n").within("fieldSection 8", LIMITS.withFieldSection(8)),
            client(TOO_MANY_FIELDS,              431, GET + "▸A: b\r\n").within("fields 1", LIMITS.withFields(1)));
    }

    private static List<Row> heads() {
        return List.of(
            client(MISSING_HOST,                 400, "GET / HTTP/1.1\r\n\r\n▸"),
            client(MISSING_HOST,                 400, "GET / HTTP/1.1\r\n\r\n▸").h11(),
            client(MISSING_HOST,                 400, "GET / HTTP/1.2\r\n\r\n▸"),
            client(TRACE_WITH_CONTENT,           400, "TRACE / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\n▸a"),
            client(TRACE_WITH_CONTENT,           400, "TRACE / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n▸0\r\n\r\n"),
            client(MULTIPLE_HOST,                400, GET + HOST + "\r\n▸").h11(),
            client(BAD_HOST,                     400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n▸"),
            client(BAD_CONTENT_LENGTH,           400, POST + "Content-Length: +5\r\n\r\n▸"),
            server(BAD_CONTENT_LENGTH,           400, OK + "Content-Length:\r\n\r\n▸").tolerantClient(),
            client(CONTENT_LENGTH_TOO_LARGE,     413, POST + "Content-Length: 9223372036854775808\r\n\r\n▸"),
            client(BODY_TOO_LARGE,               413, POST + "Content-Length: 11\r\n\r\n▸").within("body 10", LIMITS.withBody(10)),
            server(BODY_TOO_LARGE,               413, OK + "Content-Length: 11\r\n\r\n▸").within("body 10", LIMITS.withBody(10)),
            server(BODY_TOO_LARGE,               413, OK + "\r\n{a*10}▸a").within("body 10", LIMITS.withBody(10)),
            client(CONFLICTING_CONTENT_LENGTH,   400, POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n▸").h11(),
            server(CONFLICTING_CONTENT_LENGTH,   400, OK + "Content-Length: 5, 05\r\n\r\n▸"),
            client(REPEATED_CONTENT_LENGTH,      400, POST + "Content-Length: 5, 5\r\n\r\n▸"),
            client(CONTENT_LENGTH_WITH_TRANSFER_ENCODING, 400,
                POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n▸"),
            client(TRANSFER_ENCODING_IN_HTTP_1_0, 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n▸"),
            client(BAD_TRANSFER_ENCODING,        400, POST + "Transfer-Encoding:\r\n\r\n▸"),
            client(BAD_TRANSFER_ENCODING,        400, POST + "Transfer-Encoding: chunked;q=1\r\n\r\n▸").h11(),
            server(BAD_TRANSFER_ENCODING,        400, OK + "Transfer-Encoding: ,chunked\r\n\r\n▸").tolerantClient(),
            client(CHUNKED_TWICE,                400, POST + "Transfer-Encoding: chunked, chunked\r\n\r\n▸"),
            server(CHUNKED_TWICE,                400,
                OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n▸").h11(),
            client(CHUNKED_NOT_LAST,             400, POST + "Transfer-Encoding: chunked, gzip\r\n\r\n▸"),
            client(UNKNOWN_TRANSFER_CODING,      501, POST + "Transfer-Encoding: gzip, chunked\r\n\r\n▸"),
            server(UNKNOWN_TRANSFER_CODING,      501, OK + "Transfer-Encoding: gzip, chunked\r\n\r\n▸"));
    }

    private static List<Row> chunks() {
        return List.of(
            client(BAD_CHUNK_SIZE,               400, CHUNKED + "▸x\r\n"),
            client(BAD_CHUNK_SIZE,               400, CHUNKED + "▸\r\n").h11(),
            client(BAD_CHUNK_SIZE,               400, CHUNKED + "▸-1\r\n"),
            client(BAD_CHUNK_SIZE,               400, CHUNKED + "5 ▸0\r\n"),
            client(CHUNK_SIZE_TOO_LARGE,         413, CHUNKED + "800000000000000▸0\r\n"),
            client(CHUNK_SIZE_TOO_LARGE,         413, CHUNKED + "7fffffffffffffff▸f\r\n").h11(),
            client(WHITESPACE_AFTER_CHUNK_SIZE,  400, CHUNKED + "5▸ \r\n"),
            client(WHITESPACE_AFTER_CHUNK_SIZE,  400, CHUNKED + "5;a=b▸ \t\r\n"),
            client(BAD_CHUNK_EXTENSION,          400, CHUNKED + "5;▸\"\r\n"),
            client(BAD_CHUNK_EXTENSION,          400, CHUNKED + "5;a=▸\r\n").h11(),
            client(BAD_CHUNK_EXTENSION,          400, CHUNKED + "5;a=\"b▸\r\n").h11(),
            client(BAD_CHUNK_LINE_END,           400, CHUNKED + "5▸\nhello\r\n"),
            client(BAD_CHUNK_LINE_END,           400, CHUNKED + "5;a▸\nhello\r\n").h11(),
            client(BAD_CHUNK_LINE_END,           400, CHUNKED + "5\r\nhello▸\n0\r\n\r\n").h11(),
            server(BAD_CHUNK_LINE_END,           400, OK + "Transfer-Encoding: chunked\r\n\r\n5▸\nhello\r\n"),
            server(BAD_CHUNK_LINE_END,           400, OK + "Transfer-Encoding: chunked\r\n\r\n5;a=\"b\"▸\nhello\r\n"),
            server(BAD_CHUNK_LINE_END,           400, OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello▸\n0\r\n\r\n").h11(),
            client(CHUNK_LINE_TOO_LONG,          400, CHUNKED + "0000▸0").within("chunkLine 4", LIMITS.withChunkLine(4)),
            client(CHUNK_EXTENSIONS_TOO_LARGE,   400, CHUNKED + "1;a\r\nX\r\n1;a▸b\r\n")
                .within("chunkExtensions 4", LIMITS.withChunkExtensions(4)),
            client(BODY_TOO_LARGE,               413, CHUNKED + "5\r\nhello\r\nb\r\nworld▸!").within("body 10", LIMITS.withBody(10)),
            client(BAD_CHUNK_END,                400, CHUNKED + "5\r\nhello▸XX0\r\n\r\n"),
            client(BAD_CHUNK_END,                400, CHUNKED + "5\r\nhello\r▸X0\r\n\r\n").h11(),
            client(FORBIDDEN_TRAILER,            400, CHUNKED + "0\r\nContent-Length: 5\r\n\r\n▸"),
            server(FORBIDDEN_TRAILER,            400,
                OK + "Transfer-Encoding: chunked\r\n\r\n0\r\nhost: a\r\n\r\n▸").tolerantClient(),
            client(REMOVED_TRAILER,              400, CHUNKED + "0\r\nAuthorization: x\r\n\r\n▸").refusing(),
            client(TRAILER_SECTION_TOO_LARGE,    431, CHUNKED + "0\r\nA: b\r\n▸A: b\r\n")
                .within("trailerSection 4", LIMITS.withTrailerSection(4)),
            client(TOO_MANY_TRAILERS,            431, CHUNKED + "0\r\nA: b\r\n▸A: b\r\n").within("trailers 1", LIMITS.withTrailers(1)));
    }

    private static List<Row> conversation() {
        return List.of(
            client(UNEXPECTED_EVENT,             400, GET + "\r\n▸").after(ANSWERED_EARLY),
            server(UNEXPECTED_EVENT,             400, "HTTP/1.1 100 Continue\r\n\r\n▸").after(NOTHING).h11(),
            server(UNSOLICITED_RESPONSE,         400, "▸HTTP/1.1 408 Request Timeout\r\n\r\n").after(NOTHING),
            server(UNSOLICITED_RESPONSE,         400, "\r\n▸x").after(NOTHING).tolerantClient(),
            server(UNSOLICITED_RESPONSE,         400, OK + "Content-Length: 0\r\n\r\n▸x"),
            client(DATA_AFTER_CLOSE,             400, GET + "Connection: close\r\n\r\n▸x").h11(),
            server(TOO_MANY_INFORMATIONAL_RESPONSES, 400, "{HTTP/1.1 102 Processing\r\n\r\n*2}▸")
                .within("informationalResponses 1", LIMITS.withInformationalResponses(1)),
            server(SWITCH_NOT_OFFERED,           400, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: a/1\r\n\r\n▸"),
            server(SWITCH_NOT_OFFERED,           400, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: a/1\r\n\r\n▸").h11(),
            server(SWITCH_NOT_OFFERED,           400, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: c/3\r\n\r\n▸")
                .after(UPGRADE_SENT),
            server(SWITCH_NOT_OFFERED,           400, "HTTP/1.1 101 Switching Protocols\r\n\r\n▸").after(UPGRADE_SENT),
            server(UPGRADE_WITHOUT_CONNECTION_OPTION, 400, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: a/1\r\n\r\n▸")
                .after(UPGRADE_SENT),
            server(SWITCH_BEFORE_CONTINUE,       400, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: a/1\r\n\r\n▸")
                .after(UPGRADE_AND_EXPECT_SENT));
    }

    private static List<Row> ends() {
        return List.of(
            server(EOF_BEFORE_RESPONSE,          400, "▸").then(EOF),
            server(EOF_BEFORE_RESPONSE,          400, "▸").then(ABORT),
            server(EOF_BEFORE_RESPONSE,          400, "\r\n▸").then(EOF),
            client(EOF_IN_HEAD,                  400, "GET / HT▸").then(EOF),
            client(EOF_IN_HEAD,                  400, "\r▸").then(EOF),
            server(EOF_IN_HEAD,                  400, OK + "A: b\r\n▸").then(EOF),
            server(EOF_IN_HEAD,                  400, "HTTP/1.1 100 Continue\r\n\r\n▸").then(EOF),
            client(EOF_IN_BODY,                  400, POST + "Content-Length: 5\r\n\r\nhell▸").then(EOF),
            client(EOF_IN_CHUNKED_BODY,          400, CHUNKED + "▸").then(EOF),
            client(EOF_IN_CHUNKED_BODY,          400, CHUNKED + "5\r\nhello\r\n0\r\n▸").then(EOF),
            client(CONNECTION_ABORTED,           400, "GET / HT▸").then(ABORT),
            client(CONNECTION_ABORTED,           400, POST + "Content-Length: 5\r\n\r\nhell▸").then(ABORT),
            client(CONNECTION_ABORTED,           400, CHUNKED + "5\r\nhello\r\n0\r\n▸").then(ABORT),
            server(CONNECTION_ABORTED,           400, OK + "\r\nhello▸").then(ABORT));
    }
    // spotless:on
}
