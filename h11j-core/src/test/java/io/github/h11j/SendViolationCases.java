package io.github.h11j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Every violation that a program can commit itself, each with the events that commit it. */
final class SendViolationCases {

    /** Where the fault is. */
    enum Fault {
        /** The event cannot even be made. */
        NOT_MADE,
        /** In an event by itself. */
        BY_ITSELF,
        /** In an event after what was sent and received before. */
        IN_CONVERSATION
    }

    /**
     * One case.
     *
     * @param before what happens on the connection first
     * @param events what is refused
     */
    record Row(
            String name,
            Violation violation,
            Role role,
            Policy policy,
            Consumer<Connection> before,
            Supplier<List<Event>> events,
            Fault fault) {

        Connection connection() {
            return connection(policy);
        }

        Connection connection(Policy other) {
            Connection connection = role == Role.CLIENT ? Connection.client(other) : Connection.server(other);
            before.accept(connection);
            return connection;
        }

        @Override
        public String toString() {
            return violation + ": " + name;
        }
    }

    static final Request GET = request("GET", "/", "Host", "a");
    static final Request POST_5 = request("POST", "/", "Host", "a", "Content-Length", "5");
    static final Request POST_CHUNKED = request("POST", "/", "Host", "a", "Transfer-Encoding", "chunked");
    static final EndOfMessage END = new EndOfMessage();
    static final String GET_BYTES = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final HttpVersion HTTP_2_0 = new HttpVersion(2, 0);
    private static final Policy STRICT = Policy.STRICT;
    private static final Policy H11 = Policy.H11;

    private SendViolationCases() {}

    /** The violations that have a row. */
    static Set<Violation> covered() {
        EnumSet<Violation> covered = EnumSet.noneOf(Violation.class);
        rows().forEach(row -> covered.add(row.violation()));
        return covered;
    }

    static Request request(String method, String target, String... headers) {
        return new Request(method, target, Headers.of(headers));
    }

    static Response response(int status, String... headers) {
        return new Response(status, Headers.of(headers));
    }

    static InformationalResponse informational(int status, String... headers) {
        return new InformationalResponse(status, Headers.of(headers));
    }

    /** A head of these lines. */
    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** The peer sends bytes, whose events are taken until there are no more. */
    static Consumer<Connection> receive(String bytes) {
        return connection -> {
            connection.receiveData(bytes.getBytes(ISO_8859_1));
            while (connection.nextEvent() instanceof Event) {
                // on to the next
            }
        };
    }

    static Consumer<Connection> send(Event first, Event... more) {
        return connection -> connection.send(first, more);
    }

    private static void nothing(Connection connection) {
        // fresh
    }

    private static Row made(String name, Violation violation, Supplier<Object> event) {
        return new Row(
                name,
                violation,
                Role.CLIENT,
                STRICT,
                SendViolationCases::nothing,
                () -> List.of((Event) event.get()),
                Fault.NOT_MADE);
    }

    private static Row client(String name, Violation violation, Event... events) {
        return new Row(
                name,
                violation,
                Role.CLIENT,
                STRICT,
                SendViolationCases::nothing,
                () -> List.of(events),
                Fault.BY_ITSELF);
    }

    private static Row server(String name, Violation violation, Event... events) {
        return new Row(
                name, violation, Role.SERVER, STRICT, receive(GET_BYTES), () -> List.of(events), Fault.BY_ITSELF);
    }

    private static Row failing(
            String name, Violation violation, Role role, Consumer<Connection> before, Event... events) {
        return new Row(name, violation, role, STRICT, before, () -> List.of(events), Fault.IN_CONVERSATION);
    }

    private static Row under(Policy policy, Row row) {
        return new Row(
                row.name() + ", other policy",
                row.violation(),
                row.role(),
                policy,
                row.before(),
                row.events(),
                row.fault());
    }

    private static Row broken(Row row) {
        return new Row(
                row.name(),
                row.violation(),
                row.role(),
                row.policy(),
                row.before(),
                row.events(),
                Fault.IN_CONVERSATION);
    }

    private static Request host(String... hosts) {
        HeadersBuilder headers = Headers.builder();
        for (String host : hosts) {
            headers.add("Host", host);
        }
        return new Request("GET", "/", headers.build());
    }

    private static Response coded(String... codings) {
        HeadersBuilder headers = Headers.builder();
        for (String coding : codings) {
            headers.add("Transfer-Encoding", coding);
        }
        return new Response(200, headers.build());
    }

    // spotless:off
    static List<Row> rows() {
        return List.of(
            made("with a space", Violation.BAD_METHOD, () -> request("GE T", "/")),
            made("empty", Violation.BAD_METHOD, () -> request("", "/")),
            made("with a line break", Violation.BAD_TARGET, () -> request("GET", "/a\r\nb")),
            made("empty", Violation.BAD_TARGET, () -> request("GET", "")),
            made("with DEL", Violation.BAD_TARGET, () -> request("GET", "/\u007f")),
            made("above 255", Violation.BAD_TARGET, () -> request("GET", "/\u0100")),
            made("199 as final", Violation.BAD_STATUS_CODE, () -> response(199)),
            made("1000", Violation.BAD_STATUS_CODE, () -> response(1000)),
            made("99", Violation.BAD_STATUS_CODE, () -> informational(99)),
            made("200 as interim", Violation.BAD_STATUS_CODE, () -> informational(200)),
            made("with a line break", Violation.BAD_REASON,
                () -> new Response(200, "a\nb", Headers.EMPTY, HttpVersion.HTTP_1_1)),
            made("with a control", Violation.BAD_REASON,
                () -> new InformationalResponse(100, "\u0001", Headers.EMPTY, HttpVersion.HTTP_1_1)),
            made("with a space", Violation.BAD_FIELD_NAME, () -> response(200, "a b", "")),
            made("empty", Violation.BAD_FIELD_NAME, () -> response(200, "", "")),
            made("with a line break", Violation.BAD_FIELD_VALUE, () -> response(200, "a", "b\r\nc: d")),
            made("above 255", Violation.BAD_FIELD_VALUE, () -> response(200, "a", "\u0100")),

            client("bell", Violation.FIELD_VALUE_CONTROL, request("GET", "/", "Host", "a", "b", "\u0007")),
            server("bell", Violation.FIELD_VALUE_CONTROL, response(200, "b", "\u0007")),
            server("bell in 1xx", Violation.FIELD_VALUE_CONTROL, informational(103, "b", "\u007f")),
            client("bell in a trailer", Violation.FIELD_VALUE_CONTROL,
                POST_CHUNKED, new EndOfMessage(Headers.of("b", "\u0007"))),
            client("request of 2.0", Violation.VERSION_NOT_SENT, new Request("GET", "/", GET.headers(), HTTP_2_0)),
            server("response of 1.0", Violation.VERSION_NOT_SENT,
                new Response(200, "", Headers.EMPTY, HttpVersion.HTTP_1_0)),
            server("interim of 1.0", Violation.VERSION_NOT_SENT,
                new InformationalResponse(103, "", Headers.EMPTY, HttpVersion.HTTP_1_0)),
            broken(under(H11, client("request of 2.0", Violation.VERSION_NOT_SENT,
                new Request("GET", "/", GET.headers(), HTTP_2_0)))),
            broken(under(H11, server("response of 1.0", Violation.VERSION_NOT_SENT,
                new Response(200, "", Headers.EMPTY, HttpVersion.HTTP_1_0)))),
            broken(under(H11, server("interim of 1.0", Violation.VERSION_NOT_SENT,
                new InformationalResponse(103, "", Headers.EMPTY, HttpVersion.HTTP_1_0)))),
            client("authority to GET", Violation.TARGET_FORM, request("GET", "1.2.3.4:80", "Host", "a")),
            client("origin to CONNECT", Violation.TARGET_FORM, request("CONNECT", "/", "Host", "a")),
            client("asterisk to GET", Violation.TARGET_FORM, request("GET", "*", "Host", "a")),
            client("quote", Violation.TARGET_CHARACTER, request("GET", "/\"", "Host", "a")),
            client("percent", Violation.TARGET_CHARACTER, request("GET", "/%4", "Host", "a")),
            client("above 126", Violation.TARGET_NON_ASCII, request("GET", "/\u00e9", "Host", "a")),
            client("number sign", Violation.TARGET_FORM, request("GET", "/#a", "Host", "a")),
            client("host and port to GET", Violation.TARGET_FORM, request("GET", "example.com:443", "Host", "a")),
            client("TRACE", Violation.TRACE_WITH_CONTENT, request("TRACE", "/", "Host", "a", "Content-Length", "1")),
            client("TRACE", Violation.TRACE_WITH_CONTENT, request("TRACE", "/", "Host", "a", "Transfer-Encoding", "chunked")),

            client("none", Violation.MISSING_HOST, host()),
            under(H11, client("none", Violation.MISSING_HOST, host())),
            client("two equal", Violation.MULTIPLE_HOST, host("a", "a")),
            under(H11, client("two equal", Violation.MULTIPLE_HOST, host("a", "a"))),
            client("user information", Violation.BAD_HOST, host("a@b")),
            client("sign", Violation.BAD_CONTENT_LENGTH, request("POST", "/", "Host", "a", "Content-Length", "+1")),
            server("empty", Violation.BAD_CONTENT_LENGTH, response(200, "Content-Length", "")),
            under(H11, server("letters", Violation.BAD_CONTENT_LENGTH, response(200, "Content-Length", "1x"))),
            server("2^63", Violation.CONTENT_LENGTH_TOO_LARGE, response(200, "Content-Length", "9223372036854775808")),
            server("two", Violation.CONFLICTING_CONTENT_LENGTH,
                response(200, "Content-Length", "1", "Content-Length", "2")),
            under(H11, server("leading zero", Violation.CONFLICTING_CONTENT_LENGTH,
                response(200, "Content-Length", "1, 01"))),
            server("list", Violation.REPEATED_CONTENT_LENGTH, response(200, "Content-Length", "5, 5")),
            client("both", Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
                request("POST", "/", "Host", "a", "Content-Length", "5", "Transfer-Encoding", "chunked")),
            server("empty", Violation.BAD_TRANSFER_ENCODING, coded("")),
            server("parameter", Violation.BAD_TRANSFER_ENCODING, coded("chunked;a=b")),
            server("twice", Violation.CHUNKED_TWICE, coded("chunked", "chunked")),
            client("in a request", Violation.CHUNKED_NOT_LAST,
                request("POST", "/", "Host", "a", "Transfer-Encoding", "chunked, gzip")),
            server("in a response", Violation.CHUNKED_NOT_LAST, coded("chunked", "gzip")),
            under(H11, server("in a response", Violation.CHUNKED_NOT_LAST, coded("chunked, gzip"))),
            server("before chunked", Violation.UNKNOWN_TRANSFER_CODING, coded("gzip, chunked")),
            server("alone", Violation.UNKNOWN_TRANSFER_CODING, coded("gzip")),
            under(H11, server("before chunked", Violation.UNKNOWN_TRANSFER_CODING, coded("gzip, chunked"))),
            client("no length", Violation.EXPECT_WITHOUT_CONTENT,
                request("POST", "/", "Host", "a", "Expect", "100-continue")),
            client("length 0", Violation.EXPECT_WITHOUT_CONTENT,
                request("POST", "/", "Host", "a", "Expect", "100-continue", "Content-Length", "0")),
            client("Host", Violation.FORBIDDEN_TRAILER, POST_CHUNKED, new EndOfMessage(Headers.of("Host", "a"))),
            client("Trailer", Violation.FORBIDDEN_TRAILER, POST_CHUNKED, new EndOfMessage(Headers.of("TRAILER", "a"))),
            under(H11, client("Content-Length", Violation.BAD_CONTENT_LENGTH,
                POST_CHUNKED, new EndOfMessage(Headers.of("Content-Length", "a")))),

            failing("too much at once", Violation.BODY_TOO_LONG, Role.CLIENT, send(POST_5), Data.utf8("123456")),
            failing("one more", Violation.BODY_TOO_LONG, Role.CLIENT, send(POST_5, Data.utf8("12345")), Data.utf8("6")),
            failing("without framing", Violation.BODY_TOO_LONG, Role.CLIENT, send(GET), Data.utf8("1")),
            failing("in one send", Violation.BODY_TOO_LONG, Role.SERVER, receive(GET_BYTES),
                response(200, "Content-Length", "0"), Data.utf8("1"), END),
            under(H11, failing("with 304", Violation.BODY_TOO_LONG, Role.SERVER,
                receive(GET_BYTES), response(304), Data.utf8("1"))),
            failing("one less", Violation.BODY_TOO_SHORT, Role.CLIENT, send(POST_5, Data.utf8("1234")), END),
            failing("length", Violation.TRAILERS_NOT_CHUNKED, Role.CLIENT,
                send(POST_5, Data.utf8("12345")), new EndOfMessage(Headers.of("a", "b"))),
            failing("until close", Violation.TRAILERS_NOT_CHUNKED, Role.SERVER,
                receive("GET / HTTP/1.0\r\n\r\n"), response(200), new EndOfMessage(Headers.of("a", "b"))),
            failing("on 204", Violation.TRAILERS_NOT_CHUNKED, Role.SERVER,
                receive(GET_BYTES), response(204), new EndOfMessage(Headers.of("a", "b"))),
            failing("on 204", Violation.BODY_NOT_ALLOWED, Role.SERVER,
                receive(GET_BYTES), response(204), Data.utf8("1"), END),
            failing("on 205", Violation.BODY_NOT_ALLOWED, Role.SERVER,
                receive(GET_BYTES), response(205), Data.utf8("1"), END),
            failing("on 205 with a length", Violation.BODY_NOT_ALLOWED, Role.SERVER,
                receive(GET_BYTES), response(205, "Content-Length", "1"), Data.utf8("1"), END),

            failing("body first", Violation.UNEXPECTED_EVENT, Role.CLIENT, SendViolationCases::nothing, Data.utf8("1")),
            failing("response by a client", Violation.UNEXPECTED_EVENT, Role.CLIENT,
                SendViolationCases::nothing, response(200)),
            failing("request by a server", Violation.UNEXPECTED_EVENT, Role.SERVER, SendViolationCases::nothing, GET),
            failing("second request", Violation.UNEXPECTED_EVENT, Role.CLIENT, send(GET, END), GET),
            failing("second response", Violation.UNEXPECTED_EVENT, Role.SERVER,
                receive(GET_BYTES).andThen(send(response(200))), response(200)),
            failing("second response in one call", Violation.UNEXPECTED_EVENT, Role.SERVER, receive(GET_BYTES),
                response(200, "Content-Length", "1"), Data.utf8("1"), response(204)),
            failing("interim before the request", Violation.UNEXPECTED_EVENT, Role.SERVER,
                SendViolationCases::nothing, informational(103)),
            failing("closing inside a message", Violation.UNEXPECTED_EVENT, Role.CLIENT,
                send(POST_5), new ConnectionClosed()),
            failing("request after closing", Violation.UNEXPECTED_EVENT, Role.CLIENT,
                send(new ConnectionClosed()), GET),
            failing("without proposal", Violation.SWITCH_NOT_OFFERED, Role.SERVER,
                receive(GET_BYTES), informational(101, "Upgrade", "a")),
            failing("other protocol", Violation.SWITCH_NOT_OFFERED, Role.SERVER,
                receive("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: b, c\r\n\r\n"),
                informational(101, "Upgrade", "b, a")),
            failing("no protocol", Violation.SWITCH_NOT_OFFERED, Role.SERVER,
                receive("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: b, c\r\n\r\n"),
                informational(101)),
            under(H11, failing("without proposal", Violation.SWITCH_NOT_OFFERED, Role.SERVER,
                receive(GET_BYTES), informational(101, "Upgrade", "a"))),
            failing("before 100", Violation.SWITCH_BEFORE_CONTINUE, Role.SERVER,
                receive(head("POST / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: b", "Content-Length: 1",
                    "Expect: 100-continue")),
                informational(101, "Upgrade", "b")),
            client("Upgrade", Violation.UPGRADE_WITHOUT_CONNECTION_OPTION, request("GET", "/", "Host", "a", "Upgrade", "b")),
            client("TE", Violation.TE_WITHOUT_CONNECTION_OPTION,
                request("GET", "/", "Host", "a", "TE", "trailers", "Connection", "close")),
            client("with a weight", Violation.TE_CHUNKED,
                request("GET", "/", "Host", "a", "TE", "trailers, Chunked ;q=0.5", "Connection", "TE")),
            server("none", Violation.MISSING_UPGRADE, response(426, "Content-Length", "0"), END),
            failing("after a response of 1.0", Violation.TRANSFER_ENCODING_TO_HTTP_1_0, Role.CLIENT,
                send(GET, END)
                    .andThen(receive(head("HTTP/1.0 200 OK", "Connection: keep-alive", "Content-Length: 0")))
                    .andThen(Connection::startNextCycle),
                POST_CHUNKED, END),
            new Row("bytes from the server", Violation.NOT_REUSABLE, Role.CLIENT, STRICT,
                connection -> connection.receiveData(new byte[] {'H'}), () -> List.of(GET), Fault.BY_ITSELF));
    }
    // spotless:on
}
