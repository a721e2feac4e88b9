package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.Refusing;
import io.github.h11j.examples.app.EchoProtocol;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReverseProxyTest extends ProxyFixture {

    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    /** Answers every request with a fixed response, and keeps the heads. */
    private int answering(String answer) throws IOException {
        return played(peer -> {
            for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                heads.add(head);
                peer.write(answer);
            }
        });
    }

    private String received() throws InterruptedException {
        String head = heads.poll(20, TimeUnit.SECONDS);
        assertThat(head).as("a request has come").isNotNull();
        return nameless(head);
    }

    @ParameterizedTest
    @EnumSource
    void fields_of_one_connection_are_not_forwarded_and_via_is_added_both_ways(Io io) throws Exception {
        int proxy = reverse(
                io,
                answering(ok("hi", "Connection: X-Hop, keep-alive", "X-Hop: 1", "Keep-Alive: timeout=5", "X-End: 2")));
        String answer = nameless(talk(
                proxy,
                get(
                        "/p?q=1",
                        "Connection: keep-alive, X-Mine, TE",
                        "X-Mine: 1",
                        "X-Other: 2",
                        "Keep-Alive: 5",
                        "Proxy-Connection: keep-alive",
                        "TE: gzip, trailers",
                        "Upgrade: echo",
                        "Proxy-Authorization: Basic eA==",
                        "Via: 1.0 fred")));
        assertThat(received())
                .isEqualTo(lines(
                        "GET /p?q=1 HTTP/1.1",
                        "Host: up.example",
                        "X-Other: 2",
                        "Via: 1.0 fred",
                        "TE: trailers",
                        "Connection: TE",
                        "Via: 1.1 h11j",
                        ""));
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\nX-End: 2\r\nContent-Length: 2\r\nVia: 1.1 h11j\r\n")
                .endsWith("\r\n\r\nhi");
        // our own close, if the end of the client was seen in time
        assertThat(answer.replace("\r\nConnection: close\r\n", "\r\n"))
                .doesNotContain("X-Hop", "Keep-Alive", "Connection");
    }

    @ParameterizedTest
    @EnumSource
    void framing_and_host_cannot_be_named_away(Io io) throws Exception {
        int upstream = played(peer -> {
            heads.add(peer.readUntil("body"));
            peer.write(ok(""));
        });
        int proxy = reverse(io, upstream);
        talk(
                proxy,
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: Content-Length, Host, Transfer-Encoding\r\n"
                        + "Content-Length: 4\r\n\r\nbody");
        assertThat(received())
                .isEqualTo("POST / HTTP/1.1\r\nHost: up.example\r\nContent-Length: 4\r\nVia: 1.1 h11j\r\n\r\nbody");
    }

    @ParameterizedTest
    @EnumSource
    void absolute_targets_become_origin_form(Io io) throws Exception {
        int proxy = reverse(io, answering(ok("")));
        talk(proxy, get("http://other.example:81?x"));
        assertThat(received()).startsWith("GET /?x HTTP/1.1\r\nHost: up.example\r\n");
        talk(proxy, "OPTIONS http://other.example HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(received()).startsWith("OPTIONS * HTTP/1.1\r\n");
        assertThat(talk(proxy, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n")).startsWith("HTTP/1.1 501 ");
    }

    @ParameterizedTest
    @EnumSource
    void max_forwards_counts_down_and_ends_here(Io io) throws Exception {
        int proxy = reverse(io, answering(ok("")));
        talk(proxy, "OPTIONS / HTTP/1.1\r\nHost: x\r\nMax-Forwards: 10\r\n\r\n");
        assertThat(received()).contains("Max-Forwards: 9\r\n");
        talk(proxy, get("/", "Max-Forwards: 0"));
        assertThat(received()).contains("Max-Forwards: 0\r\n");
        assertThat(talk(proxy, "OPTIONS / HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(talk(proxy, "TRACE /t HTTP/1.1\r\nHost: x\r\nCookie: secret\r\nMax-Forwards: 0\r\n\r\n"))
                .contains("Content-Type: message/http\r\n", "TRACE /t HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n")
                .doesNotContain("secret");
        assertThat(talk(proxy, "TRACE / HTTP/1.1\r\nHost: x\r\nMax-Forwards: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(heads).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void head_has_no_body_and_keeps_its_length(Io io) throws Exception {
        int proxy = reverse(io, answering("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
        String answers = talk(proxy, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answers.split("Content-Length: 1234", -1)).hasSize(3);
        assertThat(answers).endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void pipelined_requests_are_answered_in_order_over_one_connection(Io io) throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        int upstream = played(peer -> {
            accepted.incrementAndGet();
            for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                peer.write(ok(head.substring(0, head.indexOf(" HTTP"))));
            }
        });
        int proxy = reverse(io, upstream);
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            requests.append(get("/" + i + "."));
        }
        String answers = talk(proxy, requests.toString());
        for (int i = 0; i < 20; i++) {
            int at = answers.indexOf("GET /" + i + ".");
            assertThat(at).isPositive();
            answers = answers.substring(at);
        }
        assertThat(accepted).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void bodies_and_trailers_go_both_ways_at_the_same_time(Io io) throws Exception {
        Io.Running upstream = start(io, Echo::handle);
        int proxy = reverse(io, upstream.port());
        byte[] block = new byte[1 << 16];
        int blocks = 320; // 20 MB: more than any buffer on the way
        try (Peer peer = new Peer(proxy)) {
            peer.write("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < blocks; i++) {
                        peer.write("10000\r\n").write(block).write("\r\n");
                    }
                    peer.write("0\r\nX-Sum: 7\r\nConnection: X-Sum\r\n\r\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            String all = peer.readAll();
            assertThat(all.chars().filter(c -> c == 0).count()).isEqualTo((long) blocks * block.length);
            assertThat(all).endsWith("0\r\nX-Sum: 7\r\n\r\n");
            writer.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_slow_client_sends_arrives_before_it_has_sent_all(Io io) throws Exception {
        int upstream = played(peer -> {
            heads.add(peer.head());
            heads.add(peer.readUntil("one"));
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nuno\r\n");
            heads.add(peer.readUntil("0\r\n\r\n"));
            peer.write("0\r\n\r\n");
        });
        try (Peer peer = new Peer(reverse(io, upstream))) {
            peer.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(received()).contains("Transfer-Encoding: chunked");
            peer.write("3\r\none\r\n");
            assertThat(received()).endsWith("one");
            assertThat(peer.readUntil("uno")).endsWith("uno");
            peer.write("0\r\n\r\n");
            assertThat(peer.readUntil("0\r\n\r\n")).endsWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_is_asked_for_the_body_when_the_next_server_wants_it(Io io) throws Exception {
        CountDownLatch wanted = new CountDownLatch(1);
        int upstream = played(peer -> {
            heads.add(peer.head());
            try {
                wanted.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            peer.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: X\r\nX: 1\r\n\r\n");
            peer.write("HTTP/1.1 100 Continue\r\n\r\n");
            heads.add(peer.readUntil("body"));
            peer.write(ok("done"));
        });
        try (Peer peer = new Peer(reverse(io, upstream))) {
            peer.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(received()).contains("Expect: 100-continue");
            assertThat(peer.socket.getInputStream().available()).isZero();
            wanted.countDown();
            assertThat(nameless(peer.head()))
                    .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nVia: 1.1 h11j\r\n\r\n");
            assertThat(peer.head()).startsWith("HTTP/1.1 100 Continue\r\n");
            peer.write("body");
            assertThat(received()).isEqualTo("body");
            assertThat(peer.readUntil("done")).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refusal_reaches_a_client_that_waits_and_one_that_sends(Io io) throws Exception {
        int upstream = played(peer -> {
            peer.head();
            peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
            peer.end();
            peer.rest();
        });
        int proxy = reverse(io, upstream);
        try (Peer peer = new Peer(proxy)) {
            peer.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
            assertThat(peer.rest().text()).startsWith("HTTP/1.1 413 ").endsWith("no");
        }
        for (int i = 0; i < 5; i++) {
            try (Peer peer = new Peer(proxy)) {
                peer.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n")
                        .write(new byte[20_000_000]);
                assertThat(peer.rest().text()).startsWith("HTTP/1.1 413 ").endsWith("no");
            }
        }
    }

    /** Nothing waits for room after the end of a response: that would look like a failure, and cut it off. */
    @ParameterizedTest
    @EnumSource
    void a_response_that_fills_the_queue_before_the_request_is_complete_is_not_cut(Io io) throws Exception {
        serving = new Io.Serving(ServerRules.DEFAULT.withQueueBytes(1000), Optional.empty());
        String body = "x".repeat(10_000_000);
        int upstream = played(peer -> {
            peer.head();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            peer.rest();
        });
        try (Peer peer = new Peer(reverse(io, upstream))) {
            peer.write("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\nx");
            Peer.Rest rest = peer.rest();
            assertThat(rest.reset()).isFalse();
            assertThat(rest.text()).startsWith("HTTP/1.1 200 ").endsWith(body);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failures_before_the_head_are_502_and_504(Io io) throws Exception {
        rules = rules.withTimeouts(rules.timeouts().withHead(Duration.ofMillis(200)));
        for (String bad : List.of(
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "SSH-2.0\r\n\r\n",
                "HTTP/1.1 103 X\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n?")) {
            int upstream = played(peer -> {
                peer.head();
                peer.write(bad);
            });
            String answers = talk(reverse(io, upstream), get("/") + get("/"));
            assertThat(answers.split("HTTP/1.1 502 ", -1)).as(bad).hasSize(3);
        }
        int silent = played(peer -> {
            peer.head();
            peer.rest();
        });
        assertThat(talk(reverse(io, silent), get("/"))).startsWith("HTTP/1.1 504 ");
        assertThat(talk(reverse(io, Refusing.port()), get("/"))).startsWith("HTTP/1.1 502 ");
    }

    @ParameterizedTest
    @EnumSource
    void failures_after_the_head_never_look_complete(Io io) throws Exception {
        for (String cut : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")) {
            for (String version : List.of("1.1", "1.0")) {
                CountDownLatch read = new CountDownLatch(1);
                int upstream = played(peer -> {
                    peer.head();
                    peer.write(cut);
                    try {
                        read.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
                try (Peer peer = new Peer(reverse(io, upstream))) {
                    peer.write("GET / HTTP/" + version + "\r\nHost: a\r\n\r\n");
                    assertThat(peer.readUntil("half")).endsWith("half");
                    read.countDown();
                    Peer.Rest rest = peer.rest();
                    assertThat(rest.reset()).isTrue();
                    assertThat(rest.text()).doesNotContain("0\r\n");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_disconnects_ends_the_other_connection_too(Io io) throws Exception {
        BlockingQueue<Peer.Rest> ends = new LinkedBlockingQueue<>();
        int upstream = played(peer -> {
            heads.add(peer.head());
            ends.add(peer.rest());
        });
        int proxy = reverse(io, upstream);
        for (int i = 0; i < 3; i++) {
            try (Peer peer = new Peer(proxy)) {
                peer.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
                received();
                peer.reset();
            }
            Peer.Rest rest = ends.poll(20, TimeUnit.SECONDS);
            assertThat(rest).isNotNull();
            assertThat(rest.reset()).isTrue();
            assertThat(rest.text()).doesNotContain("0\r\n");
        }
    }

    /** The next server says nothing and is not asked anything more, so only the client's connection shows that. */
    @ParameterizedTest
    @EnumSource
    void a_client_that_resets_while_the_next_server_is_silent_is_noticed(Io io) throws Exception {
        BlockingQueue<Peer.Rest> ends = new LinkedBlockingQueue<>();
        int upstream = played(peer -> {
            heads.add(peer.head());
            ends.add(peer.rest());
        });
        int proxy = reverse(io, upstream);
        for (boolean begun : new boolean[] {false, true}) {
            try (Peer peer = new Peer(proxy)) {
                peer.write(begun ? get("/") + "GET / HT" : get("/"));
                received();
                peer.reset();
            }
            Peer.Rest rest = ends.poll(20, TimeUnit.SECONDS);
            assertThat(rest).isNotNull();
            assertThat(rest.reset()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_slow_reader_pauses_the_sender(Io io) throws Exception {
        AtomicInteger written = new AtomicInteger();
        int upstream = played(peer -> {
            peer.head();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 400000000\r\n\r\n");
            byte[] block = new byte[100_000];
            for (int i = 0; i < 4000; i++) {
                peer.write(block);
                written.incrementAndGet();
            }
        });
        try (Peer peer = new Peer(reverse(io, upstream))) {
            peer.write(get("/"));
            int[] last = {-1, 0};
            Peer.await("the sender stands still", () -> {
                last[1] = last[0] == written.get() && last[0] > 0 ? last[1] + 1 : 0;
                last[0] = written.get();
                return last[1] == 300;
            });
            assertThat(written.get() * 100_000L).isLessThan(60_000_000); // sockets' buffers, most of it
        }
    }

    @ParameterizedTest
    @EnumSource
    void http_1_0_clients_get_responses_they_understand(Io io) throws Exception {
        int proxy = reverse(
                io,
                answering(lines(
                        "HTTP/1.1 103 Early Hints",
                        "",
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: chunked",
                        "",
                        "2",
                        "hi",
                        "0",
                        "X: 1",
                        "")));
        assertThat(talk(proxy, "GET / HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .doesNotContain(" 103 ", "Transfer-Encoding")
                .endsWith("\r\n\r\nhi");
        assertThat(received()).contains("Via: 1.0 h11j");
    }

    @ParameterizedTest
    @EnumSource
    void a_dead_connection_is_replaced_for_requests_that_may_be_repeated(Io io) throws Exception {
        int upstream = played(peer -> {
            heads.add(peer.head());
            peer.write(ok("one"));
            String second = peer.head();
            if (!second.isEmpty()) {
                heads.add(second);
            }
        });
        int proxy = reverse(io, upstream);
        assertThat(talk(proxy, get("/1"))).endsWith("one");
        assertThat(talk(proxy, get("/2"))).endsWith("one");
        assertThat(heads).hasSize(3);
        assertThat(talk(proxy, "POST /3 HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 502 ");
        assertThat(heads).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void an_upgrade_is_passed_through_with_the_bytes_behind_it(Io io) throws Exception {
        Io.Running upstream = start(io, EchoProtocol::handle);
        int proxy = reverse(io, upstream.port());
        String upgrade = get("/", "Connection: upgrade", "Upgrade: h2c, h11j-echo") + "abc";
        assertThat(talk(proxy, upgrade))
                .startsWith("HTTP/1.1 101 ")
                .contains("Upgrade: h11j-echo\r\n")
                .endsWith("\r\n\r\nabc");
        assertThat(talk(proxy, get("/"))).startsWith("HTTP/1.1 426 ").contains("Upgrade: h11j-echo\r\n");
        assertThat(talk(proxy, get("/", "Connection: upgrade", "Upgrade: h2c"))).startsWith("HTTP/1.1 426 ");
    }

    @ParameterizedTest
    @EnumSource
    void an_exception_of_the_application_is_a_500_through_the_proxy(Io io) throws Exception {
        Io.Running upstream = start(io, (request, exchange) -> {
            throw new IllegalArgumentException("on purpose");
        });
        assertThat(talk(reverse(io, upstream.port()), get("/"))).startsWith("HTTP/1.1 500 ");
        Io.Running well = start(io, (request, exchange) -> exchange.send(Responses.text(200, "well")));
        assertThat(talk(reverse(io, well.port()), get("/"))).endsWith("well");
    }
}
