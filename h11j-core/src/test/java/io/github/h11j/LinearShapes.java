package io.github.h11j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Inputs and calls of any size that have a loop in a loop, or had. {@link LinearWorkTest} counts what they cost. */
@SuppressWarnings("ReturnValueIgnored") // what counts is the work
final class LinearShapes {

    private static final int ALL = 1 << 24;

    private static final Limits LIMITS = Limits.DEFAULT
            .withRequestLine(ALL)
            .withStatusLine(ALL)
            .withFieldSection(ALL)
            .withFields(ALL)
            .withChunkLine(ALL)
            .withChunkExtensions(ALL)
            .withTrailerSection(ALL)
            .withTrailers(ALL)
            .withLeadingEmptyLines(ALL)
            .withInformationalResponses(ALL);

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    private final Map<String, IntConsumer> all = new TreeMap<>();

    private LinearShapes() {}

    /** What each shape does for a size, by its name. */
    static Map<String, IntConsumer> all() {
        LinearShapes shapes = new LinearShapes();
        shapes.requests();
        shapes.responses();
        shapes.bodies();
        shapes.headers();
        shapes.sending();
        return shapes.all;
    }

    private static Policy tolerant(Role sender) {
        EnumSet<Violation> tolerable = EnumSet.allOf(Violation.class);
        tolerable.removeIf(violation -> !violation.isTolerable(sender));
        return Policy.STRICT
                .with(LIMITS)
                .tolerating(sender, tolerable.toArray(Violation[]::new))
                .with((role, violation, offset, excerpt) -> {});
    }

    private static void drain(Connection connection) {
        try {
            NextEvent next = connection.nextEvent();
            while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                next = connection.nextEvent();
            }
        } catch (RemoteProtocolException e) {
            e.getMessage();
        }
    }

    private static void play(Connection connection, String text, int read) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int from = 0; from < bytes.length; from += read) {
            connection.receiveData(bytes, from, Math.min(read, bytes.length - from));
            drain(connection);
        }
        connection.receiveEof();
        drain(connection);
    }

    private static void ofClient(String text, int read) {
        play(Connection.server(Policy.STRICT.with(LIMITS)), text, read);
        play(Connection.server(tolerant(Role.CLIENT)), text, read);
    }

    private static void ofServer(String text, int read) {
        for (Policy policy : new Policy[] {Policy.STRICT.with(LIMITS), tolerant(Role.SERVER)}) {
            Connection client = Connection.client(policy);
            Setup.GET_SENT.prepare(client);
            play(client, text, read);
        }
    }

    /** A request with a part that is repeated, whole and byte by byte. */
    private void request(String name, String before, String part, String after) {
        all.put("request: " + name, n -> ofClient(before + part.repeat(n) + after, ALL));
        all.put("request byte by byte: " + name, n -> ofClient(before + part.repeat(n) + after, 1));
    }

    private void requests() {
        request("fields", GET, "name: value\r\n", "\r\n");
        request("a long value", GET + "A: ", "a b\t", "\r\n\r\n");
        request("a long name", GET, "a", ": b\r\n\r\n");
        request("a long bad name", GET, "a", " : b\r\n\r\n");
        request("a long target", "GET /", "a%20", " HTTP/1.1\r\nHost: a\r\n\r\n");
        request("characters that no URI has", "GET /", "|", " HTTP/1.1\r\nHost: a\r\n\r\n");
        request("fragments", "GET /", "#", " HTTP/1.1\r\nHost: a\r\n\r\n");
        request("brackets", "GET ", "[", " HTTP/1.1\r\nHost: a\r\n\r\n");
        request("hosts in a target", "GET ", "a://[", " HTTP/1.1\r\nHost: a\r\n\r\n");
        request("a long scheme", "GET ", "a", "://[::1]/ HTTP/1.1\r\nHost: a\r\n\r\n");
        request("user information", "GET http://", "a:b@", "/ HTTP/1.1\r\nHost: a\r\n\r\n");
        request("groups of an address", "GET / HTTP/1.1\r\nHost: [", "1:", "]\r\n\r\n");
        request("a long host", "GET / HTTP/1.1\r\nHost: ", "%41", "\r\n\r\n");
        request("hosts", "GET / HTTP/1.1\r\n", "Host: a\r\n", "\r\n");
        request("controls", GET + "A: ", "\1", "\r\n\r\n");
        request("controls and URIs", GET + "A: ", "a://b@\1", "\r\n\r\n");
        request("folded lines", GET + "A: b\r\n", " c\r\n", "\r\n");
        request("folded blank lines", GET + "A: b\r\n", " \r\n", "\r\n");
        request("folded lines of blanks", GET + "A: b\r\n", "  \t \r\n", "\r\n");
        request("folded lines with controls", GET + "Cookie: b\r\n", " c\1\r\n", "\r\n");
        request("folded lines of a long name", GET + "a".repeat(1000) + ": b\r\n", " c\r\n", "\r\n");
        all.put(
                "request: a long name and folded lines",
                n -> ofClient(GET + "a".repeat(n) + ": b\r\n" + " \r\n".repeat(n) + "\r\n", ALL));
        request("bare LF", GET, "A: b\n", "\r\n");
        request("empty lines", "", "\r\n", GET + "\r\n");
        request("empty lines of LF", "", "\n", GET + "\r\n");
        request("connection options", POST + "Connection: ", "a,", "b\r\n\r\n");
        request("connection fields", POST, "Connection: a, close\r\n", "\r\n");
        request("content lengths", POST, "Content-Length: 0\r\n", "\r\n");
        request("a list of content lengths", POST + "Content-Length: 0", ",0", "\r\n\r\n");
        request("a content length of many digits", POST + "Content-Length: ", "0", "\r\n\r\n");
        request("transfer codings", POST, "Transfer-Encoding: a\r\n", CHUNKED + "0\r\n\r\n");
        request("a list of codings", POST + "Transfer-Encoding: ", "a;b=c,", "chunked\r\n\r\n0\r\n\r\n");
        request("parameters of a coding", POST + "Transfer-Encoding: a", ";b", "\r\n\r\n");
        request("expectations", POST + "Content-Length: 1\r\n", "Expect: a, 100-continue\r\n", "\r\nx");
        request("protocols", GET + "Connection: upgrade\r\nUpgrade: ", "a/1,", "b\r\n\r\n");
        request("known names after others", GET + "a:\r\n".repeat(300), "Connection: a\r\nUpgrade: b\r\n", "\r\n");
        all.put("requests, pipelined", n -> {
            Connection server = Connection.server(Policy.STRICT.with(LIMITS));
            server.receiveData((GET + "\r\n").repeat(n).getBytes(ISO_8859_1));
            for (int i = 0; i < n; i++) {
                drain(server);
                server.send(new Response(204, Headers.EMPTY), new EndOfMessage());
                server.startNextCycle();
            }
        });
    }

    private void responses() {
        for (int read : new int[] {1, ALL}) {
            String how = (read == 1 ? "byte by byte: " : ": ");
            all.put("response " + how + "fields", n -> ofServer(OK + "a: b\r\n".repeat(n) + "\r\n", read));
            all.put("response " + how + "a long phrase", n -> ofServer(OK.strip() + " a".repeat(n) + "\r\n\r\n", read));
            all.put(
                    "response " + how + "interim",
                    n -> ofServer("HTTP/1.1 102 a\r\n\r\n".repeat(n) + OK + "\r\n", read));
            all.put("response " + how + "folds", n -> ofServer(OK + "a: b\r\n" + " \r\n".repeat(n) + "\r\n", read));
            all.put("response " + how + "to no request", n -> {
                Connection client = Connection.client(Policy.STRICT.with(LIMITS));
                play(client, "\r\n".repeat(n) + OK.repeat(n), read);
            });
        }
        all.put("a switch to many protocols", n -> {
            String protocols = names("p", n);
            Connection client = Connection.client(Policy.STRICT.with(LIMITS));
            client.send(
                    new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", protocols)),
                    new EndOfMessage());
            play(client, SWITCH + "Upgrade: " + protocols + "\r\n\r\n", ALL);
        });
        all.put("a switch to many protocols, sent", n -> {
            String protocols = names("p", n);
            Connection server = Connection.server(Policy.STRICT.with(LIMITS));
            server.receiveData(
                    (GET + "Connection: upgrade\r\nUpgrade: " + protocols + "\r\n\r\n").getBytes(ISO_8859_1));
            drain(server);
            server.send(new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", protocols)));
        });
    }

    private static String names(String prefix, int n) {
        StringBuilder names = new StringBuilder(prefix);
        for (int i = 0; i < n; i++) {
            names.append(", ").append(prefix).append(i);
        }
        return names.toString();
    }

    private void bodies() {
        request("chunks", POST + CHUNKED, "1\r\na\r\n", "0\r\n\r\n");
        request("chunks with extensions", POST + CHUNKED, "1;a=b\r\na\r\n", "0\r\n\r\n");
        request("chunk extensions", POST + CHUNKED + "1", ";a=\"b\"", "\r\na\r\n0\r\n\r\n");
        request("a long quoted string", POST + CHUNKED + "1;a=\"", "\\b", "\"\r\na\r\n0\r\n\r\n");
        request("a long chunk size", POST + CHUNKED, "0", "1\r\na\r\n0\r\n\r\n");
        request("blanks after a chunk size", POST + CHUNKED + "1", " ", "\r\na\r\n0\r\n\r\n");
        request("trailers", POST + CHUNKED + "0\r\n", "a: b\r\n", "\r\n");
        request("removed trailers", POST + CHUNKED + "0\r\n", "Cookie: b\r\n", "\r\n");
        request("removed and kept trailers", POST + CHUNKED + "0\r\n", "Cookie: b\r\na: b\r\n", "\r\n");
        all.put("lent bytes", n -> {
            Connection server = Connection.server(Policy.STRICT.with(LIMITS));
            byte[] bytes = (POST + CHUNKED + "1\r\na\r\n".repeat(n) + "0\r\n\r\n").getBytes(ISO_8859_1);
            server.receiveBorrowed(ByteBuffer.wrap(bytes));
            drain(server);
        });
    }

    private static Headers many(int n) {
        String[] lines = new String[2 * n];
        for (int i = 0; i < n; i++) {
            lines[2 * i] = "name" + i % (n / 2);
            lines[2 * i + 1] = "a, b, c";
        }
        return Headers.of(lines);
    }

    private void headers() {
        all.put("headers: of", n -> many(n));
        all.put("headers: a builder adds", n -> {
            HeadersBuilder builder = Headers.builder();
            for (int i = 0; i < n; i++) {
                builder.add("name" + i, "value");
            }
            builder.build();
        });
        all.put("headers: a builder replaces", n -> {
            HeadersBuilder builder = many(n).toBuilder();
            for (int i = 0; i < n; i++) {
                builder.set("name" + i, "value");
            }
            builder.build();
        });
        all.put("headers: a builder replaces one", n -> {
            HeadersBuilder builder = many(n).toBuilder();
            for (int i = 0; i < n; i++) {
                builder.set("name", "value");
            }
            builder.build();
        });
        all.put("headers: a builder removes", n -> {
            HeadersBuilder builder = many(n).toBuilder();
            for (int i = 0; i < n; i++) {
                builder.remove("name" + i);
            }
            builder.build();
        });
        all.put("headers: a builder adds all", n -> {
            HeadersBuilder builder = Headers.builder();
            Headers few = Headers.of("a", "b", "c", "d");
            for (int i = 0; i < n; i++) {
                builder.add(few);
            }
            builder.build();
        });
        all.put("headers: look-ups", n -> {
            Headers headers = many(n);
            headers.contains("none");
            headers.all("name0");
            headers.tokens("name1");
            headers.containsToken("name1", "none");
            headers.valueBytes(n - 1);
        });
        all.put("headers: changes", n -> {
            many(n).with("name0", "a");
            many(n).withAdded("name0", "a");
            many(n).without("name0");
        });
        all.put("headers: texts", n -> {
            Headers headers = many(n);
            headers.toString();
            headers.hashCode();
            headers.equals(many(n));
        });
        all.put(
                "headers: a long text",
                n -> Headers.of("a", "b://c@\u00e9".repeat(n)).toString());
    }

    private void sending() {
        all.put("sending: a request", n -> {
            Headers headers = many(n).toBuilder().add("Host", "a").build();
            Connection.client().send(new Request("GET", "/" + "a%20".repeat(n), headers), new EndOfMessage());
        });
        all.put("sending: connection options", n -> {
            Connection server = Connection.server();
            server.receiveData((GET + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
            drain(server);
            Headers headers =
                    Headers.of("Connection", names("a", n), "Connection", names("b", n), "Content-Length", "0");
            server.send(new Response(200, headers), new EndOfMessage());
        });
        all.put("sending: framing fields that are left out", n -> {
            Connection server = Connection.server();
            server.receiveData((GET + "\r\n").getBytes(ISO_8859_1));
            drain(server);
            HeadersBuilder headers = Headers.builder();
            for (int i = 0; i < n; i++) {
                headers.add("Transfer-Encoding", "a");
            }
            headers.add("Transfer-Encoding", "chunked");
            try {
                server.send(new Response(200, headers.build()), new EndOfMessage());
            } catch (LocalProtocolException e) {
                e.getMessage();
            }
        });
        all.put("sending: parts of a body", n -> {
            Connection client = Connection.client();
            Event[] events = new Event[n + 2];
            events[0] = new Request("POST", "/", Headers.of("Host", "a", "Transfer-Encoding", "chunked"));
            for (int i = 1; i <= n; i++) {
                events[i] = Data.utf8("a");
            }
            events[n + 1] = new EndOfMessage(many(n));
            client.send(List.of(events));
        });
    }
}
