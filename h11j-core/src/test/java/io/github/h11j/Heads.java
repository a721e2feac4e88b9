package io.github.h11j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Heads for tests: read by either reader, and generated, valid and mutated. */
final class Heads {

    /** What precedes a head in its array, so that positions do not begin at 0. */
    private static final int BEFORE = 3;

    private Heads() {}

    /**
     * What a reader says of a head.
     *
     * @param length how many bytes it has
     * @param startLine its parts
     */
    record Read(int length, List<String> startLine, Headers headers, List<Integer> known, boolean clean) {}

    static Optional<Read> fast(HeadReader.Kind kind, byte[] head, Limits limits) {
        byte[] bytes = shifted(head);
        HeadIndex index = new HeadIndex();
        int end = switch (kind) {
            case REQUEST -> FastHead.request(bytes, BEFORE, bytes.length, limits, index);
            case RESPONSE -> FastHead.response(bytes, BEFORE, bytes.length, limits, index);
            case TRAILERS -> {
                index.clear(bytes, BEFORE);
                yield FastHead.fields(bytes, BEFORE, bytes.length, limits.trailerSection(), limits.trailers(), index);
            }
        };
        return end == HeadIndex.NOT_READ ? Optional.empty() : Optional.of(read(kind, end, index));
    }

    /** Empty if the head is incomplete. */
    static Optional<Read> careful(HeadReader.Kind kind, byte[] head, Policy policy) {
        byte[] bytes = shifted(head);
        ReceiveBuffer buffer = new ReceiveBuffer();
        buffer.append(bytes, 0, bytes.length);
        buffer.start = BEFORE;
        HeadIndex index = new HeadIndex();
        Role sender = kind == HeadReader.Kind.RESPONSE ? Role.SERVER : Role.CLIENT;
        int end = CarefulHead.read(kind, new ViolationHandler.Receiving(policy, sender), buffer, buffer.end, index);
        return end == HeadIndex.NOT_READ ? Optional.empty() : Optional.of(read(kind, end, index));
    }

    private static byte[] shifted(byte[] head) {
        byte[] bytes = new byte[BEFORE + head.length];
        System.arraycopy(head, 0, bytes, BEFORE, head.length);
        return bytes;
    }

    private static Read read(HeadReader.Kind kind, int end, HeadIndex index) {
        List<String> line = switch (kind) {
            case REQUEST ->
                List.of(
                        Latin1.text(index.bytes, index.start, index.methodEnd),
                        Latin1.text(index.bytes, index.methodEnd + 1, index.targetEnd),
                        index.version.toString());
            case RESPONSE ->
                List.of(
                        index.version.toString(),
                        Integer.toString(index.statusCode),
                        Latin1.text(index.bytes, index.reasonStart, index.reasonEnd));
            case TRAILERS -> List.of();
        };
        boolean clean = index.clean;
        Headers headers = index.headers(null);
        List<Integer> known = new ArrayList<>();
        for (int name = FieldName.HOST; name <= FieldName.EXPECT; name++) {
            known.add(headers.count(name));
            known.add(headers.indexOf(name, 0));
        }
        return new Read(end - BEFORE, line, headers, known, clean);
    }

    /** Valid heads of requests and some that are not. */
    static Arbitrary<String> requests() {
        Arbitrary<String> method = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of("GET", "POST", "OPTIONS", "CONNECX", "x-y", "M{A*9}")),
                Tuple.of(1, Arbitraries.of("CONNECT", "", "G T", "connect")));
        Arbitrary<String> target = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("/", "/a/b?c=d", "/a%20b", "/;J")),
                Tuple.of(
                        1,
                        Arbitraries.of("*", "http://a/b", "/%41%zz", "/%4", "/%", "a:80", "/|", "/#a", "", "urn:x")));
        Arbitrary<String> version = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of("HTTP/1.1", "HTTP/1.0")),
                Tuple.of(1, Arbitraries.of("HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", "HTTP/11")));
        return Combinators.combine(method, target, version, fields())
                .as((m, t, v, fields) -> Wire.expand(m + " " + t + " " + v + "\r\n" + fields));
    }

    /** Valid heads of responses and some that are not. */
    static Arbitrary<String> responses() {
        Arbitrary<String> version = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of("HTTP/1.1", "HTTP/1.0")),
                Tuple.of(1, Arbitraries.of("HTTP/1.9", "HTTP/3.0", "HTTQ/1.1")));
        Arbitrary<String> status = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of("200", "404", "100", "999")),
                Tuple.of(1, Arbitraries.of("099", "2x0", "20", "2000")));
        Arbitrary<String> reason = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(" ", " OK", " Not Found", " a\tb", " \351", " \t")),
                Tuple.of(1, Arbitraries.of("", " a\1", " a\177b", "\t")));
        return Combinators.combine(version, status, reason, fields())
                .as((v, s, r, fields) -> v + " " + s + r + "\r\n" + fields);
    }

    /** Field lines and the empty line. */
    static Arbitrary<String> fields() {
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(
                        40,
                        Arbitraries.of(
                                "Host",
                                "Content-Length",
                                "transfer-encoding",
                                "Connection",
                                "Upgrade",
                                "Expect",
                                "A",
                                "x_y!",
                                "Content-Type")),
                Tuple.of(1, Arbitraries.of("", "A b", "A\200", " A")));
        Arbitrary<String> value = Arbitraries.frequencyOf(
                Tuple.of(40, Arbitraries.of("", "a", "chunked", "12", "a b\tc", "\351", "{v*20}", "a,b", "\"q\"")),
                Tuple.of(1, Arbitraries.of("x\1", "x\0", "x\177y", "a\rb")));
        Arbitrary<String> blanks = Arbitraries.of("", " ", " ", "\t ", "  ");
        Arbitrary<String> end =
                Arbitraries.frequency(Tuple.of(99, "\r\n"), Tuple.of(1, "\n"), Tuple.of(1, "\r\n "), Tuple.of(1, "\r"));
        Arbitrary<String> line = Combinators.combine(name, blanks, value, blanks, end)
                .as((n, before, v, after, e) -> n + ":" + before + v + after + e);
        return line.list().ofMaxSize(12).map(lines -> Wire.expand(String.join("", lines)) + "\r\n");
    }

    /** The same with some bytes changed, removed or added. */
    static Arbitrary<byte[]> mutated(Arbitrary<String> texts) {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 10_000);
        Arbitrary<Integer> kind = Arbitraries.integers().between(0, 8);
        Arbitrary<Byte> octet = Arbitraries.oneOf(
                Arbitraries.bytes(), Arbitraries.of((byte) '\r', (byte) '\n', (byte) ' ', (byte) ':', (byte) 0));
        return Combinators.combine(texts, place, kind, octet).as((text, at, how, changed) -> {
            byte[] bytes = Wire.bytes(text);
            if (bytes.length == 0) {
                return bytes;
            }
            int i = at % bytes.length;
            String whole = Wire.text(bytes);
            String one = Wire.text(new byte[] {changed});
            return Latin1.bytes(
                    switch (how) {
                        case 0 -> whole.substring(0, i);
                        case 1 -> whole.substring(0, i) + one + whole.substring(i);
                        case 2 -> whole.substring(0, i) + one + whole.substring(i + 1);
                        case 3 -> whole.substring(0, i) + whole.substring(i + 1);
                        default -> whole;
                    });
        });
    }
}
