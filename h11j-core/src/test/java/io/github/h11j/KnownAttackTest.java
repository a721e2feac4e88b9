package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How other stacks were broken, as bytes: each is refused, or has the one reading that the RFC gives it. In the tables
 * {@code \r}, {@code \n}, {@code \t}, {@code \0} and {@code \xHH} stand for bytes; {@code H} is
 * {@code "Host: a\r\n"}, {@code TE} is {@code "Transfer-Encoding: chunked\r\n"}.
 */
class KnownAttackTest {

    private static String bytes(String visible) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = visible.charAt(++i);
            switch (c) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case '0' -> out.append('\0');
                case 'x' -> {
                    out.append((char) (Character.digit(visible.charAt(i + 1), 16) * 16
                            + Character.digit(visible.charAt(i + 2), 16)));
                    i += 2;
                }
                default -> throw new IllegalArgumentException(visible);
            }
        }
        return out.toString();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Netty CVE-2019-16869|Transfer-Encoding : chunked\\r\\n|WHITESPACE_BEFORE_COLON",
                "Netty CVE-2019-20444|Foo\\r\\n|MISSING_COLON",
                "Netty CVE-2019-20445|Content-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n|CONTENT_LENGTH_WITH_TRANSFER_ENCODING",
                "Netty CVE-2019-20445 second length|Content-Length: 1\\r\\nContent-Length: 2\\r\\n|CONFLICTING_CONTENT_LENGTH",
                "a vertical tab before chunked|Transfer-Encoding:\\x0bchunked\\r\\nContent-Length: 1\\r\\n|BAD_FIELD_VALUE",
                "Netty CVE-2021-43797|Fo\\x01o: x\\r\\n|BAD_FIELD_NAME",
                "Netty CVE-2026-42581 identity|Transfer-Encoding: identity\\r\\n|UNKNOWN_TRANSFER_CODING",
                "Netty CVE-2026-42581 not last|Transfer-Encoding: chunked, identity\\r\\n|CHUNKED_NOT_LAST",
                "Netty CVE-2026-89044|Transfer-Encoding: chunked, xchunked\\r\\n|CHUNKED_NOT_LAST",
                "Netty CVE-2026-89044 folded|Transfer-Encoding:\\r\\n chunked\\r\\n|FOLDED_FRAMING_FIELD",
                "Jetty CVE-2017-7658|Content-Length: 6\\r\\nContent-Length: 3\\r\\n|CONFLICTING_CONTENT_LENGTH",
                "Jetty CVE-2023-40167|Content-Length: +5\\r\\n|BAD_CONTENT_LENGTH",
                "Tomcat CVE-2022-42252|Content-Length: 5a\\r\\n|BAD_CONTENT_LENGTH",
                "Undertow CVE-2026-28367|Foo: x\\r\\r\\r\\r\\n|BARE_CR",
                "a folded field|A: b\\r\\n\\x20Foo: x\\r\\n|OBS_FOLD",
                "llhttp CVE-2021-22959|Content-Length : 5\\r\\n|WHITESPACE_BEFORE_COLON",
                "llhttp CVE-2022-32213|Transfer-Encoding: chunked, identity\\r\\n|CHUNKED_NOT_LAST",
                "llhttp CVE-2022-32214|Foo: x\\rContent-Length: 5\\r\\n|BARE_CR",
                "llhttp CVE-2022-35256, CVE-2023-30589|Foo: x\\rContent-Length: 5\\r\\n|BARE_CR",
                "HAProxy CVE-2023-25725|: x\\r\\n|EMPTY_FIELD_NAME",
                "HAProxy CVE-2023-40225, Puma CVE-2023-40175|Content-Length:\\r\\n|BAD_CONTENT_LENGTH",
                "gunicorn CVE-2024-1135|Transfer-Encoding: chunked\\r\\nTransfer-Encoding: identity\\r\\n|CHUNKED_NOT_LAST",
                "llhttp CVE-2022-32215|Transfer-Encoding:\\r\\n\\tchunked\\r\\n|FOLDED_FRAMING_FIELD",
                "llhttp CR|Foo: x\\r\\n\\rX\\r\\n|BARE_CR",
                "Tomcat CVE-2021-33037|Transfer-Encoding: chunked, identity\\r\\n|CHUNKED_NOT_LAST",
                "pekko-http #1267|Transfer-Encoding: chunked;\\r\\n|BAD_TRANSFER_ENCODING",
                "HTTP Garden 0_2e|Content-Length: 0_2e\\r\\n|BAD_CONTENT_LENGTH",
                "HTTP Garden ,chunked|Transfer-Encoding: ,chunked\\r\\n|BAD_TRANSFER_ENCODING",
                "HTTP Garden empty length|Content-Length:\\r\\n|BAD_CONTENT_LENGTH",
                "HTTP Garden 1Z|Content-Length: 1Z\\r\\n|BAD_CONTENT_LENGTH",
                "HTTP Garden xa0|Transfer-Encoding: chunked\\xa0\\r\\n|BAD_TRANSFER_ENCODING",
                "HTTP Garden x85|Content-Length: 5\\x85\\r\\n|BAD_CONTENT_LENGTH",
                "HTTP Garden broken name|Transfer-\\r\\nEncoding: chunked\\r\\n|MISSING_COLON",
                "HTTP Garden empty name|: x\\r\\n|EMPTY_FIELD_NAME",
                "Undertow CVE-2025-12543|Host: b/c\\r\\n|MULTIPLE_HOST"
            })
    void a_head_that_misled_another_stack_is_refused(String id, String fields, String violation) {
        String head = "POST / HTTP/1.1\r\nHost: a\r\n" + bytes(fields) + "\r\n";
        assertThat(Talk.drain(Talk.serverAfter(head)))
                .singleElement()
                .asString()
                .startsWith(violation + "@");
    }

    /** "the client MUST close the connection after processing it": another recipient may have read another length. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Transfer-Encoding : chunked\\r\\n",
                "Content-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n",
                "Transfer-Encoding: chunked\\r\\nContent-Length: 1\\r\\n",
                "Content-Length: 1\\r\\nContent-Length: 2\\r\\n",
                "Content-Length: 1, 2\\r\\n",
                "Content-Length: +5\\r\\n",
                "Content-Length: 5a\\r\\n",
                "Content-Length:\\r\\n",
                "Content-Length: 0_5\\r\\n",
                "Content-Length: 5\\x85\\r\\n",
                "Transfer-Encoding:\\x0bchunked\\r\\nContent-Length: 1\\r\\n",
                "Transfer-Encoding: chunked\\xa0\\r\\n",
                "Transfer-Encoding: chunked, identity\\r\\n",
                "Transfer-Encoding: chunked, xchunked\\r\\n",
                "Transfer-Encoding: identity\\r\\n",
                "Transfer-Encoding: chunked, chunked\\r\\n",
                "Transfer-Encoding:\\r\\n chunked\\r\\n",
                "Content-Length:\\r\\n 5\\r\\n",
                "Foo: x\\rContent-Length: 5\\r\\n",
                "Foo: x\\r\\r\\r\\n",
                "Transfer-\\r\\nEncoding: chunked\\r\\n",
                ": x\\r\\n"
            })
    void a_response_that_may_mislead_another_recipient_is_refused_or_is_the_last(String fields) {
        Connection client = Connection.client();
        client.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        String response = "HTTP/1.1 200 OK\r\n" + bytes(fields) + "\r\n0\r\n\r\n";
        client.receiveData(response.getBytes(StandardCharsets.ISO_8859_1));
        Throwable refused = catchThrowable(() -> {
            while (client.nextEvent() instanceof Event) {
                // to its end
            }
        });
        assertThat(refused == null || refused instanceof RemoteProtocolException)
                .isTrue();
        assertThat(client.isReusable()).isFalse();
        assertThat(client.closeReason()).isPresent();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Jetty CVE-2017-7656|GET /\\r\\n\\r\\n|BAD_REQUEST_LINE",
                "Tomcat CVE-2026-24733|HEAD /\\r\\n\\r\\n|BAD_REQUEST_LINE",
                "HAProxy CVE-2023-45539|GET /index.html#.png HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|TARGET_FORM",
                "user information in a target|GET http://a:b@c/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|TARGET_FORM",
                "Netty CVE-2026-50020|\\0GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|BAD_METHOD",
                "Netty CVE-2026-42581|POST / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n|TRANSFER_ENCODING_IN_HTTP_1_0",
                "HTTP Garden 1.32|GET / HTTP/1.32\\r\\nHost: a\\r\\n\\r\\n|BAD_REQUEST_LINE",
                "Undertow CVE-2025-12543|GET / HTTP/1.1\\r\\nHost: b/c\\r\\n\\r\\n|BAD_HOST",
                "Netty CVE-2020-7238|GET / HTTP/1.1\\r\\n Transfer-Encoding: chunked\\r\\n\\r\\n|LEADING_WHITESPACE",
                "Node CVE-2024-27982|GET / HTTP/1.1\\r\\n Content-Length: 5\\r\\n\\r\\n|LEADING_WHITESPACE",
                "llhttp CVE-2025-23167|GET / HTTP/1.1\\r\\nHost: a\\r\\n\\rX\\r\\n\\r\\n|BARE_CR",
                "Undertow CVE-2026-28369|GET / HTTP/1.1\\r\\n Host: a\\r\\n\\r\\n|LEADING_WHITESPACE",
                "netty#5796, vert.x#1614|\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\\r\\n|TOO_MANY_EMPTY_LINES",
                "netty#16022|GETJ\\nHTTP/1.1\\r\\nHost: a\\r\\n\\r\\n|BAD_REQUEST_LINE"
            })
    void a_start_line_that_misled_another_stack_is_refused(String id, String received, String violation) {
        assertThat(Talk.drain(Talk.serverAfter(bytes(received))))
                .singleElement()
                .asString()
                .startsWith(violation + "@");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "h11 CVE-2025-43859|5\\r\\nhelloXX0\\r\\n\\r\\n|BAD_CHUNK_END",
                "Netty CVE-2025-58056|5;\\nhello\\r\\n0\\r\\n\\r\\n|BAD_CHUNK_LINE_END",
                "Go CVE-2025-22871|5\\nhello\\r\\n0\\r\\n\\r\\n|BAD_CHUNK_LINE_END",
                "Netty CVE-2026-33870|1;ext=\"val\\r\\nX\\r\\n0\\r\\n\\r\\n|BAD_CHUNK_EXTENSION",
                "Jetty CVE-2026-2332|1;ext=\"val\\r\\nX|BAD_CHUNK_EXTENSION",
                "Jetty CVE-2017-7657|FFFFFFFFFFFFFFFFF\\r\\n|CHUNK_SIZE_TOO_LARGE",
                "Tomcat CVE-2026-24880|5;a=\\r\\nhello\\r\\n|BAD_CHUNK_EXTENSION",
                "Kestrel CVE-2025-55315|5;a\\rb\\r\\nhello\\r\\n|BARE_CR",
                "Kestrel CVE-2025-55315 LF|5;a\\nb\\r\\nhello\\r\\n|BAD_CHUNK_LINE_END",
                "protocol-http1 CVE-2023-38697 sign|+5\\r\\nhello\\r\\n|BAD_CHUNK_SIZE",
                "protocol-http1 CVE-2023-38697 prefix|0x5\\r\\nhello\\r\\n|BAD_CHUNK_SIZE",
                "pekko-http #1257|5 0\\r\\nhello\\r\\n|BAD_CHUNK_SIZE",
                "HTTP Garden 0_2e chunk|0_2e\\r\\n|BAD_CHUNK_SIZE",
                "funky chunks TERM.EXT|5;\\nx\\r\\nhello\\r\\n|BAD_CHUNK_LINE_END",
                "funky chunks EXT.TERM|5\\rx\\r\\nhello\\r\\n|BARE_CR",
                "funky chunks SPILL|5\\r\\nhello\\r0\\r\\n\\r\\n|BAD_CHUNK_END",
                "Tomcat CVE-2023-45648|0\\r\\nFoo\\r\\n\\r\\n|MISSING_COLON",
                "pekko-http #1256|0\\r\\nContent-Length: 5\\r\\n\\r\\n|FORBIDDEN_TRAILER"
            })
    void chunks_that_misled_another_stack_are_refused(String id, String body, String violation) {
        String received = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + bytes(body);
        List<String> events = Talk.drain(Talk.serverAfter(received));
        assertThat(events.get(events.size() - 1)).startsWith(violation + "@");
        assertThat(events).noneMatch(event -> event.startsWith("End"));
    }

    @Test
    void tomcat_cve_2023_46589_trailers_too_large_are_never_the_next_request() {
        Connection server = Talk.serverAfter("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: "
                + "x".repeat(9000) + "\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(Talk.drain(server)).containsExactly("Request POST", "TRAILER_SECTION_TOO_LARGE@8251");
        assertThat(Talk.drain(server)).containsExactly("TRAILER_SECTION_TOO_LARGE@8251");
    }

    @Test
    void http_garden_leading_zeros_are_decimal() {
        Connection server = Talk.serverAfter("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 010\r\n\r\n0123456789");
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data 0123456789", "End", "NEED_DATA");
    }

    @Test
    void http_garden_an_invalid_request_after_a_valid_one_is_refused() {
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n");
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "PAUSED");
        server.send(new Response(204, Headers.EMPTY), new EndOfMessage());
        server.startNextCycle();
        assertThat(Talk.drain(server)).containsExactly("MISSING_HOST@45");
    }

    @Test
    void http_1_must_die_an_obfuscated_expectation_is_none() {
        Connection server =
                Talk.serverAfter("POST / HTTP/1.1\r\nHost: a\r\nExpect: y 100-continue\r\nContent-Length: 1\r\n\r\n");
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        assertThat(server.theyAreWaitingFor100Continue()).isFalse();
    }

    @Test
    void http_1_must_die_a_body_that_a_request_announces_is_read_whatever_its_method() {
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nGET");
        assertThat(Talk.drain(server)).containsExactly("Request GET", "Data GET", "End", "NEED_DATA");
    }

    @Test
    void netty_cve_2026_42584_an_interim_response_takes_no_request_off_the_queue() {
        Connection client =
                Talk.clientAfter("HEAD", "HTTP/1.1 103 E\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        assertThat(Talk.drain(client)).containsExactly("Informational 103", "Response 200", "End", "NEED_DATA");
    }

    @ParameterizedTest
    @CsvSource({"\\r\\nX: y", "\\n", "\\r", "\\0"})
    void netty_cve_2026_41417_nothing_that_is_passed_in_breaks_a_line(String bytes) {
        String evil = "a" + bytes(bytes);
        assertThat(List.<Runnable>of(
                        () -> new Request(evil, "/", Headers.EMPTY),
                        () -> new Request("GET", "/" + evil, Headers.EMPTY),
                        () -> new Response(200, evil, Headers.EMPTY, HttpVersion.HTTP_1_1),
                        () -> new InformationalResponse(100, evil, Headers.EMPTY, HttpVersion.HTTP_1_1),
                        () -> Headers.of(evil, "x"),
                        () -> Headers.of("x", "a" + evil + "a"),
                        () -> Headers.EMPTY.withAdded("x", "a" + evil + "a")))
                .allSatisfy(make -> assertThat(catchThrowable(make::run)).isInstanceOf(LocalProtocolException.class));
    }

    @Test
    void zuul_2129_a_message_cut_short_spoils_the_connection_for_the_next() {
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Talk.drain(server);
        server.send(new Response(200, Headers.of("Content-Length", "5")), Data.utf8("abc"));
        server.sendFailed();
        assertThat(server.isReusable()).isFalse();
        assertThat(catchThrowable(server::startNextCycle)).isInstanceOf(LocalProtocolException.class);
    }
}
