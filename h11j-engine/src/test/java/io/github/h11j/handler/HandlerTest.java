package io.github.h11j.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerTest {

    private final List<String> calls = new ArrayList<>();
    private final List<Event> sent = new ArrayList<>();
    private final List<BodyHandler> bodies = new ArrayList<>();
    private Optional<SSLSession> tls = Optional.empty();

    /** Notes what is called. */
    private final Exchange exchange = new Exchange() {
        @Override
        public void send(List<? extends Event> events) {
            calls.add("send");
            sent.addAll(events);
        }

        @Override
        public void sendFile(Response head, FileChannel file, long position, long length) {
            calls.add("sendFile " + position + " " + length);
        }

        @Override
        public void flush() {
            calls.add("flush");
        }

        @Override
        public boolean isWritable() {
            return calls.add("isWritable");
        }

        @Override
        public void onWritable(Runnable task) {
            calls.add("onWritable");
        }

        @Override
        public void receiveBody(BodyHandler handler) {
            calls.add("receiveBody");
            bodies.add(handler);
        }

        @Override
        public void pause() {
            calls.add("pause");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public void switchTo(ProtocolHandler handler) {
            calls.add("switchTo");
        }

        @Override
        public void onFailure(Consumer<? super Exception> listener) {
            calls.add("onFailure");
        }

        @Override
        public void execute(Runnable task) {
            calls.add("execute");
        }

        @Override
        public void abort() {
            calls.add("abort");
        }

        @Override
        public SocketAddress peer() {
            calls.add("peer");
            return InetSocketAddress.createUnresolved("peer", 1);
        }

        @Override
        public int status() {
            return 204;
        }

        @Override
        public Optional<SSLSession> tls() {
            calls.add("tls");
            return tls;
        }
    };

    @Test
    void a_forwarding_exchange_forwards_every_call() {
        Exchange forwarding = new ForwardingExchange(exchange) {};
        Response response = new Response(200, Headers.EMPTY);
        forwarding.send(response);
        forwarding.send(response, new EndOfMessage());
        forwarding.sendFile(response, null, 1, 2);
        forwarding.flush();
        assertThat(forwarding.isWritable()).isTrue();
        forwarding.onWritable(null);
        forwarding.receiveBody(null);
        forwarding.pause();
        forwarding.resume();
        forwarding.switchTo(null);
        forwarding.onFailure(null);
        forwarding.execute(null);
        forwarding.abort();
        assertThat(forwarding.peer()).isNotNull();
        assertThat(forwarding.status()).isEqualTo(204);
        assertThat(forwarding.tls()).isEmpty();
        assertThat(calls)
                .containsExactly(
                        "send",
                        "send",
                        "sendFile 1 2",
                        "flush",
                        "isWritable",
                        "onWritable",
                        "receiveBody",
                        "pause",
                        "resume",
                        "switchTo",
                        "onFailure",
                        "execute",
                        "abort",
                        "peer",
                        "tls");
        assertThat(sent).hasSize(3);
    }

    private static Request post(String... fields) {
        return new Request("POST", "/", Headers.of(fields));
    }

    @Test
    void a_body_that_is_announced_too_large_is_not_asked_for() {
        WholeBody.receive(post("Host", "a", "Content-Length", "11"), exchange, 10, (body, trailers) -> {});
        assertThat(calls).containsExactly("send");
        assertThat(((Response) sent.get(0)).statusCode()).isEqualTo(413);
    }

    @Test
    void a_body_that_becomes_too_large_is_refused_and_one_that_does_not_is_passed_on() throws Exception {
        List<Bytes> received = new ArrayList<>();
        WholeBody.receive(
                post("Host", "a", "Transfer-Encoding", "chunked"), exchange, 4, (body, trailers) -> received.add(body));
        bodies.get(0).data(Data.utf8("ab"));
        bodies.get(0).data(Data.utf8("cd"));
        assertThat(calls).containsExactly("receiveBody");
        bodies.get(0).end(new EndOfMessage());
        assertThat(received).containsExactly(Bytes.utf8("abcd"));
        bodies.get(0).data(Data.utf8("e"));
        assertThat(((Response) sent.get(0)).statusCode()).isEqualTo(413);
    }

    @Test
    void a_secure_target_is_answered_on_a_secure_connection_only() throws Exception {
        Handler guarded = SecureTargets.guard((request, to) -> to.flush());
        Request secure = new Request("GET", "https://a/", Headers.of("Host", "a"));
        guarded.handle(new Request("GET", "/", Headers.of("Host", "a")), exchange);
        assertThat(calls).containsExactly("flush");
        guarded.handle(secure, exchange);
        assertThat(calls).containsExactly("flush", "tls", "send");
        assertThat(((Response) sent.get(0)).statusCode()).isEqualTo(421);
        tls = Optional.of((SSLSession) Proxy.newProxyInstance(
                HandlerTest.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (proxy, method, args) -> null));
        guarded.handle(secure, exchange);
        assertThat(calls).containsExactly("flush", "tls", "send", "tls", "flush");
    }

    @Test
    void a_response_without_content_has_a_length_where_it_may() {
        assertThat(Responses.empty(200, Headers.EMPTY))
                .containsExactly(new Response(200, Headers.of("Content-Length", "0")), new EndOfMessage());
        for (int status : new int[] {204, 304}) {
            assertThat(Responses.empty(status, Headers.EMPTY))
                    .containsExactly(new Response(status, Headers.EMPTY), new EndOfMessage());
        }
    }

    @Test
    void whole_responses_and_refusals_may_come_early() {
        assertThat(Responses.mayComeEarly(List.of())).isFalse();
        assertThat(Responses.mayComeEarly(List.of(Data.utf8("x")))).isFalse();
        assertThat(Responses.mayComeEarly(List.of(new Response(200, Headers.EMPTY))))
                .isFalse();
        assertThat(Responses.mayComeEarly(List.of(new Response(300, Headers.EMPTY))))
                .isTrue();
        assertThat(Responses.mayComeEarly(List.of(new EndOfMessage()))).isTrue();
    }

    @Test
    void dates_are_written_in_one_form_and_read_in_three() {
        Instant instant = Instant.ofEpochSecond(784_111_777);
        String date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assertThat(HttpDate.format(instant)).isEqualTo(date);
        for (String text : List.of(date, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994")) {
            assertThat(HttpDate.parse(text)).as(text).contains(instant);
        }
        assertThat(HttpDate.parse("yesterday")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sat, 31 Feb 2026 00:00:00 GMT", // the 28th was a Saturday
                "Tue Feb 30 00:00:00 2023",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "sun, 06 nov 1994 08:49:37 gmt",
                " Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void a_date_that_does_not_exist_or_is_written_otherwise_is_none(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Test
    void a_leap_second_is_a_date() {
        Instant year = Instant.parse("2017-01-01T00:00:00Z");
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT")).contains(year);
        assertThat(HttpDate.parse("Sat Dec 31 23:59:60 2016")).contains(year);
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 22:59:60 GMT")).isEmpty();
    }
}
