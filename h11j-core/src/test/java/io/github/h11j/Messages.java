package io.github.h11j;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Whole valid messages for properties, with what stands in for their end. */
final class Messages {

    private Messages() {}

    /**
     * A valid message, or several of a client's.
     *
     * @param untilClose whether its end is the end of the stream
     */
    record Message(Role sender, String text, boolean untilClose) {

        byte[] bytes() {
            return Latin1.bytes(text);
        }

        Setup setup() {
            return sender == Role.CLIENT ? Setup.NOTHING : Setup.GET_SENT;
        }

        @Override
        public String toString() {
            return sender + " " + Wire.visible(text);
        }
    }

    static Arbitrary<Message> any() {
        return Arbitraries.oneOf(requests(), responses());
    }

    /** Requests in a row; one of HTTP/1.0 can only be the last. */
    static Arbitrary<Message> requests() {
        Arbitrary<String> start = Combinators.combine(
                        Arbitraries.of("GET", "POST", "X-METHOD"),
                        Arbitraries.of("/", "/a?b=%20", "http://a/", "urn:x"))
                .as((method, target) -> method + " " + target + " HTTP/1.");
        Arbitrary<String> one = Combinators.combine(start, fields(), framed())
                .as((line, fields, body) -> line + "1\r\nHost: a\r\n" + fields + body);
        Arbitrary<String> old =
                Combinators.combine(start, fields()).as((line, fields) -> line + "0\r\n" + fields + "\r\n");
        return Combinators.combine(one.list().ofMinSize(1).ofMaxSize(2), Arbitraries.oneOf(Arbitraries.of(""), old))
                .as((list, last) -> new Message(Role.CLIENT, String.join("", list) + last, false));
    }

    static Arbitrary<Message> responses() {
        Arbitrary<String> interim =
                Arbitraries.of("", "", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n");
        Arbitrary<String> line = Combinators.combine(
                        Arbitraries.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.0"),
                        Arbitraries.of(" 200 OK", " 404 Not Found", " 500 ", " 299 \351"))
                .as((version, rest) -> version + rest + "\r\n");
        Arbitrary<Message> framed = Combinators.combine(interim, line, fields(), framed())
                .as((before, start, fields, body) -> new Message(
                        Role.SERVER,
                        before + (body.startsWith("Transfer") ? "HTTP/1.1 200 OK\r\n" : start) + fields + body,
                        body.startsWith("\r\n")));
        Arbitrary<Message> untilClose = Combinators.combine(interim, line, fields(), body())
                .as((before, start, fields, body) ->
                        new Message(Role.SERVER, before + start + fields + "\r\n" + body, true));
        return Arbitraries.frequencyOf(Tuple.of(4, framed), Tuple.of(1, untilClose));
    }

    private static Arbitrary<String> fields() {
        return Arbitraries.of("A: b\r\n", "Content-Type:text/plain\r\n", "X:\r\n", "Accept: \t*/* \r\n")
                .list()
                .ofMaxSize(4)
                .map(list -> String.join("", list));
    }

    private static Arbitrary<String> body() {
        return Arbitraries.of("a", "hello", "\r\n", "0\r\n\r\n", "\0\377", "GET / HTTP/1.1\r\n")
                .list()
                .ofMaxSize(3)
                .map(list -> String.join("", list));
    }

    /** A framing field, the empty line and the body. */
    private static Arbitrary<String> framed() {
        Arbitrary<String> length = body().map(body -> "Content-Length: " + body.length() + "\r\n\r\n" + body);
        Arbitrary<String> chunked = Combinators.combine(
                        body().filter(body -> !body.isEmpty()).list().ofMaxSize(3),
                        Arbitraries.of("", ";a", " ; a = \"b\\\"\"", ";a=b;c"),
                        Arbitraries.of("", "ETag: x\r\n", "A: b\r\nB: c\r\n"))
                .as(Messages::chunked);
        return Arbitraries.oneOf(length, chunked);
    }

    private static String chunked(List<String> chunks, String extension, String trailers) {
        StringBuilder body = new StringBuilder("Transfer-Encoding: chunked\r\n\r\n");
        for (String chunk : chunks) {
            body.append(Integer.toHexString(chunk.length())).append(extension).append("\r\n");
            body.append(chunk).append("\r\n");
        }
        return body.append("0\r\n").append(trailers).append("\r\n").toString();
    }
}
