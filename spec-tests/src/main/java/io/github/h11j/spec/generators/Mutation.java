package io.github.h11j.spec.generators;

import io.github.h11j.Role;
import io.github.h11j.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * The ways in which a valid message becomes an invalid one. Each makes one fault, and says which rule that breaks
 * ({@link #UNKNOWN_CODING} breaks none, but a recipient may not know the coding); the bytes before the fault are those
 * of a valid message. {@link HttpArbitraries#nearValid(Mutation)} generates messages with one.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lambdas have no state
public enum Mutation {
    // Start line of a request
    /** A tab after the method instead of the space. */
    TAB_AFTER_METHOD(
            Violation.BAD_METHOD, Base.POST, (m, at) -> start(m, m.startLine().replaceFirst(" ", "\t"))),
    /** A character in the method that is not allowed in a token. */
    DELIMITER_IN_METHOD(
            Violation.BAD_METHOD, Base.POST, (m, at) -> start(m, insert(m.startLine(), 1 + at % 3, pick("(@{/", at)))),
    /** Two spaces between method and target. */
    TWO_SPACES_BEFORE_TARGET(
            Violation.BAD_TARGET, Base.POST, (m, at) -> start(m, m.startLine().replaceFirst(" ", "  "))),
    /** A control character in the target, including DEL. */
    INVISIBLE_BYTE_IN_TARGET(
            Violation.BAD_TARGET, Base.POST, (m, at) -> start(m, insert(m.startLine(), 6, pick("\u007f\1\t\0", at)))),
    /** A byte above 0x7F in the target. */
    NON_ASCII_IN_TARGET(
            Violation.TARGET_NON_ASCII,
            Base.POST,
            (m, at) -> start(m, insert(m.startLine(), 6, pick("\u0080\u00ff", at)))),
    /** A character in the target that is not allowed in a URI. */
    FOREIGN_CHARACTER_IN_TARGET(
            Violation.TARGET_CHARACTER, Base.POST, (m, at) -> start(m, insert(m.startLine(), 6, pick("|\"<[", at)))),
    /** A percent sign in the target without two hexadecimal digits. */
    HALF_PERCENT_ESCAPE(Violation.TARGET_CHARACTER, Base.POST, (m, at) -> start(m, insert(m.startLine(), 6, "%g"))),
    /** A fragment in the target. */
    FRAGMENT_IN_TARGET(
            Violation.TARGET_FORM, Base.POST, (m, at) -> start(m, m.startLine().replace(" HTTP/", "#a HTTP/"))),
    /** {@code *} with a method other than OPTIONS. */
    ASTERISK_WITHOUT_OPTIONS(Violation.TARGET_FORM, Base.POST, (m, at) -> start(m, "POST * HTTP/1.1")),
    /** CONNECT to a path. */
    CONNECT_TO_PATH(
            Violation.TARGET_FORM, Base.POST, (m, at) -> start(m, m.startLine().replace("POST ", "CONNECT "))),
    /** An absolute target with user information (RFC 9110 §4.2.4). */
    USER_INFORMATION(Violation.TARGET_FORM, Base.POST, (m, at) -> start(m, "POST http://a@b/ HTTP/1.1")),
    /** A request line that ends after its target, as in HTTP/0.9. */
    NO_VERSION(
            Violation.BAD_REQUEST_LINE,
            Base.POST,
            (m, at) -> start(m, m.startLine().replace(" HTTP/1.1", ""))),
    /** A space after the version. */
    SPACE_AFTER_VERSION(Violation.BAD_REQUEST_LINE, Base.POST, (m, at) -> start(m, m.startLine() + " ")),
    /** {@code http/1.1}. */
    LOWER_CASE_VERSION(
            Violation.BAD_VERSION, Base.POST, (m, at) -> start(m, m.startLine().replace("HTTP/", "http/"))),
    /** A version without one of its parts. */
    SHORT_VERSION(
            Violation.BAD_VERSION,
            Base.POST,
            (m, at) -> start(
                    m,
                    m.startLine()
                            .replace(
                                    "HTTP/1.1",
                                    List.of("HTTP/1.", "HTTP/.1", "HTTP/", "1.1")
                                            .get(at % 4)))),
    /** A version with one digit too many. */
    LONG_VERSION(
            Violation.BAD_REQUEST_LINE,
            Base.POST,
            (m, at) -> start(m, m.startLine().replace("HTTP/1.1", "HTTP/1." + (10 + at)))),
    /** A major version that is not 1. */
    MAJOR_VERSION(
            Violation.UNSUPPORTED_VERSION,
            Base.POST,
            (m, at) -> start(m, m.startLine().replace("HTTP/1.1", at % 2 == 0 ? "HTTP/2.0" : "HTTP/0.9"))),

    // Start line of a response
    /** Another protocol's name. */
    FOREIGN_STATUS_LINE(
            Violation.BAD_STATUS_LINE,
            Base.OK,
            (m, at) -> start(m, m.startLine().replace("HTTP/", "HTQP/"))),
    /** A tab before the status code. */
    TAB_BEFORE_STATUS(
            Violation.BAD_STATUS_LINE,
            Base.OK,
            (m, at) -> start(m, m.startLine().replaceFirst(" ", "\t"))),
    /** A status code with a letter. */
    LETTER_IN_STATUS(
            Violation.BAD_STATUS_CODE,
            Base.OK,
            (m, at) -> start(m, m.startLine().replaceFirst("200", "2x0"))),
    /** A status code of four digits. */
    LONG_STATUS(
            Violation.BAD_STATUS_CODE,
            Base.OK,
            (m, at) -> start(m, m.startLine().replaceFirst("200", "2000"))),
    /** A status code below 100. */
    LOW_STATUS(
            Violation.BAD_STATUS_CODE,
            Base.OK,
            (m, at) -> start(m, m.startLine().replaceFirst("200", "099"))),
    /** A control character in the reason phrase. */
    CONTROL_IN_REASON(Violation.BAD_REASON, Base.OK, (m, at) -> start(m, m.startLine() + pick("\1\u007f\33", at))),
    /** A control character in the reason phrase that some recipients take for the end of the line. */
    END_IN_REASON(Violation.BAD_STATUS_LINE, Base.OK, (m, at) -> start(m, m.startLine() + pick("\0\u000b\f", at))),

    // Lines
    /** LF instead of CRLF at the end of the start line, of a field line or of the head. */
    LF_WITHOUT_CR(Violation.BARE_LF, Base.ANY, (m, at) -> endOfLine(m, at, "\n")),
    /** CR instead of CRLF at the end of the start line or of a field line. */
    CR_WITHOUT_LF(
            Violation.BARE_CR,
            Base.ANY,
            (m, at) -> endOfLine(m.with("a", "b"), at % (m.fields().size() + 1), "\r")),
    /** White space before the first field line. */
    SPACE_BEFORE_FIRST_FIELD(
            Violation.LEADING_WHITESPACE, Base.ANY, (m, at) -> line(m, 0, at % 2 == 0 ? " a: b" : "\ta: b")),
    /** A field line that begins with its colon. */
    NO_FIELD_NAME(Violation.EMPTY_FIELD_NAME, Base.ANY, (m, at) -> line(m, at, ": b")),
    /** A character in a field name that is not allowed in a token. */
    DELIMITER_IN_FIELD_NAME(
            Violation.BAD_FIELD_NAME, Base.ANY, (m, at) -> line(m, at, "a" + pick("(@\1\0\u00e9", at) + ": b")),
    /** White space between a field name and its colon. */
    SPACE_BEFORE_COLON(
            Violation.WHITESPACE_BEFORE_COLON, Base.ANY, (m, at) -> line(m, at, "a" + pick(" \t", at) + ": b")),
    /** A field line without a colon. */
    NO_COLON(Violation.MISSING_COLON, Base.ANY, (m, at) -> line(m, at, "a")),
    /** A control character in a field value. */
    CONTROL_IN_VALUE(Violation.FIELD_VALUE_CONTROL, Base.ANY, (m, at) -> line(m, at, "a: b" + pick("\1\33\u007f", at))),
    /** NUL, VT or FF in a field value. */
    NUL_IN_VALUE(Violation.BAD_FIELD_VALUE, Base.ANY, (m, at) -> line(m, at, "a: b" + pick("\0\13\f", at))),
    /** A CR inside a field value. */
    CR_IN_VALUE(Violation.BARE_CR, Base.ANY, (m, at) -> line(m, at, "a: b\rc")),
    /** A field line of a request that continues on the next line. */
    FOLDED_LINE(Violation.OBS_FOLD, Base.REQUEST, (m, at) -> line(m, at, "a: b\r\n" + pick(" \t", at) + "c")),
    /** A Content-Length that continues on the next line. */
    FOLDED_FRAMING(
            Violation.FOLDED_FRAMING_FIELD,
            Base.LENGTH,
            (m, at) -> fields(m, "Content-Length", "\r\n " + m.body().content().length())),

    // Host
    /** A request without Host. */
    NO_HOST(Violation.MISSING_HOST, Base.REQUEST, (m, at) -> m.without("Host").bytes()),
    /** A request with two Host lines. */
    SECOND_HOST(Violation.MULTIPLE_HOST, Base.REQUEST, (m, at) -> line(m, at, at % 2 == 0 ? "Host: a" : "host: b")),
    /** A Host that is not a valid host. */
    INVALID_HOST(
            Violation.BAD_HOST,
            Base.REQUEST,
            (m, at) -> fields(
                    m, "Host", List.of("a b", "a/b", "a@b", "[::1", "a:b").get(at % 5))),

    // Framing
    /** A Content-Length with a sign, a space or a point, or without digits. */
    NO_NUMBER(
            Violation.BAD_CONTENT_LENGTH,
            Base.LENGTH,
            (m, at) -> fields(
                    m,
                    "Content-Length",
                    List.of("+5", "-0", "", "5 5", "0x5", "5.0").get(at % 6))),
    /** A Content-Length above 2^63-1. */
    HUGE_LENGTH(
            Violation.CONTENT_LENGTH_TOO_LARGE,
            Base.LENGTH,
            (m, at) -> fields(m, "Content-Length", at % 2 == 0 ? "9223372036854775808" : "1" + "0".repeat(19 + at))),
    /** Two Content-Lengths that differ, on two lines or on one. */
    TWO_LENGTHS(
            Violation.CONFLICTING_CONTENT_LENGTH,
            Base.LENGTH,
            (m, at) -> twoLengths(m, at, m.body().content().length() + 1)),
    /** A request with its Content-Length twice, on two lines or on one. */
    LENGTH_TWICE(
            Violation.REPEATED_CONTENT_LENGTH,
            Base.LENGTH_REQUEST,
            (m, at) -> twoLengths(m, at, m.body().content().length())),
    /** A chunked request that has a Content-Length. */
    LENGTH_AND_CODING(
            Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
            Base.CHUNKED_REQUEST,
            (m, at) -> line(m, at, "Content-Length: " + at)),
    /** A chunked request of HTTP/1.0. */
    CODING_IN_1_0(
            Violation.TRANSFER_ENCODING_IN_HTTP_1_0,
            Base.CHUNKED_REQUEST,
            (m, at) -> start(m, m.startLine().replace("HTTP/1.1", "HTTP/1.0"))),
    /** An empty member, a parameter or a delimiter in Transfer-Encoding. */
    BAD_CODING(
            Violation.BAD_TRANSFER_ENCODING,
            Base.CHUNKED,
            (m, at) -> fields(
                    m,
                    "Transfer-Encoding",
                    List.of(",chunked", "chunked;q=1", "chu(nked").get(at % 3))),
    /** Chunked twice, on two lines or on one. */
    CHUNKED_TWICE(
            Violation.CHUNKED_TWICE,
            Base.CHUNKED,
            (m, at) -> at % 2 == 0
                    ? fields(m, "Transfer-Encoding", "chunked, chunked")
                    : line(m, at, "Transfer-Encoding: chunked")),
    /** A request with a coding after chunked. */
    CODING_AFTER_CHUNKED(
            Violation.CHUNKED_NOT_LAST,
            Base.CHUNKED_REQUEST,
            (m, at) -> fields(m, "Transfer-Encoding", "chunked, gzip")),
    /** A rarely supported coding before chunked. */
    UNKNOWN_CODING(
            Violation.UNKNOWN_TRANSFER_CODING,
            Base.CHUNKED,
            (m, at) -> fields(m, "Transfer-Encoding", "gzip, chunked")),

    // Chunks
    /** A chunk size with a sign, a prefix, an underscore, or white space before it, or without digits. */
    NO_CHUNK_SIZE(
            Violation.BAD_CHUNK_SIZE,
            Base.CHUNKED,
            (m, at) -> body(m, List.of("-1", "+1", "0x1", "", " 1", "1_1", "g").get(at % 7) + "\r\na\r\n")),
    /** A chunk size above 2^63-1. */
    HUGE_CHUNK(
            Violation.CHUNK_SIZE_TOO_LARGE,
            Base.CHUNKED,
            (m, at) -> body(m, (at % 2 == 0 ? "8000000000000000" : "10000000000000001") + "\r\na\r\n")),
    /** White space after a chunk size. */
    SPACE_AFTER_CHUNK_SIZE(
            Violation.WHITESPACE_AFTER_CHUNK_SIZE,
            Base.CHUNKED,
            (m, at) -> body(m, "1" + pick(" \t", at) + "\r\na\r\n")),
    /** A chunk extension without name or value, or with an open quote. */
    OPEN_EXTENSION(
            Violation.BAD_CHUNK_EXTENSION,
            Base.CHUNKED,
            (m, at) -> body(
                    m,
                    "1;"
                            + List.of("", "a=", "a=\"b", "\"a\"", "a=b c", "a=\"\1\"")
                                    .get(at % 6) + "\r\na\r\n")),
    /** A chunk line that ends in LF. */
    CHUNK_LINE_LF(
            Violation.BAD_CHUNK_LINE_END, Base.CHUNKED, (m, at) -> body(m, (at % 2 == 0 ? "1" : "1;a") + "\na\r\n")),
    /** A CR inside a chunk line. */
    CHUNK_LINE_CR(Violation.BARE_CR, Base.CHUNKED, (m, at) -> body(m, (at % 2 == 0 ? "1\r1" : "1;a\rb") + "\r\na\r\n")),
    /** More bytes in a chunk than its size says. */
    LONG_CHUNK(Violation.BAD_CHUNK_END, Base.CHUNKED, (m, at) -> body(m, "1\r\na" + pick("a\0", at) + "\r\n")),
    /** A chunk that ends in LF. */
    CHUNK_END_LF(Violation.BAD_CHUNK_LINE_END, Base.CHUNKED, (m, at) -> body(m, "1\r\na\n")),
    /** A trailer that frames or routes a message. */
    FRAMING_TRAILER(
            Violation.FORBIDDEN_TRAILER,
            Base.CHUNKED,
            (m, at) -> trailer(
                    m,
                    at,
                    List.of(
                                    new FieldLine("Content-Length", "5"),
                                    new FieldLine("Transfer-Encoding", "chunked"),
                                    new FieldLine("host", "a"))
                            .get(at % 3))),

    // The end of the stream
    /** A head that ends with the stream. */
    HEAD_CUT_SHORT(
            Violation.EOF_IN_HEAD,
            Base.ANY,
            (m, at) -> m.head().slice(0, 1 + at % (m.head().length() - 1))),
    /** A body that ends with the stream, before its length. */
    BODY_CUT_SHORT(
            Violation.EOF_IN_BODY,
            Base.FILLED,
            (m, at) -> m.head().then(cut(m.body().bytes(), at, m.body().bytes().length()))),
    /** A chunked body that ends with the stream, before its last CRLF. */
    CHUNKS_CUT_SHORT(
            Violation.EOF_IN_CHUNKED_BODY,
            Base.CHUNKED,
            (m, at) -> m.head().then(cut(m.body().bytes(), at, m.body().bytes().length())));

    private static final Set<Violation> AT_END =
            Set.of(Violation.EOF_IN_HEAD, Violation.EOF_IN_BODY, Violation.EOF_IN_CHUNKED_BODY);

    private final Violation violation;
    private final Base base;

    @SuppressWarnings("ImmutableEnumChecker") // each is a function without state
    private final Change change;

    Mutation(Violation violation, Base base, Change change) {
        this.violation = violation;
        this.base = base;
        this.change = change;
    }

    /** Adds the fault to a message; the number chooses the place or variant. */
    private interface Change {
        ByteString apply(Message message, int at);
    }

    /** What a mutation starts from. */
    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private enum Base {
        REQUEST(HttpArbitraries::requests, true, false),
        POST(() -> HttpArbitraries.requestsWith(bodies()), true, false),
        LENGTH_REQUEST(() -> HttpArbitraries.requestsWith(HttpArbitraries.lengthBodies()), true, false),
        CHUNKED_REQUEST(() -> HttpArbitraries.requestsWith(HttpArbitraries.chunkedBodies()), true, false),
        OK(() -> HttpArbitraries.responsesWith(bodies()), false, true),
        ANY(() -> either(HttpArbitraries.requests(), HttpArbitraries.responses()), true, true),
        LENGTH(() -> framed(HttpArbitraries.lengthBodies()), true, true),
        FILLED(
                () -> framed(HttpArbitraries.lengthBodies()
                        .filter(body -> body.content().length() > 0)),
                true,
                true),
        CHUNKED(() -> framed(HttpArbitraries.chunkedBodies()), true, true);

        @SuppressWarnings("ImmutableEnumChecker") // each creates a new arbitrary
        private final Supplier<Arbitrary<Message>> messages;

        private final boolean requests;
        private final boolean responses;

        Base(Supplier<Arbitrary<Message>> messages, boolean requests, boolean responses) {
            this.messages = messages;
            this.requests = requests;
            this.responses = responses;
        }

        private static Arbitrary<Body> bodies() {
            return Arbitraries.oneOf(HttpArbitraries.lengthBodies(), HttpArbitraries.chunkedBodies());
        }

        /** Never shrinks from one to the other: the sender matters for a failing case. */
        private static Arbitrary<Message> either(Arbitrary<Message> requests, Arbitrary<Message> responses) {
            return Arbitraries.of(List.of(requests, responses)).dontShrink().flatMap(Function.identity());
        }

        private static Arbitrary<Message> framed(Arbitrary<? extends Body> bodies) {
            return either(HttpArbitraries.requestsWith(bodies), HttpArbitraries.responsesWith(bodies));
        }
    }

    /**
     * Returns the rule it breaks.
     *
     * @return as h11j names it; {@link Violation#source()} is the section of the RFC
     */
    public Violation violation() {
        return violation;
    }

    /**
     * Returns whether messages of a sender can have this fault.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @return whether {@link #originals()} has such messages
     */
    public boolean concerns(Role sender) {
        return sender == Role.CLIENT ? base.requests : base.responses;
    }

    /**
     * Returns whether the fault is that the stream ends after the bytes.
     *
     * @return false if the bytes are at fault by themselves
     */
    public boolean endsStream() {
        return AT_END.contains(violation);
    }

    /**
     * Messages that can get the fault.
     *
     * @return valid ones
     */
    public Arbitrary<Message> originals() {
        return base.messages.get();
    }

    /**
     * Adds the fault.
     *
     * @param original one of {@link #originals()}
     * @param at chooses the place or the variant, 0 or more
     * @return the message with its fault
     */
    public NearValid applyTo(Message original, int at) {
        return new NearValid(this, original, change.apply(original, at));
    }

    private static ByteString start(Message message, String startLine) {
        return message.withStartLine(startLine).bytes();
    }

    private static String insert(String text, int at, String inserted) {
        return text.substring(0, at) + inserted + text.substring(at);
    }

    /** One of the characters. */
    private static String pick(String characters, int at) {
        int i = at % characters.length();
        return characters.substring(i, i + 1);
    }

    /** Returns the message with one of the line ends of its head replaced. */
    private static ByteString endOfLine(Message message, int at, String end) {
        List<String> lines = lines(message);
        int faulty = at % (lines.size() + 1);
        StringBuilder head = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            head.append(lines.get(i)).append(i == faulty ? end : "\r\n");
        }
        head.append(faulty == lines.size() ? end : "\r\n");
        return ByteString.of(head.toString()).then(message.body().bytes());
    }

    /** Returns the message with an additional field line. */
    private static ByteString line(Message message, int at, String line) {
        List<String> lines = lines(message);
        lines.add(1 + at % lines.size(), line);
        return ByteString.of(String.join("\r\n", lines) + "\r\n\r\n")
                .then(message.body().bytes());
    }

    private static List<String> lines(Message message) {
        List<String> lines = new ArrayList<>(List.of(message.startLine()));
        message.fields().forEach(field -> lines.add(field.text()));
        return lines;
    }

    /** Returns the message with another value of a field. */
    private static ByteString fields(Message message, String name, String value) {
        return message.withFields(message.fields().stream()
                        .map(field -> field.isNamed(name) ? new FieldLine(name, value) : field)
                        .toList())
                .bytes();
    }

    private static ByteString twoLengths(Message message, int at, int second) {
        int first = message.body().content().length();
        return at % 2 == 0
                ? fields(message, "Content-Length", first + ", " + second)
                : line(message, at, "Content-Length: " + second);
    }

    /** Returns the message with bytes before its chunked body. */
    private static ByteString body(Message message, String first) {
        return message.head().then(ByteString.of(first)).then(message.body().bytes());
    }

    /** Returns the message with an additional line in its trailer section. */
    private static ByteString trailer(Message message, int at, FieldLine line) {
        Body.Chunked body = (Body.Chunked) message.body();
        List<FieldLine> lines = new ArrayList<>(body.trailers());
        lines.add(at % (lines.size() + 1), line);
        return message.head().then(new Body.Chunked(body.chunks(), body.last(), lines).bytes());
    }

    /** Less than all of the bytes. */
    private static ByteString cut(ByteString whole, int from, int length) {
        return whole.slice(0, from % length);
    }
}
