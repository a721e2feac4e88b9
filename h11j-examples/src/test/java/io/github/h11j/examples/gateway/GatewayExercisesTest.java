package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Response;
import io.github.h11j.handler.Responses;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Solutions of the exercises of docs/guide/gateway.md. */
class GatewayExercisesTest extends ProxyFixture {

    private static final Gateway GUARDED = Gateway.to(
                    (request, exchange) -> exchange.send(Responses.text(200, "welcome")))
            .withRequestHandler((request, exchange) -> {
                if (request.target().startsWith("/admin")) {
                    exchange.send(Responses.text(403, "no"));
                    return Optional.empty();
                }
                return Optional.of(request);
            })
            .withResponseHandler((request, response) -> new Response(
                    response.statusCode(),
                    response.reason(),
                    response.headers().withAdded("X-Seen", "yes"),
                    response.version()));

    @ParameterizedTest
    @EnumSource
    void exercise_1_a_refusal_of_the_chain_passes_it_and_one_of_the_server_does_not(Io io) throws Exception {
        int port = start(io, GUARDED).port();
        assertThat(talk(port, get("/"))).contains("X-Seen: yes", "welcome");
        assertThat(talk(port, get("/admin"))).startsWith("HTTP/1.1 403 ").contains("X-Seen: yes");
        assertThat(talk(port, "GET / HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("X-Seen");
    }

    /** The target is compared as it was sent: another spelling of the same path is another target. */
    @ParameterizedTest
    @EnumSource
    void exercise_2_the_guard_is_passed_by_another_spelling(Io io) throws Exception {
        int port = start(io, GUARDED).port();
        for (String spelling : new String[] {"/%61dmin", "//admin", "/./admin", "/ADMIN", "http://a/admin"}) {
            assertThat(talk(port, get(spelling))).as(spelling).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void exercise_3_what_Connection_names_stays_behind_but_neither_Host_nor_the_framing(Io io) throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        int upstream = played(peer -> {
            head.complete(peer.readUntil("hi"));
            peer.write(ok(""));
        });
        talk(
                reverse(io, upstream),
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: X-Secret, Host, Content-Length\r\nX-Secret: 1\r\n"
                        + "Content-Length: 2\r\n\r\nhi");
        assertThat(nameless(head.get()))
                .isEqualTo("POST / HTTP/1.1\r\nHost: up.example\r\nContent-Length: 2\r\nVia: 1.1 h11j\r\n\r\nhi");
    }
}
