package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a program for the JDK's server can do in an exchange, what a client sends, and what comes of it. */
@SuppressWarnings("ImmutableEnumChecker") // the steps keep nothing
enum Behaviour {
    // spotless:off
    FIXED_LENGTH(get(), x -> answer(x, 200, 5, "hello"),
            "200 content-length=5 'hello' open"),
    UNKNOWN_LENGTH(get(), x -> answer(x, 200, 0, "hello"),
            "200 content-length=5 'hello' open",
            "200 transfer-encoding=chunked 'hello' open"),
    UNKNOWN_LENGTH_AND_NOTHING(get(), x -> answer(x, 200, 0, ""),
            "200 content-length=0 '' open",
            "200 transfer-encoding=chunked '' open"),
    NO_BODY(get(), x -> x.sendResponseHeaders(200, -1),
            "200 content-length=0 '' open"),
    NO_BODY_AND_A_WRITE(get(), x -> answer(x, 200, -1, "hello"),
            "200 content-length=0 '' open, handler: IOException"),
    NO_CONTENT(get(), x -> x.sendResponseHeaders(204, -1),
            "204 '' open"),
    NO_CONTENT_WITH_LENGTH(get(), x -> x.sendResponseHeaders(204, 5),
            "204 '' open"),
    NOT_MODIFIED(get(), x -> x.sendResponseHeaders(304, -1),
            "304 '' open"),
    HEAD_WITH_LENGTH_IN_A_FIELD(head(), x -> { x.getResponseHeaders().set("Content-Length", "5"); x.sendResponseHeaders(200, -1); },
            "200 content-length=5 '' open"),
    HEAD_AND_A_WRITE(head(), x -> answer(x, 200, 5, "hello"),
            "200 content-length=5 '' open",
            "200 '' open, handler: IOException"),
    OLD_CLIENT(old(), x -> answer(x, 200, 5, "hello"),
            "200 connection=close content-length=5 'hello' closed"),
    OLD_CLIENT_UNKNOWN_LENGTH(old(), x -> answer(x, 200, 0, "hello"),
            "200 connection=close content-length=5 'hello' closed",
            "200 connection=close 'hello' closed"),
    ECHO(post("hello"), x -> answer(x, 200, 5, body(x)),
            "200 content-length=5 'hello' open"),
    ECHO_CHUNKED("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", x -> answer(x, 200, 5, body(x)),
            "200 content-length=5 'hello' open"),
    POLLED(post("hello"), x -> answer(x, 200, 5, polled(x)),
            "200 content-length=5 'hello' open"),
    BODY_AFTER_HEAD(post("hello"), x -> { x.sendResponseHeaders(200, 5); String body = body(x); close(x, body); },
            "200 content-length=5 'hello' open"),
    UNREAD_BODY(post("hello"), x -> answer(x, 200, 2, "ok"),
            "200 content-length=2 'ok' open"),
    UNREAD_LARGE_BODY(post("x".repeat(1 << 20)), x -> answer(x, 200, 2, "ok"),
            "200 connection=close content-length=2 'ok' closed",
            "200 content-length=2 'ok' closed",
            "nothing"),
    READ_AFTER_NO_BODY(get(), x -> { x.sendResponseHeaders(200, -1); x.getRequestBody().read(); },
            "200 content-length=0 '' open, handler: IOException"),
    READ_AFTER_CLOSE(post("hello"), x -> { answer(x, 200, 2, "ok"); x.getRequestBody().read(); },
            "200 content-length=2 'ok' open, handler: IOException"),
    TOO_MANY_BYTES(get(), x -> answer(x, 200, 4, "hello"),
            "500 content-length=22 'the server has failed' open, handler: IOException",
            "200 content-length=4 '(cut)' closed, handler: IOException",
            "nothing, handler: IOException"),
    TOO_MANY_BYTES_AND_THE_RIGHT_ONES(get(), x -> { x.sendResponseHeaders(200, 5); mustRefuse(x, "hello, there"); close(x, "hello"); },
            "200 content-length=5 'hello' open"),
    TOO_MANY_BYTES_IN_BETWEEN(get(), x -> { x.sendResponseHeaders(200, 5); x.getResponseBody().write(bytes("hel")); mustRefuse(x, "low"); close(x, "lo"); },
            "200 content-length=5 'hello' open"),
    TOO_FEW_BYTES(get(), x -> answer(x, 200, 6, "hello"),
            "500 content-length=22 'the server has failed' open, handler: IOException",
            "200 content-length=6 'hello (cut)' closed, handler: IOException",
            "nothing, handler: IOException"),
    THROWS(get(), x -> { throw new IllegalStateException("on purpose"); },
            "500 content-length=22 'the server has failed' open",
            "nothing"),
    THROWS_IO(get(), x -> { throw new IOException("on purpose"); },
            "500 content-length=22 'the server has failed' open",
            "nothing"),
    THROWS_AFTER_THE_RESPONSE(get(), x -> { answer(x, 200, 2, "ok"); throw new IOException("on purpose"); },
            "200 content-length=2 'ok' open"),
    HEADERS_TWICE(get(), x -> { x.sendResponseHeaders(200, 5); x.sendResponseHeaders(200, 5); },
            "500 content-length=22 'the server has failed' open, handler: IOException",
            "200 content-length=5 '(cut)' closed, handler: IOException",
            "nothing, handler: IOException"),
    WRITE_BEFORE_HEADERS(get(), x -> x.getResponseBody().write(1),
            "500 content-length=22 'the server has failed' open, handler: IOException",
            "nothing, handler: IOException"),
    CLOSE_BEFORE_HEADERS(get(), HttpExchange::close,
            "nothing"),
    CLOSE_AFTER_HEADERS(get(), x -> { x.sendResponseHeaders(200, 0); x.close(); },
            "200 content-length=0 '' open",
            "200 transfer-encoding=chunked '' open"),
    CLOSE_TOO_EARLY(get(), x -> { x.sendResponseHeaders(200, 5); x.close(); },
            "500 content-length=22 'the server has failed' open",
            "200 content-length=5 '(cut)' closed",
            "nothing"),
    CLOSE_TWICE(get(), x -> { answer(x, 200, 2, "ok"); x.close(); x.close(); },
            "200 content-length=2 'ok' open"),
    CLIENT_CLOSES("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", x -> answer(x, 200, 2, "ok"),
            "200 connection=close content-length=2 'ok' closed",
            "200 content-length=2 'ok' closed"),
    HANDLER_CLOSES(get(), x -> { x.getResponseHeaders().set("Connection", "close"); answer(x, 200, 2, "ok"); },
            "200 connection=close content-length=2 'ok' closed"),
    OWN_FRAMING(get(), x -> { x.getResponseHeaders().set("Transfer-Encoding", "chunked"); answer(x, 200, 2, "ok"); },
            "200 content-length=2 'ok' open",
            "200 content-length=2 transfer-encoding=chunked 'ok' open"),
    LINE_FEED_IN_A_FIELD(get(), x -> x.getResponseHeaders().set("X-A", "a\nb"),
            "500 content-length=22 'the server has failed' open, handler: IllegalArgumentException",
            "nothing, handler: IllegalArgumentException"),
    BAD_FIELD_NAME(get(), x -> { x.getResponseHeaders().set("X A", "a"); answer(x, 200, 2, "ok"); },
            "500 content-length=22 'the server has failed' open, handler: IllegalArgumentException",
            "200 content-length=2 'ok' open",
            "nothing, handler: IllegalArgumentException"),
    CHARACTER_ABOVE_FF(get(), x -> { x.getResponseHeaders().set("X-A", "a\u0142b"); answer(x, 200, 2, "ok"); },
            fieldsAreChecked()
                    ? "500 content-length=22 'the server has failed' open, handler: IllegalArgumentException"
                    : "200 content-length=2 x-a=a?b 'ok' open",
            "200 content-length=2 x-a=aBb 'ok' open",
            "nothing, handler: IllegalArgumentException"),
    SEVERAL_VALUES(get(), x -> { x.getResponseHeaders().add("X-A", "1"); x.getResponseHeaders().add("x-a", "2"); answer(x, 200, 2, "ok"); },
            "200 content-length=2 x-a=1, 2 'ok' open"),
    REQUEST_FIELDS("GET /x HTTP/1.1\r\nHost: a\r\nx-AB: 1\r\nX-ab: 2\r\n\r\n", x -> answer(x, 200, 0, x.getRequestHeaders().get("X-AB") + " " + x.getRequestHeaders().getFirst("x-ab") + " " + x.getRequestHeaders().containsKey("X-Ab")),
            "200 content-length=13 '[1, 2] 1 true' open",
            "200 transfer-encoding=chunked '[1, 2] 1 true' open"),
    REQUEST_FIELDS_FIXED(get(), x -> x.getRequestHeaders().add("a", "b"),
            "500 content-length=22 'the server has failed' open, handler: UnsupportedOperationException",
            "nothing, handler: UnsupportedOperationException"),
    NO_SUCH_FIELD(get(), x -> answer(x, 200, 0, "" + x.getRequestHeaders().get("Nothing") + x.getRequestHeaders().getFirst("Nothing")),
            "200 content-length=8 'nullnull' open",
            "200 transfer-encoding=chunked 'nullnull' open"),
    EXPECT("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", x -> answer(x, 200, 5, body(x)),
            "100 then 200 content-length=5 'hello' open"),
    EXPECT_POLLED("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", x -> answer(x, 200, 5, polled(x)),
            "100 then 200 content-length=5 'hello' open"),
    EXPECT_UNREAD("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello", x -> answer(x, 200, 2, "no"),
            "200 connection=close content-length=2 'no' closed",
            "100 then 200 content-length=2 'no' open"),
    STREAMS(post("hello"), x -> { x.setStreams(upper(x), null); x.setStreams(null, new FilterOutputStream(x.getResponseBody())); answer(x, 200, 5, body(x)); },
            "200 content-length=5 'HELLO' open"),
    ABOUT_THE_REQUEST(get("/x/y?a=b%20c"), x -> answer(x, 200, 0, x.getRequestMethod() + " " + x.getRequestURI() + " " + x.getProtocol() + " " + x.getHttpContext().getPath() + " " + x.getResponseCode() + " " + x.getPrincipal() + " " + x.getLocalAddress().getAddress().isLoopbackAddress() + (x.getRemoteAddress().getPort() > 0)),
            "200 content-length=45 'GET /x/y?a=b%20c HTTP/1.1 /x -1 null truetrue' open",
            "200 transfer-encoding=chunked 'GET /x/y?a=b%20c HTTP/1.1 /x -1 null truetrue' open"),
    CODE_AFTERWARDS(get(), x -> { x.sendResponseHeaders(201, 0); close(x, "" + x.getResponseCode()); },
            "201 content-length=3 '201' open",
            "201 transfer-encoding=chunked '201' open"),
    ABSOLUTE_TARGET("GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", x -> answer(x, 200, 0, "" + x.getRequestURI()),
            "200 content-length=10 'http://a/x' open",
            "200 transfer-encoding=chunked 'http://a/x' open"),
    BAD_TARGET(get("/x?%zz"), Behaviour::neverCalled,
            "400 connection=close content-length=69 'the request-target contains a character that is not allowed in a URI' closed",
            "400 connection=close content-length=49 '<h1>400 Bad Request</h1>URISyntaxException thrown' closed"),
    NO_CONTEXT(get("/none"), Behaviour::neverCalled,
            "404 content-length=50 '<h1>404 Not Found</h1>No context found for request' open",
            "404 connection=close content-length=50 '<h1>404 Not Found</h1>No context found for request' closed"),
    ASTERISK("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", Behaviour::neverCalled,
            "404 content-length=50 '<h1>404 Not Found</h1>No context found for request' open",
            "404 connection=close content-length=50 '<h1>404 Not Found</h1>No context found for request' closed"),
    NO_HANDLER(get("/empty"), Behaviour::neverCalled,
            "500 content-length=56 '<h1>500 Internal Server Error</h1>No handler for context' open",
            "500 connection=close content-length=56 '<h1>500 Internal Server Error</h1>No handler for context' closed"),
    PREFIX_OF_A_NAME(get("/xyz"), x -> answer(x, 200, 0, x.getHttpContext().getPath()),
            "200 content-length=2 '/x' open",
            "200 transfer-encoding=chunked '/x' open"),
    LARGE(get(), x -> answer(x, 200, 1 << 20, "y".repeat(1 << 20)),
            "200 content-length=1048576 'yyy... 1048576' open"),
    LARGE_UNKNOWN_LENGTH(get(), x -> answer(x, 200, 0, "y".repeat(1 << 20)),
            "200 transfer-encoding=chunked 'yyy... 1048576' open"),
    TWO_LENGTHS("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Behaviour::neverCalled,
            "400 connection=close content-length=54 'both Content-Length and Transfer-Encoding are present' closed",
            "400 connection=close content-length=65 '<h1>400 Bad Request</h1>Conflicting or malformed headers detected' closed"),
    NO_HOST("GET /x HTTP/1.1\r\n\r\n", x -> answer(x, 200, 2, "ok"),
            "400 connection=close content-length=41 'an HTTP/1.1 request without a Host field' closed",
            "200 content-length=2 'ok' open"),
    CUT_BODY_READ(post("hello").replace("5", "6"), x -> answer(x, 200, 6, body(x)),
            "400 connection=close content-length=46 'the stream ended before the body was complete' closed, handler: IOException",
            "nothing, handler: IOException"),
    ;
    // spotless:on

    /** A handler. */
    interface Step {
        void handle(HttpExchange exchange) throws IOException;
    }

    final String request;
    final Step step;
    final String onH11j;

    /** What the JDK's server does: the same, or one of these, which differ between its releases. */
    final List<String> onJdk;

    Behaviour(String request, Step step, String same) {
        this.request = request;
        this.step = step;
        this.onH11j = same;
        this.onJdk = List.of(same);
    }

    Behaviour(String request, Step step, String onH11j, String... onJdk) {
        this.request = request;
        this.step = step;
        this.onH11j = onH11j;
        this.onJdk = List.of(onJdk);
    }

    boolean isHead() {
        return request.startsWith("HEAD");
    }

    /** Whether the JDK's class for fields, which both servers use, refuses other characters. */
    private static boolean fieldsAreChecked() {
        try {
            new Headers().set("X-A", "\u0142");
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static void neverCalled(HttpExchange exchange) {
        throw new AssertionError("called: " + exchange.getRequestURI());
    }

    private static String get() {
        return get("/x");
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String head() {
        return "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String old() {
        return "GET /x HTTP/1.0\r\n\r\n";
    }

    private static String post(String body) {
        return "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
    }

    /** Waits until the body can be read without waiting, as some programs do. */
    private static String polled(HttpExchange exchange) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (exchange.getRequestBody().available() < 5) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the body is not available");
            }
            LockSupport.parkNanos(1_000_000);
        }
        return new String(exchange.getRequestBody().readNBytes(5), ISO_8859_1);
    }

    private static void answer(HttpExchange exchange, int code, long length, String body) throws IOException {
        exchange.sendResponseHeaders(code, length);
        close(exchange, body);
    }

    private static void mustRefuse(HttpExchange exchange, String tooLong) {
        assertThatThrownBy(() -> exchange.getResponseBody().write(bytes(tooLong)))
                .isInstanceOf(IOException.class);
    }

    private static void close(HttpExchange exchange, String body) throws IOException {
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes(body));
        }
    }

    private static FilterInputStream upper(HttpExchange exchange) {
        return new FilterInputStream(exchange.getRequestBody()) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count > 0) {
                    byte[] upper = bytes(new String(target, offset, count, ISO_8859_1).toUpperCase(Locale.ROOT));
                    System.arraycopy(upper, 0, target, offset, count);
                }
                return count;
            }
        };
    }
}
