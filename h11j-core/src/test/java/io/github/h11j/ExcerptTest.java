package io.github.h11j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages, excerpts and listeners show of the bytes at fault. */
class ExcerptTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String SERVER = "HTTP/1.1 200 OK\r\n";

    /** Found at the byte after a head or trailer section, which is not at fault: their excerpts show fields. */
    private static final Set<Violation> OF_SECTIONS =
            EnumSet.range(Violation.MISSING_HOST, Violation.UNKNOWN_TRANSFER_CODING);

    private static final Set<Violation> OF_SWITCHES = EnumSet.of(
            Violation.SWITCH_NOT_OFFERED,
            Violation.SWITCH_BEFORE_CONTINUE,
            Violation.UPGRADE_WITHOUT_CONNECTION_OPTION);

    /** Of an event or of the end of the stream: there are no bytes to show. Nor are those of a body shown. */
    private static final Set<Violation> WITHOUT_BYTES =
            EnumSet.range(Violation.EOF_BEFORE_RESPONSE, Violation.CONNECTION_ABORTED);

    static {
        OF_SECTIONS.addAll(List.of(Violation.FORBIDDEN_TRAILER, Violation.REMOVED_TRAILER));
        WITHOUT_BYTES.addAll(List.of(Violation.UNEXPECTED_EVENT, Violation.TOO_MANY_INFORMATIONAL_RESPONSES));
    }

    private static RemoteProtocolException refused(Role sender, Policy policy, Setup setup, byte[] bytes, int... cuts) {
        Playback playback = new Playback(sender, policy, setup);
        int from = 0;
        for (int cut : cuts) {
            playback.feed(bytes, from, cut);
            from = cut;
        }
        playback.feed(bytes, from, bytes.length);
        return playback.error();
    }

    private static RemoteProtocolException refused(String text) {
        boolean ofServer = text.startsWith("HTTP");
        return refused(
                ofServer ? Role.SERVER : Role.CLIENT,
                Policy.STRICT,
                ofServer ? Setup.GET_SENT : Setup.NOTHING,
                Wire.bytes(text));
    }

    private static String escaped(byte octet) {
        StringBuilder out = new StringBuilder();
        Escaper.escape(octet & 0xFF, out);
        return out.toString();
    }

    static List<ViolationCases.Row> rows() {
        return ViolationCases.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void an_excerpt_has_the_byte_at_fault_however_the_bytes_are_cut(ViolationCases.Row row) {
        byte[] bytes = row.bytes();
        for (int cut = 0; cut < bytes.length; cut++) {
            Playback playback = new Playback(row.sender(), row.policy(), row.setup());
            playback.feed(bytes, 0, cut);
            playback.feed(bytes, cut, bytes.length);
            playback.end(row.ending());
            String excerpt = playback.error().excerpt();
            boolean inBody = row.violation() == Violation.BODY_TOO_LARGE && row.offset() < bytes.length;
            if (WITHOUT_BYTES.contains(row.violation()) || inBody) {
                assertThat(excerpt).isEmpty();
            } else if (OF_SWITCHES.contains(row.violation())) {
                assertThat(row.offset()).isEqualTo(bytes.length); // after the head
                assertThat(excerpt.startsWith("Upgrade: "))
                        .isEqualTo(new String(bytes, ISO_8859_1).contains("\nUpgrade: "));
            } else if (!OF_SECTIONS.contains(row.violation())) {
                assertThat(excerpt).contains(escaped(bytes[(int) row.offset()]));
            } else {
                assertThat(excerpt).isNotEmpty();
            }
            assertThat(playback.error().getMessage()).contains(excerpt);
        }
    }

    static List<Arguments> excerpts() {
        String as = "a".repeat(100);
        return List.of(
                Arguments.of(GET + "X-Bad: " + as + "\1" + as + "\r\n\r\n", "X-Bad: ...%28a\\x01%28a..."),
                Arguments.of(GET + "X-Bad: " + as + "\1\r\n\r\n", "X-Bad: ...%56a\\x01"),
                Arguments.of(GET + "X-Bad: \1" + as + "\r\n\r\n", "X-Bad: \\x01%56a..."),
                Arguments.of(GET + "X-Bad: aaa\1aaa\r\n\r\n", "X-Bad: aaa\\x01aaa"),
                Arguments.of(GET + "Cookie: " + as + "\1" + as + "\r\n\r\n", "Cookie: ...***\\x01***..."),
                Arguments.of(GET + "Cookie: " + as + "\1\r\n\r\n", "Cookie: ...***\\x01"),
                Arguments.of(GET + "Set-Cookie:\1\r\n\r\n", "Set-Cookie:\\x01"),
                Arguments.of(
                        GET + "A-Name-That-Is-Rather-Longer-Than-Others: " + as + "\1\r\n\r\n",
                        "A-Name-That-Is-Rather-Lo...%39a\\x01"),
                Arguments.of(
                        GET + "A-Name-That-Has-23-Byte: " + as + "\1\r\n\r\n", "A-Name-That-Has-23-Byte:...%39a\\x01"),
                Arguments.of(GET + as + " : b\r\n\r\n", "...%60a : ***"),
                Arguments.of(GET + as + ":\1\r\n\r\n", "%24a...%38a:\\x01"),
                Arguments.of(GET + "b" + as + "(" + as + ": c\r\n\r\n", "...%32a(%31a..."),
                Arguments.of(GET + "(" + as + ": c\r\n\r\n", "(%63a..."),
                Arguments.of("GET /" + as + "\1" + as + " HTTP/1.1\r\n\r\n", "...%32a\\x01%31a..."),
                Arguments.of("GET /" + as + "|" + as + " HTTP/1.1\r\n\r\n", "...%32a|%31a..."),
                Arguments.of(GET + "X: a\nCookie: b\r\n\r\n", "X: a\\n"),
                Arguments.of(GET + "X: " + as + "\n\r\n", "X: ...%60a\\n"),
                Arguments.of(GET + "X: a\r\n bc\r\n\r\n", "X: ... bc"),
                Arguments.of(SERVER + "X: a\r\n b\1\r\n\r\n", "X: ... b\\x01"),
                Arguments.of(SERVER + "X: a\r\n b" + as + "\1\r\n\r\n", "X: ......%57a\\x01"),
                Arguments.of(
                        SERVER + "A-Name-That-Has-24-Byte: a\r\n b\1\r\n\r\n", "A-Name-That-Has-24-Byte: ... b\\x01"),
                Arguments.of(
                        SERVER + "A-Name-That-Has-24-Bytes: a\r\n b\1\r\n\r\n", "A-Name-That-Has-24-Bytes... b\\x01"),
                Arguments.of(GET + "X: \u00e9\"\\\t\0\r\n\r\n", "X: \\xe9\\\"\\\\\\t\\x00"),
                Arguments.of("GET /" + as + " HTTP/1.1\r\n\r\n", "GET /%59a..."),
                Arguments.of("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", "Host: a\\r\\nhost: b"),
                Arguments.of(
                        "GET / HTTP/1.1\r\nHost: " + as + "\r\nhost: b\r\nHost: c\r\n\r\n",
                        "Host: %25a...\\r\\nhost: b"),
                Arguments.of(SERVER + "Content-Length: {1, *40}x\r\n\r\n", "Content-Length: ...{, 1*15}, x"),
                Arguments.of(
                        GET + "Content-Length: 1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n",
                        "Content-Length: 1\\r\\nContent-Length: 2"),
                Arguments.of(GET + "Content-Length: 1, 2\r\n\r\n", "Content-Length: 1, 2"),
                Arguments.of(
                        GET + "Transfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n",
                        "Content-Length: 7\\r\\nTransfer-Encoding: chunked"),
                Arguments.of(
                        GET + "Transfer-Encoding: chunked\r\nA: b\r\nTransfer-Encoding: x, chunked\r\n\r\n",
                        "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: x, chunked"),
                Arguments.of(
                        GET + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n",
                        "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: x"),
                Arguments.of(CHUNKED + "5 ; a=\"" + as + "\1\r\n", "...%63a\\x01"));
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void an_excerpt_is_a_window_around_the_fault(String text, String expected) {
        String repeated = expected.replaceAll("%(\\d+)a", "{a*$1}");
        assertThat(refused(text).excerpt()).isEqualTo(Wire.expand(repeated));
    }

    /* What must not be shown: ~ is a secret, and in it or beside it is the fault. */

    static Stream<String> secrets() {
        List<String> all = new ArrayList<>();
        for (String name : List.of(
                "Authorization", "PROXY-AUTHORIZATION", "cookie", "Set-Cookie", "proxy-Authorization", "COOKIE")) {
            for (String line : List.of(
                    "N: ~\1",
                    "N: ~\1~",
                    "N ~",
                    "N ~\1~",
                    "N ~\0~",
                    "N ~\r~",
                    "N\r\n ~\1~",
                    "N ~\r\n ~\0~",
                    "N : ~\1~",
                    "N \t:~\0~",
                    "N:\1~",
                    "N:~\0~",
                    "N: ~\r~",
                    "N: ~\r\n ~",
                    "N: ~\r\n ~\1~",
                    "N:\r\n ~\1",
                    "N : ~",
                    "N\t:~",
                    "N\1: ~",
                    "N\0: ~",
                    "N\r: ~",
                    "N\u00e9:~",
                    "N ~",
                    "(N: ~",
                    "X: a\r\n N: ~",
                    "X: a\r\n\tN: ~\1",
                    "X: a\rN: ~",
                    "X\rN: ~",
                    "X: a\0\r\nN: ~",
                    "N: {~*30}\1{~*30}",
                    "N: ~\nX: b",
                    "N: ~\r\nX: \1",
                    "X: \1\r\nN: ~",
                    ":N: ~",
                    "X: b\r\n\r\n\0N: ~")) {
                String lines = line.replace("N", name);
                all.add(GET + lines + "\r\n\r\n");
                all.add("GET / HTTP/1.1\r\n" + lines + "\r\n\r\n");
                all.add(SERVER + lines + "\r\n\r\n");
                all.add(CHUNKED + "0\r\n" + lines + "\r\n\r\n");
                all.add(CHUNKED + lines + "\r\n\r\n");
                if (!line.startsWith("N : ")) { // there the version is at fault, and is the secret
                    all.add(lines + "\r\n\r\n");
                }
            }
            all.add("GET / HTTP/1.1\r\n " + name + ": ~\r\n\r\n");
            all.add(GET + "{a: b\r\n*99}" + name + ": ~\r\n\r\n");
            all.add(GET + "X: {a*16370}\r\n" + name + ": ~\r\n\r\n");
            all.add(GET + name + ": ~{a*16384}~\r\n\r\n");
        }
        for (String user : List.of("u:~@", "~@", "u:~@~@", ":~@", "u:~ @", "u:~\1~@")) {
            all.add("GET http://" + user + "h/ HTTP/1.1\r\nHost: h\r\n\r\n");
            all.add("GET HTTPS:///" + user + "h/ HTTP/1.1\r\nHost: h\r\n\r\n");
            all.add("GET " + user + "h HTTP/1.1\r\nHost: h\r\n\r\n");
            all.add("GET http://" + user + "h HTTP/1.1\r\n\r\n");
            all.add("GET http://" + user + "h/#a HTTP/1.1\r\nHost: h\r\n\r\n");
            all.add("CONNECT " + user + "h:443 HTTP/1.1\r\nHost: h\r\n\r\n");
            all.add("GET / HTTP/1.1\r\nHost: " + user + "h\r\n\r\n");
            all.add("GET / HTTP/1.1\r\nHost: " + user + "h\r\nHost:" + user + "h\r\n\r\n");
            all.add(GET + "Referer: http://" + user + "h/\1\r\n\r\n");
            all.add(GET + "Link: <http://h/>, <http://" + user + "h/>, <x://" + user + "h>\1\r\n\r\n");
            all.add(SERVER + "Location: http:\r\n //" + user + "h/\1\r\n\r\n");
            all.add(SERVER + "Location: //" + user + "h/\1\r\n\r\n");
            all.add("GET //" + user + "h/\1 HTTP/1.1\r\n\r\n");
            all.add("GET /?u=http://" + user + "h/\1 HTTP/1.1\r\n\r\n");
        }
        all.add(GET + "Authorization (~: ~\r\n\r\n");
        all.add(SERVER + "Authorization (~: ~\r\n\r\n");
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void no_secret_is_shown_in_messages_excerpts_or_to_a_listener(String text) {
        byte[] bytes = Wire.bytes(text.replace("~", "~~~"));
        Role sender = text.startsWith("HTTP") ? Role.SERVER : Role.CLIENT;
        List<String> shown = new ArrayList<>();
        EnumSet<Violation> tolerable = EnumSet.allOf(Violation.class);
        tolerable.removeIf(violation -> !violation.isTolerable(sender));
        Policy.ToleranceListener listener = (role, violation, offset, excerpt) -> shown.add(excerpt);
        for (Policy policy : List.of(
                Policy.STRICT,
                Policy.STRICT.refusing(sender, tolerable.toArray(Violation[]::new)),
                Policy.STRICT.tolerating(sender, tolerable.toArray(Violation[]::new)),
                Policy.H11)) {
            for (int cut : new int[] {0, bytes.length / 2, bytes.length - 5}) {
                Connection connection = sender == Role.CLIENT
                        ? Connection.server(policy.with(listener))
                        : Connection.client(policy.with(listener));
                if (sender == Role.SERVER) {
                    Setup.GET_SENT.prepare(connection);
                }
                connection.receiveData(bytes, 0, cut);
                drain(connection, shown);
                connection.receiveData(bytes, cut, bytes.length - cut);
                connection.receiveEof();
                drain(connection, shown);
            }
        }
        assertThat(shown).noneMatch(line -> line.contains("~"));
    }

    private static void drain(Connection connection, List<String> shown) {
        for (int i = 0; i < 20; i++) {
            try {
                NextEvent event = connection.nextEvent();
                if (event instanceof Signal || event instanceof ConnectionClosed) {
                    return;
                }
            } catch (RemoteProtocolException e) {
                shown.add(e.getMessage());
                shown.add(e.excerpt());
                shown.add(e.toString());
                return;
            }
        }
    }

    /* What is to be sent */

    private static Optional<String> refusal(Runnable call) {
        LocalProtocolException refusal = catchThrowableOfType(LocalProtocolException.class, call::run);
        return Optional.ofNullable(refusal).map(LocalProtocolException::getMessage);
    }

    @Test
    void of_a_long_name_only_its_beginning_is_shown() {
        String name = "x".repeat(30);

        assertThat(refused(GET + name + ":\1" + "v".repeat(100) + "\r\n\r\n").excerpt())
                .isEqualTo("x".repeat(24) + "..." + "x".repeat(6) + ":\\x01" + "v".repeat(32) + "...");
    }

    @Test
    void chunked_before_another_coding_is_shown_with_that_coding_wherever_it_stands() {
        String fields = "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\nX-Other: y\r\n\r\n";
        RemoteProtocolException refused = refused(GET + fields);

        assertThat(refused.violation()).isEqualTo(Violation.CHUNKED_NOT_LAST);
        assertThat(refused.excerpt()).contains("chunked", "gzip").doesNotContain("X-Other");
    }

    @Test
    void a_refusal_of_what_is_to_be_sent_names_the_field_and_shows_the_fault() {
        String as = "a".repeat(100);
        assertThat(refusal(() -> Headers.of("Good", "x", "X-Bad", as + "\n" + as)))
                .hasValueSatisfying(message -> assertThat(message)
                        .isEqualTo(
                                "a field value contains a character that is never allowed (RFC 9110 §5.5): \"X-Bad: ..."
                                        + "a".repeat(28) + "\\n***...\""));
        assertThat(refusal(() -> Headers.of("X-Bad", "b\r\n\u1234")))
                .hasValueSatisfying(message -> assertThat(message).endsWith(": \"X-Bad: b\\r***\""));
        assertThat(refusal(() -> Headers.of("X-Bad", as + "\u1234\uabcd")))
                .hasValueSatisfying(message -> assertThat(message).endsWith("a\\u1234\\uabcd\""));
        assertThat(refusal(() -> Headers.of("X Bad", "b")))
                .hasValueSatisfying(message -> assertThat(message).endsWith(": \"X Bad\""));
        assertThat(refusal(() -> Headers.of("", "b")))
                .hasValueSatisfying(message -> assertThat(message).endsWith(": \"\""));
        assertThat(refusal(() -> new Request("G T", "/", Headers.EMPTY)))
                .hasValueSatisfying(message -> assertThat(message).endsWith(": \"G T\""));
        assertThat(refusal(() -> new Request("GET", "/" + as + " " + as, Headers.EMPTY)))
                .hasValueSatisfying(message -> assertThat(message).endsWith("aa aa" + "a".repeat(29) + "...\""));
        assertThat(refusal(() -> new Response(200, as + "\0", Headers.EMPTY, HttpVersion.HTTP_1_1)))
                .hasValueSatisfying(message -> assertThat(message).endsWith("aa\\x00\""));
    }

    @Test
    void a_field_that_may_not_be_sent_is_shown_alone() {
        Headers headers =
                Headers.of("Host", "h", "Authorization", "Bearer SECRET", "X-Bad", "a\1b", "Cookie", "SECRET");
        assertThat(refusal(() -> Connection.client().send(new Request("GET", "/", headers))))
                .hasValue("a field value contains a control character (RFC 9110 §5.5): \"X-Bad: a\\x01b\"");
        Headers trailers = Headers.of("A", "SECRET", "Cookie", "SECRET");
        Connection client = Connection.client();
        client.send(new Request("POST", "/", Headers.of("Host", "h", "Transfer-Encoding", "chunked")));
        assertThat(refusal(() -> client.send(new EndOfMessage(trailers))))
                .hasValue("a field that must not be sent as a trailer (RFC 9110 §6.5.1): \"Cookie: ***\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "proxy-authorization",
                "COOKIE",
                "Set-Cookie",
            })
    void no_credential_is_shown_in_a_refusal_or_a_text(String name) {
        List<String> shown = new ArrayList<>();
        for (String value : List.of("SECRET\0", "SECRET\1SECRET", "SECRET\u1234SECRET", "\rSECRET")) {
            refusal(() -> Headers.of(name, value)).ifPresent(shown::add);
            refusal(() -> Headers.EMPTY.with(name, value)).ifPresent(shown::add);
            refusal(() -> Headers.builder().set(name, value)).ifPresent(shown::add);
            refusal(() -> Headers.of(name + ": " + value, "")).ifPresent(shown::add);
            refusal(() -> Connection.client().send(new Request("GET", "/", Headers.of("Host", "h", name, value))))
                    .ifPresent(shown::add);
        }
        assertThat(shown).hasSizeGreaterThan(15);
        Headers headers = Headers.of("Host", "h", name, "SECRET");
        shown.add(headers.toString());
        shown.add(new Headers.Field(name, "SECRET").toString());
        shown.add(new Request("GET", "/", headers).toString());
        shown.add(new Response(200, headers).toString());
        shown.add(new InformationalResponse(103, headers).toString());
        shown.add(new EndOfMessage(headers).toString());
        assertThat(shown).noneMatch(text -> text.contains("SECRET"));
        assertThat(headers).hasToString("[Host: h, " + name + ": ***]");
        assertThat(new Headers.Field(name, "SECRET")).hasToString(name + ": ***");
    }

    @Test
    void no_user_information_is_shown_in_a_refusal_or_a_text() {
        String target = "http://u:SECRET@h/";
        Headers headers = Headers.of("Host", "u:SECRET@h", "Location", target);
        List<String> shown = new ArrayList<>();
        refusal(() -> Connection.client().send(new Request("GET", target, headers)))
                .ifPresent(shown::add);
        refusal(() -> Connection.client().send(new Request("GET", "/", headers)))
                .ifPresent(shown::add);
        refusal(() -> new Request("GET", target + " ", headers)).ifPresent(shown::add);
        assertThat(shown).hasSize(3);
        shown.add(headers.toString());
        shown.add(new Request("GET", target, headers).toString());
        assertThat(shown).noneMatch(text -> text.contains("SECRET"));
        assertThat(headers).hasToString("[Host: ***@h, Location: http://***@h/]");
        assertThat(new Request("GET", target, Headers.EMPTY))
                .hasToString("Request[method=GET, target=http://***@h/, headers=[], version=1.1]");
    }

    @Test
    void what_looks_like_a_secret_and_is_none_is_shown() {
        assertThat(refused("GET /cookies/@me|?a@b HTTP/1.1\r\n\r\n").excerpt())
                .isEqualTo("GET /cookies/@me|?a@b HTTP/1.1");
        assertThat(refused("GET http://h/@me|?a@b HTTP/1.1\r\n\r\n").excerpt())
                .isEqualTo("GET http://h/@me|?a@b HTTP/1.1");
        assertThat(refused(GET + "X-Cookie-Policy: a@b \1\r\n\r\n").excerpt()).isEqualTo("X-Cookie-Policy: a@b \\x01");
        assertThat(refused(SERVER + "X: a\r\n b: c\1\r\n\r\n").excerpt()).isEqualTo("X: ... b: c\\x01");
    }

    @Test
    void a_line_that_was_dropped_may_be_a_part_of_a_credential() {
        Policy policy = Policy.STRICT.tolerating(Role.SERVER, Violation.MISSING_COLON);
        for (String line : List.of("secret\n", "a secret\n", "secret\r\n more\n")) {
            RemoteProtocolException refused =
                    refused(Role.SERVER, policy, Setup.GET_SENT, Wire.bytes(SERVER + line + "A: b\r\n\r\n"));
            assertThat(refused.violation()).isIn(Violation.BARE_LF, Violation.OBS_FOLD);
            assertThat(refused.getMessage()).doesNotContain("secret").doesNotContain("more");
        }
    }

    @Test
    void of_a_credential_that_is_sent_only_the_byte_at_fault_is_shown() {
        for (String name : List.of("Cookie", "Authorization")) {
            Headers headers = Headers.of("Host", "h", "X", "y", name, "se\1cret");
            LocalProtocolException refused = catchThrowableOfType(
                    LocalProtocolException.class, () -> Connection.client().send(new Request("GET", "/", headers)));
            assertThat(refused.violation()).isEqualTo(Violation.FIELD_VALUE_CONTROL);
            assertThat(refused).hasMessageContaining(name + ": ***\\x01***");
        }
    }

    /** U+0085 is a line terminator for Java's regular expressions, and a byte that a reason phrase may have. */
    @Test
    void the_text_of_an_event_has_no_control_characters() {
        Response response = new Response(200, "a\u0085b", Headers.of("c", "d"));
        assertThat(response).hasToString("Response[statusCode=200, reason=a\\x85b, headers=[c: d], version=1.1]");
        assertThat(new InformationalResponse(103, "a\u0085b", Headers.EMPTY))
                .hasToString("InformationalResponse[statusCode=103, reason=a\\x85b, headers=[], version=1.1]");
        assertThat(new ChunkExtension("a", Optional.of("x\u0085y")))
                .hasToString("ChunkExtension[name=a, value=Optional[x\\x85y]]");
    }
}
