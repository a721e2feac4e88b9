package io.github.h11j.spec.generators;

import io.github.h11j.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitraries of HTTP/1.1 on the wire. All messages are valid in syntax and framing: every recipient that follows RFC
 * 9112 reads them the same way. Host need not have the authority of a target in absolute form. {@link Mutation} turns
 * them into invalid ones.
 */
public final class HttpArbitraries {

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String TOKEN_CHARACTERS = LOWER + LOWER.toUpperCase(Locale.ROOT) + DIGITS + "-_.!#$%&'*+^`|~";
    /** {@code pchar} without percent signs (RFC 3986 §3.3). */
    private static final String PATH_CHARACTERS = LOWER + DIGITS + "-._~!$&'()*+,;=:@/";

    private HttpArbitraries() {}

    /**
     * Tokens (RFC 9110 §5.6.2).
     *
     * @return 1 to 12 characters
     */
    public static Arbitrary<String> tokens() {
        return Arbitraries.strings().withChars(TOKEN_CHARACTERS).ofMinLength(1).ofMaxLength(12);
    }

    /**
     * Names of fields that do not affect the protocol.
     *
     * @return known ones, and tokens that begin with {@code x-}
     */
    public static Arbitrary<String> fieldNames() {
        return Arbitraries.oneOf(
                Arbitraries.of("a", "Accept", "ETag", "User-Agent", "X-Request-Id"),
                tokens().map(token -> "x-" + token));
    }

    /**
     * Field values (RFC 9110 §5.5): visible characters and bytes above 127, with spaces and tabs between them.
     *
     * @return 0 to 24 bytes, one character each
     */
    public static Arbitrary<String> fieldValues() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange(' ', '~')
                .withChars('\t')
                .withCharRange('\u0080', '\u00ff')
                .ofMaxLength(24)
                .map(HttpArbitraries::withoutSpaceAround);
    }

    private static String withoutSpaceAround(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isSpace(value.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Field lines that do not affect the protocol, with white space as RFC 9112 §5.1 allows it.
     *
     * @return names of {@link #fieldNames()}, values of {@link #fieldValues()}
     */
    public static Arbitrary<FieldLine> fieldLines() {
        return Combinators.combine(fieldNames(), spaces(" "), fieldValues(), spaces(""))
                .as(FieldLine::new);
    }

    private static Arbitrary<String> spaces(String usual) {
        return Arbitraries.of(usual, "", " ", "\t", "  \t ");
    }

    /**
     * Request-targets of one form.
     *
     * @param form which
     * @return targets in the characters of RFC 3986
     */
    public static Arbitrary<String> targets(TargetForm form) {
        return switch (form) {
            case ORIGIN -> path();
            case ABSOLUTE ->
                Combinators.combine(Arbitraries.of("http", "https"), authorities(), path())
                        .as((scheme, authority, path) -> scheme + "://" + authority + path);
            case AUTHORITY ->
                Combinators.combine(hosts(), Arbitraries.integers().between(1, 65_535))
                        .as((host, port) -> host + ":" + port);
            case ASTERISK -> Arbitraries.just("*");
        };
    }

    private static Arbitrary<String> path() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.strings().withChars(PATH_CHARACTERS).ofMaxLength(6), Arbitraries.of("%20", "%c3%A9"));
        Arbitrary<String> pieces = piece.list().ofMaxSize(3).map(list -> String.join("", list));
        return Combinators.combine(pieces, pieces.optional(0.2))
                .as((path, query) -> "/" + path + query.map(text -> "?" + text).orElse(""));
    }

    /**
     * Hosts with and without a port (RFC 9110 §7.2).
     *
     * @return names, IPv4 and IPv6 addresses
     */
    public static Arbitrary<String> authorities() {
        return Combinators.combine(hosts(), Arbitraries.of("", ":8080", ":")).as((host, port) -> host + port);
    }

    private static Arbitrary<String> hosts() {
        Arbitrary<String> name = Arbitraries.strings()
                .withChars(LOWER + DIGITS + "-.")
                .ofMinLength(1)
                .ofMaxLength(12);
        return Arbitraries.oneOf(Arbitraries.of("a", "127.0.0.1", "[::1]", "example.com"), name);
    }

    /**
     * Bodies of up to 200 bytes that are announced by Content-Length.
     *
     * @return bodies of any bytes, often bytes that look like the protocol
     */
    public static Arbitrary<Body.OfLength> lengthBodies() {
        return contents(200).map(Body.OfLength::new);
    }

    /**
     * Bodies that end with the connection.
     *
     * @return of up to 200 bytes
     */
    public static Arbitrary<Body.UntilClose> untilCloseBodies() {
        return contents(200).map(Body.UntilClose::new);
    }

    /**
     * Bytes for bodies.
     *
     * @param most the greatest length
     * @return any bytes, often bytes that look like the protocol
     */
    public static Arbitrary<ByteString> contents(int most) {
        Arbitrary<ByteString> text = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("\r\n0:")
                .withCharRange('\0', '\377')
                .ofMaxLength(most)
                .map(ByteString::of);
        Arbitrary<ByteString> likeHttp = Arbitraries.of("0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "\r\n\r\n")
                .filter(each -> each.length() <= most)
                .map(ByteString::of);
        return most < 18 ? text : Arbitraries.frequencyOf(Tuple.of(4, text), Tuple.of(1, likeHttp));
    }

    /**
     * Bodies in chunks, with extensions and trailers (RFC 9112 §7.1).
     *
     * @return 0 to 4 chunks
     */
    public static Arbitrary<Body.Chunked> chunkedBodies() {
        Arbitrary<List<FieldLine>> trailers = fieldLines().list().ofMaxSize(2);
        Arbitrary<String> zeros = Arbitraries.of("0", "000");
        return Combinators.combine(chunks().list().ofMaxSize(4), zeros, chunkExtensions(), trailers)
                .as((chunks, zero, extensions, lines) -> new Body.Chunked(chunks, zero + extensions, lines));
    }

    private static Arbitrary<Body.Chunk> chunks() {
        Arbitrary<ByteString> data = contents(40).filter(bytes -> bytes.length() > 0);
        Arbitrary<Boolean> upperCase = Arbitraries.of(false, true);
        return Combinators.combine(data, Arbitraries.of("", "00"), upperCase, chunkExtensions())
                .as((bytes, zeros, upper, extensions) -> {
                    String size = Integer.toHexString(bytes.length());
                    String digits = upper ? size.toUpperCase(Locale.ROOT) : size;
                    return new Body.Chunk(zeros + digits + extensions, bytes);
                });
    }

    /**
     * Chunk extensions (RFC 9112 §7.1.1), most often none.
     *
     * @return each with its semicolon; quoted strings hold delimiters and escapes
     */
    public static Arbitrary<String> chunkExtensions() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.just(""),
                tokens().map(token -> "=" + token),
                tokens().map(token -> " = " + token),
                Arbitraries.of("", ";", "\\\"", "a b", "\t").map(text -> "=\"" + text + "\""));
        Arbitrary<String> extension = Combinators.combine(Arbitraries.of(";", " ; "), tokens(), value)
                .as((semicolon, name, rest) -> semicolon + name + rest);
        Arbitrary<String> some = extension.list().ofMinSize(1).ofMaxSize(2).map(list -> String.join("", list));
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just("")), Tuple.of(1, some));
    }

    /**
     * HTTP/1.1 requests in all forms and framings. None proposes a switch except with CONNECT, and none expects 100.
     *
     * @return they let the connection persist
     */
    public static Arbitrary<Message> requests() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, requestLines("GET", TargetForm.ORIGIN)),
                Tuple.of(3, requestLines("POST", TargetForm.ORIGIN)),
                Tuple.of(2, requestLines("HEAD", TargetForm.ORIGIN)),
                Tuple.of(2, requestLines("PUT", TargetForm.ABSOLUTE)),
                Tuple.of(1, requestLines("OPTIONS", TargetForm.ASTERISK)),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withChars(LOWER + "-!")
                                .ofMinLength(1)
                                .ofMaxLength(6)
                                .flatMap(method -> requestLines(method, TargetForm.ORIGIN))),
                Tuple.of(1, requestLines("CONNECT", TargetForm.AUTHORITY)));
    }

    private static Arbitrary<Message> requestLines(String method, TargetForm form) {
        Arbitrary<? extends Body> bodies = switch (method) {
            case "GET", "HEAD", "CONNECT" -> Arbitraries.just(new Body.None());
            default -> requestBodies();
        };
        return Combinators.combine(
                        targets(form),
                        authorities(),
                        fieldSections(),
                        bodies,
                        Arbitraries.integers().between(0, 3))
                .as((target, host, others, body, position) -> {
                    List<FieldLine> fields = framed(others, body);
                    fields.add(Math.min(position, fields.size()), new FieldLine("Host", host));
                    return new Message(Role.CLIENT, method, method + " " + target + " HTTP/1.1", fields, body);
                });
    }

    private static Arbitrary<Body> requestBodies() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(new Body.None())),
                Tuple.of(3, lengthBodies()),
                Tuple.of(3, chunkedBodies()));
    }

    private static Arbitrary<List<FieldLine>> fieldSections() {
        return fieldLines().list().ofMaxSize(4);
    }

    /** Returns the fields with the one that frames the body. */
    private static List<FieldLine> framed(List<FieldLine> others, Body body) {
        List<FieldLine> fields = new ArrayList<>(others);
        int position = fields.size() / 2;
        if (body instanceof Body.OfLength) {
            fields.add(
                    position,
                    new FieldLine(
                            "Content-Length", String.valueOf(body.content().length())));
        } else if (body instanceof Body.Chunked) {
            String coding = fields.size() % 2 == 0 ? "chunked" : "Chunked";
            fields.add(position, new FieldLine("Transfer-Encoding", coding));
        }
        return fields;
    }

    /**
     * Requests whose body is framed in one way.
     *
     * @param bodies the bodies
     * @return POST requests
     */
    public static Arbitrary<Message> requestsWith(Arbitrary<? extends Body> bodies) {
        return Combinators.combine(path(), fieldSections(), bodies).as((target, others, body) -> {
            List<FieldLine> fields = framed(others, body);
            fields.add(0, new FieldLine("Host", "a"));
            return new Message(Role.CLIENT, "POST", "POST " + target + " HTTP/1.1", fields, body);
        });
    }

    /**
     * Final responses, to GET, HEAD, POST and OPTIONS, that let the connection persist.
     *
     * @return of HTTP/1.1, in all framings except the one that ends with the connection
     */
    public static Arbitrary<Message> responses() {
        return Arbitraries.of("GET", "POST", "HEAD", "OPTIONS").flatMap(HttpArbitraries::responsesTo);
    }

    /**
     * Final responses to a method that let the connection persist.
     *
     * @param method of the request
     * @return of HTTP/1.1, in all framings except the one that ends with the connection; only refusals for CONNECT
     */
    public static Arbitrary<Message> responsesTo(String method) {
        Arbitrary<Integer> status =
                method.equals("CONNECT") ? Arbitraries.of(400, 405, 502) : Arbitraries.of(200, 201, 204, 304, 404, 500);
        Arbitrary<Body> bodies = Arbitraries.oneOf(lengthBodies(), chunkedBodies());
        return Combinators.combine(status, reasons(), fieldSections(), bodies).as((code, reason, others, body) -> {
            boolean none = code == 204 || code == 304 || method.equals("HEAD");
            List<FieldLine> fields = code == 204 ? new ArrayList<>(others) : framed(others, body);
            return response(method, code, reason, fields, none ? new Body.None() : body);
        });
    }

    /**
     * Final responses to GET whose body ends with the connection.
     *
     * @return of HTTP/1.1
     */
    public static Arbitrary<Message> responsesUntilClose() {
        return Combinators.combine(reasons(), fieldSections(), untilCloseBodies())
                .as((reason, fields, body) -> response("GET", 200, reason, fields, body));
    }

    /**
     * Final responses to GET whose body is framed in one way.
     *
     * @param bodies the bodies
     * @return with status 200
     */
    public static Arbitrary<Message> responsesWith(Arbitrary<? extends Body> bodies) {
        return Combinators.combine(reasons(), fieldSections(), bodies)
                .as((reason, others, body) -> response("GET", 200, reason, framed(others, body), body));
    }

    /**
     * Interim responses (RFC 9110 §15.2) that change nothing.
     *
     * @return of status 102 and 103
     */
    public static Arbitrary<Message> interimResponses() {
        return Combinators.combine(Arbitraries.of(103, 102), reasons(), fieldSections())
                .as((code, reason, fields) -> response("GET", code, reason, fields, new Body.None()));
    }

    private static Arbitrary<String> reasons() {
        return Arbitraries.of("OK", "", "No \t way", "\u00e9");
    }

    private static Message response(String method, int code, String reason, List<FieldLine> fields, Body body) {
        return new Message(Role.SERVER, method, "HTTP/1.1 " + code + " " + reason, fields, body);
    }

    /**
     * Messages of one sender.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses of all framings
     * @return {@link #requests()}, or {@link #responses()} and {@link #responsesUntilClose()}
     */
    public static Arbitrary<Message> messages(Role sender) {
        return sender == Role.CLIENT
                ? requests()
                : Arbitraries.frequencyOf(Tuple.of(4, responses()), Tuple.of(1, responsesUntilClose()));
    }

    /**
     * Pipelined requests, of which the last may end the connection or be a CONNECT: if the server accepts that, what
     * follows is not a request but data of the tunnel (RFC 9110 §9.3.6).
     *
     * @return 1 to 4 requests
     */
    public static Arbitrary<Pipeline> pipelines() {
        Arbitrary<List<Message>> rows = requests().list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(rows, Arbitraries.of(false, true)).as((requests, closes) -> {
            List<Message> all = upToConnect(requests);
            int last = all.size() - 1;
            all.set(last, closes ? all.get(last).with("Connection", "close") : all.get(last));
            return new Pipeline(all);
        });
    }

    private static List<Message> upToConnect(List<Message> requests) {
        List<Message> all = new ArrayList<>();
        for (Message request : requests) {
            all.add(request);
            if (request.method().equals("CONNECT")) {
                break;
            }
        }
        return all;
    }

    /**
     * Returns a request with its responses.
     *
     * @return they let the connection persist
     */
    public static Arbitrary<Exchange> exchanges() {
        Arbitrary<List<Message>> interim = interimResponses().list().ofMaxSize(2);
        return requests()
                .flatMap(request -> Combinators.combine(interim, responsesTo(request.method()))
                        .as((before, response) -> new Exchange(request, before, response)));
    }

    /**
     * Returns all exchanges of one connection; the last may end it.
     *
     * @return 1 to 4 exchanges
     */
    public static Arbitrary<Conversation> conversations() {
        Arbitrary<List<Exchange>> rows = exchanges().list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(rows, Arbitraries.of(false, true)).as((exchanges, closes) -> {
            List<Exchange> all = new ArrayList<>(exchanges);
            if (closes) {
                Exchange last = all.remove(all.size() - 1);
                all.add(new Exchange(
                        last.request(), last.interim(), last.response().with("Connection", "close")));
            }
            return new Conversation(all);
        });
    }

    /**
     * How a stream is cut.
     *
     * @return up to 6 pieces of up to 60 bytes, then the rest or the same lengths again; shrinks to one piece
     */
    public static Arbitrary<Segmentation> segmentations() {
        Arbitrary<List<Integer>> lengths =
                Arbitraries.integers().between(1, 60).list().ofMaxSize(6);
        return Combinators.combine(lengths, Arbitraries.of(false, true)).as(Segmentation::new);
    }

    /**
     * Messages with one fault of any kind.
     *
     * @return see {@link #nearValid(Mutation)}
     */
    public static Arbitrary<NearValid> nearValid() {
        return Arbitraries.of(Mutation.class).dontShrink().flatMap(HttpArbitraries::nearValid);
    }

    /**
     * Messages of one peer with one fault of any kind.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses
     * @return see {@link #nearValid(Mutation)}
     */
    public static Arbitrary<NearValid> nearValid(Role sender) {
        List<Mutation> mutations = Arrays.stream(Mutation.values())
                .filter(mutation -> mutation.concerns(sender))
                .toList();
        return Arbitraries.of(mutations)
                .flatMap(HttpArbitraries::nearValid)
                .filter(faulty -> faulty.original().sender() == sender);
    }

    /**
     * Messages with one fault.
     *
     * @param mutation the kind of fault
     * @return messages that are valid apart from the fault
     */
    public static Arbitrary<NearValid> nearValid(Mutation mutation) {
        return Combinators.combine(mutation.originals(), Arbitraries.integers().between(0, 40))
                .as(mutation::applyTo);
    }
}
