package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.examples.Refusing;
import io.github.h11j.handler.Responses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ForwardProxyTest extends ProxyFixture {

    @ParameterizedTest
    @EnumSource
    void absolute_targets_are_forwarded_to_their_host(Io io) throws Exception {
        Io.Running upstream = start(
                io,
                (request, exchange) -> exchange.send(Responses.text(
                        200,
                        request.target() + " " + request.headers().first("Host").orElse("none"))));
        int proxy = forward(io, Destinations.LOOPBACK);
        String there = "127.0.0.1:" + upstream.port();
        assertThat(talk(proxy, get("http://" + there + "/x?y"))).endsWith("/x?y " + there);
        assertThat(talk(proxy, get("/x"))).startsWith("HTTP/1.1 400 ");
        assertThat(talk(proxy, get("https://" + there + "/x"))).startsWith("HTTP/1.1 501 ");
        assertThat(talk(proxy, get("http://192.0.2.1/"))).startsWith("HTTP/1.1 403 ");
        assertThat(talk(proxy, "CONNECT 192.0.2.1:443 HTTP/1.1\r\nHost: 192.0.2.1:443\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    /** RFC 9110 §7.6.2: it responds itself, wherever the request was to go. */
    @ParameterizedTest
    @EnumSource
    void what_is_not_to_be_forwarded_is_answered_before_the_destination_is_looked_at(Io io) throws Exception {
        Io.Running upstream = start(io, (request, exchange) -> exchange.send(Responses.text(200, "hello")));
        int proxy = forward(io, Destinations.LOOPBACK);
        String answer = talk(proxy, get("http://127.0.0.1:" + upstream.port() + "/"));
        String name = answer.replaceAll("(?s).*Via: 1.1 (h11j-[0-9a-f]{8})\r\n.*", "$1");
        for (String target : List.of("http://192.0.2.1/", "http://nowhere.invalid/", "https://127.0.0.1/")) {
            assertThat(talk(proxy, traced(target, "Max-Forwards: 0")))
                    .as(target)
                    .startsWith("HTTP/1.1 200 ")
                    .contains("TRACE " + target + " HTTP/1.1\r\n");
            assertThat(talk(proxy, traced(target, "Max-Forwards: x")))
                    .as(target)
                    .startsWith("HTTP/1.1 400 ");
            assertThat(talk(proxy, traced(target, "Via: 1.1 " + name)))
                    .as(target)
                    .startsWith("HTTP/1.1 508 ");
        }
    }

    private static String traced(String target, String line) {
        return "TRACE " + target + " HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void an_interim_response_that_is_forwarded_names_the_proxy(Io io) throws Exception {
        int origin = played(peer -> {
            peer.head();
            peer.write("HTTP/1.1 103 Early Hints\r\nVia: 1.1 fred\r\nLink: </a>\r\n\r\n" + ok("hi"));
        });
        assertThat(nameless(talk(forward(io, Destinations.LOOPBACK), get("http://127.0.0.1:" + origin + "/"))))
                .startsWith("HTTP/1.1 103 Early Hints\r\nVia: 1.1 fred\r\nLink: </a>\r\nVia: 1.1 h11j\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_with_an_http_1_0_client_is_not_kept_alive(Io io) throws Exception {
        Io.Running upstream = start(io, (request, exchange) -> exchange.send(Responses.text(200, "hello")));
        String target = "http://127.0.0.1:" + upstream.port() + "/";
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write("GET " + target + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(peer.head()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
            assertThat(peer.readAll()).isEqualTo("hello"); // and the end, which the proxy must cause
        }
        try (Peer peer = new Peer(forward(io, Destinations.LOOPBACK))) {
            peer.write("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(peer.readAll()).startsWith("HTTP/1.1 400 ").contains("Connection: close");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_cannot_be_reached_is_a_502(Io io) throws Exception {
        int closed = Refusing.port();
        int proxy = forward(io, Destinations.LOOPBACK);
        assertThat(talk(proxy, connect(closed))).startsWith("HTTP/1.1 502 ");
        assertThat(talk(proxy, get("http://127.0.0.1:" + closed + "/"))).startsWith("HTTP/1.1 502 ");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 1, '', true",
        "::1, 99, '', true",
        "192.0.2.1, 443, '', false",
        "192.0.2.1, 443, *:443, true",
        "192.0.2.1, 80, *:443, false",
        "192.0.2.1, 80, 192.0.2.1:*, true",
        "192.0.2.2, 80, 192.0.2.1:*, false",
        "2001:db8::1, 80, [2001:db8::1]:80, true",
        "192.0.2.1, 80, *:*, true",
    })
    void destinations_are_loopback_addresses_and_what_is_allowed(String host, int port, String rule, boolean allowed)
            throws Exception {
        Destinations destinations = new Destinations(rule.isEmpty() ? List.of() : List.of(rule));
        HostAndPort destination = new HostAndPort(host, port);
        if (allowed) {
            assertThat(destinations.resolve(destination))
                    .containsExactly(new InetSocketAddress(InetAddress.getByName(host), port));
        } else {
            assertThatThrownBy(() -> destinations.resolve(destination))
                    .isInstanceOf(Destinations.ForbiddenException.class);
        }
    }

    @Test
    void rules_of_another_form_are_refused() {
        for (String rule : List.of("", "a", "a:", ":1", "a:b", "*a:1", "a:0", "*:65536", "a:123456")) {
            assertThatThrownBy(() -> new Destinations(List.of(rule))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
