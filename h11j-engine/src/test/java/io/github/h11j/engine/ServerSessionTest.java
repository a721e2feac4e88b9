package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What needs no world: misuse, and single decisions at their exact time. */
class ServerSessionTest extends SessionFixture {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n";

    private final List<Exception> told = new ArrayList<>();

    private ServerSession session(Handler handler, ServerRules rules) {
        return new ServerSession(rules, handler, host, InetSocketAddress.createUnresolved("client", 1), now);
    }

    private ServerSession opened(Handler handler, ServerRules rules) {
        ServerSession session = session(handler, rules);
        session.opened(Optional.empty(), now);
        return session;
    }

    private ServerSession opened(Handler handler) {
        return opened(handler, ServerRules.DEFAULT);
    }

    private static void greet(Request request, Exchange exchange) {
        exchange.send(Responses.text(200, "hi " + request.target()));
    }

    @Test
    void nothing_can_be_received_before_it_is_opened() {
        ServerSession session = session(ServerSessionTest::greet, ServerRules.DEFAULT);
        assertThatThrownBy(() -> session.received(ByteBuffer.allocate(1), 0)).isInstanceOf(IllegalStateException.class);
        assertThat(session.isClosing()).isFalse();
        session.timeout(now);
        assertThat(session.deadline()).isEqualTo(10 * SECOND);
        session.opened(Optional.empty(), now);
        session.opened(Optional.empty(), now); // is opened already
        receive(session, GET);
        assertThat(written(session)).startsWith("HTTP/1.1 200 ").endsWith("hi /");
    }

    @Test
    void only_the_call_that_is_made_can_end() {
        ServerSession session = opened(ServerSessionTest::greet);
        session.received(bytes(GET), now);
        Call call = session.call();
        assertThat(call).isNotNull();
        session.called(call, null, now);
        assertThatThrownBy(() -> session.called(call, null, now)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_comes_after_the_end_of_input_is_dropped() {
        ServerSession session = opened((request, exchange) -> exchange.onFailure(told::add));
        receive(session, GET);
        session.endOfInput(true, now);
        session.endOfInput(true, now);
        receive(session, GET);
        work(session);
        assertThat(session.next()).isEqualTo(Next.OPEN);
        assertThat(session.mostToRead()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void reports_of_nothing_and_of_more_than_there_was_change_nothing() {
        ServerSession session = opened(ServerSessionTest::greet);
        session.written(0, now);
        session.written(5, now);
        receive(session, GET);
        session.written(1000, now); // nothing has been taken
        assertThat(session.held()).isPositive();
        assertThat(written(session)).endsWith("hi /");
        assertThat(session.held()).isZero();
    }

    @Test
    void a_head_has_one_time_for_all_of_it_however_it_comes() {
        ServerSession session = opened(ServerSessionTest::greet);
        now = 59 * SECOND;
        receive(session, "G");
        for (int i = 0; i < 9; i++) {
            now += SECOND;
            receive(session, "E");
            assertThat(session.deadline()).isEqualTo(69 * SECOND);
        }
        now = 69 * SECOND - 1;
        session.timeout(now); // too early
        assertThat(session.isClosing()).isFalse();
        session.timeout(++now);
        assertThat(written(session)).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
        assertThat(session.next()).isEqualTo(Next.LINGER);
        assertThat(session.deadline()).isEqualTo(74 * SECOND);
        session.timeout(74 * SECOND);
        assertThat(session.next()).isEqualTo(Next.CLOSE);
        assertThat(session.deadline()).isEqualTo(ServerSession.NEVER);
    }

    @Test
    void a_peer_that_does_not_read_is_given_up_and_one_that_does_is_not() {
        ServerSession session = opened((request, exchange) -> {
            exchange.onFailure(told::add);
            exchange.send(new Response(200, Headers.of("Content-Length", "10")), Data.utf8("12345"));
        });
        receive(session, GET);
        assertThat(session.deadline()).isEqualTo(30 * SECOND);
        assertThat(session.take()).isNotNull();
        now = 29 * SECOND;
        session.written(1, now);
        assertThat(session.deadline()).isEqualTo(59 * SECOND);
        session.timeout(30 * SECOND);
        assertThat(session.next()).isEqualTo(Next.OPEN);
        session.timeout(59 * SECOND);
        work(session);
        assertThat(session.next()).isEqualTo(Next.ABORT);
        assertThat(told).singleElement().isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void under_a_policy_that_does_not_undo_a_refused_send_ends_the_connection() {
        ServerRules rules = ServerRules.DEFAULT.withPolicy(Policy.H11);
        Handler handler = (request, exchange) -> {
            exchange.onFailure(told::add);
            List<Event> whole =
                    List.of(new Response(200, Headers.of("Content-Length", "1")), Data.utf8("xy"), new EndOfMessage());
            assertThatThrownBy(() -> exchange.send(whole)).isInstanceOf(LocalProtocolException.class);
        };
        ServerSession session = opened(handler, rules);
        receive(session, GET);
        assertThat(failures).isEmpty();
        assertThat(session.next()).isEqualTo(Next.ABORT);
        assertThat(told).hasSize(1);
    }

    @Test
    void a_refused_file_ends_the_connection_too_under_such_a_policy(@TempDir Path folder) throws Exception {
        FileChannel file = FileChannel.open(Files.writeString(folder.resolve("file"), "0123456789"));
        Handler handler = (request, exchange) -> assertThatThrownBy(
                        () -> exchange.sendFile(new Response(200, Headers.of("Content-Length", "3")), file, 0, 10))
                .isInstanceOf(LocalProtocolException.class);
        ServerSession session = opened(handler, ServerRules.DEFAULT.withPolicy(Policy.H11));
        receive(session, GET);
        assertThat(session.next()).isEqualTo(Next.ABORT);
        assertThat(file.isOpen()).isFalse();
    }

    @Test
    void a_transport_that_fails_before_it_is_opened_is_given_up() {
        ServerSession session = session(ServerSessionTest::greet, ServerRules.DEFAULT);
        session.inputFailed(new IOException("no TLS"), now);
        session.timeout(100 * SECOND);
        session.stop(now);
        assertThat(session.next()).isEqualTo(Next.ABORT);
        assertThat(session.call()).isNull();
    }

    @Test
    void a_reset_after_the_end_of_input_is_a_failure() {
        ServerSession session = opened((request, exchange) -> exchange.onFailure(told::add));
        receive(session, GET);
        session.endOfInput(true, now);
        session.inputFailed(new IOException("reset"), now);
        work(session);
        assertThat(told).hasSize(1);
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void a_task_of_an_exchange_that_has_failed_is_not_run() {
        List<Exchange> all = new ArrayList<>();
        ServerSession session = opened((request, exchange) -> {
            all.add(exchange);
            exchange.execute(() -> failures.add("a task"));
            throw new IOException("on purpose");
        });
        receive(session, GET);
        all.get(0).execute(() -> failures.add("a later task"));
        work(session);
        assertThat(failures).containsExactly("the handler has failed");
        assertThat(written(session)).startsWith("HTTP/1.1 500 ");
        session.abort(new IOException("the end"), now);
        all.get(0).execute(() -> failures.add("a task after the end"));
        work(session);
        assertThat(failures).hasSize(1);
        assertThat(all.get(0).isWritable()).isFalse();
    }

    @Test
    void the_end_of_a_body_waits_for_room_as_its_parts_do() {
        List<Exchange> all = new ArrayList<>();
        Handler handler = (request, exchange) -> {
            all.add(exchange);
            exchange.send(new InformationalResponse(103, Headers.EMPTY));
        };
        ServerSession session = opened(handler, ServerRules.DEFAULT.withQueueBytes(1));
        receive(session, GET);
        all.get(0)
                .execute(() -> WholeBody.receive(
                        new Request("GET", "/", Headers.of("Host", "a")),
                        all.get(0),
                        10,
                        (body, trailers) -> failures.add("complete")));
        work(session);
        assertThat(failures).isEmpty();
        assertThat(written(session)).startsWith("HTTP/1.1 103 ");
        work(session);
        assertThat(failures).containsExactly("complete");
    }

    @Test
    void one_that_holds_its_share_is_not_read_and_not_writable() {
        List<Exchange> all = new ArrayList<>();
        ServerSession session = opened((request, exchange) -> {
            all.add(exchange);
            exchange.send(new Response(200, Headers.of("Content-Length", "10")), Data.utf8("12345"));
        });
        receive(session, GET);
        assertThat(session.isStarved()).isFalse();
        assertThat(all.get(0).isWritable()).isTrue();
        share = session.held();
        assertThat(session.isStarved()).isTrue();
        assertThat(session.mostToRead()).isZero();
        assertThat(all.get(0).isWritable()).isFalse();
    }

    @Test
    void of_two_deadlines_the_earlier_counts() {
        ServerSession session = opened(ServerSessionTest::greet);
        receive(session, GET + "GET");
        assertThat(session.deadline()).as("of the next head").isEqualTo(10 * SECOND);
        now = 9 * SECOND;
        assertThat(session.take()).isNotNull();
        session.written(1, now);
        assertThat(session.deadline()).isEqualTo(10 * SECOND);

        ServerSession other = opened(ServerSessionTest::greet);
        receive(other, GET);
        now = 35 * SECOND;
        receive(other, "GET");
        assertThat(other.deadline()).as("of the write").isEqualTo(39 * SECOND);
    }

    @Test
    void a_connection_is_idle_until_a_head_begins_and_after_its_response_but_not_with_another_protocol() {
        ServerSession session = opened(ServerSessionTest::greet);
        assertThat(session.isIdle()).isTrue();
        receive(session, "G");
        assertThat(session.isIdle()).isFalse();
        receive(session, GET.substring(1));
        written(session);
        assertThat(session.isIdle()).isTrue();
        assertThat(switched(new Speaker()).isIdle()).isFalse();
    }

    @Test
    void a_head_that_has_begun_when_the_server_stops_is_answered_as_the_last() {
        ServerSession session = opened(ServerSessionTest::greet);
        receive(session, GET.substring(0, 10));
        session.stop(now);
        receive(session, GET.substring(10, 20));
        assertThat(session.isClosing()).isFalse();
        receive(session, GET.substring(20));
        assertThat(written(session)).startsWith("HTTP/1.1 200 ").contains("\r\nConnection: close\r\n");
        assertThat(session.next()).isEqualTo(Next.LINGER);
    }

    @Test
    void the_status_is_that_of_the_response_that_was_sent_by_the_handler_or_the_server() {
        List<Exchange> exchanges = new ArrayList<>();
        ServerSession session = opened((request, exchange) -> {
            exchanges.add(exchange);
            assertThat(exchange.status()).isZero();
            switch (request.target()) {
                case "/late" -> exchange.receiveBody(new Ignored());
                case "/fails" -> throw new IllegalStateException("on purpose");
                default -> greet(request, exchange);
            }
        });
        receive(session, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        receive(session, "GET /fails HTTP/1.1\r\nHost: a\r\n\r\n");
        receive(session, "POST /late HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
        written(session);
        now += 31 * SECOND;
        session.timeout(now);
        receive(
                opened((request, exchange) -> {
                    exchanges.add(exchange);
                    exchange.send(new InformationalResponse(103, Headers.EMPTY));
                    assertThat(exchange.status()).isZero();
                    exchange.send(Responses.switching("other"));
                }),
                UPGRADE);
        assertThat(exchanges).extracting(Exchange::status).containsExactly(200, 500, 408, 101);
    }

    private static final class Ignored implements BodyHandler {
        @Override
        public void data(Data data) {
            // nobody looks at it
        }

        @Override
        public void end(EndOfMessage end) {
            // nobody waits for it
        }
    }

    @Test
    void a_request_that_came_before_the_stop_and_waits_for_the_response_before_it_is_answered() {
        ServerSession session = opened(ServerSessionTest::greet, ServerRules.DEFAULT.withQueueBytes(1));
        receive(session, GET);
        receive(session, GET);
        assertThat(session.isIdle()).isFalse();
        session.stop(now);
        written(session);
        work(session);
        assertThat(written(session)).startsWith("HTTP/1.1 200 ").contains("Connection: close");
        ServerSession empty = opened(ServerSessionTest::greet, ServerRules.DEFAULT.withQueueBytes(1));
        receive(empty, GET);
        receive(empty, "\r\n");
        empty.stop(now);
        written(empty);
        assertThat(empty.isClosing()).isTrue();
    }

    @Test
    void a_stop_that_comes_in_a_call_is_said_in_its_response_and_told_later() {
        ServerSession session = opened((request, exchange) -> {
            stopping = true;
            greet(request, exchange);
        });
        receive(session, GET + GET);
        assertThat(written(session)).containsOnlyOnce("HTTP/1.1 200 ").contains("Connection: close");
        session.stop(now);
        assertThat(session.next()).isEqualTo(Next.LINGER);
    }

    @Test
    void a_request_that_turns_out_broken_after_the_response_has_begun_leaves_it_visibly_cut() {
        ServerSession session = opened((request, exchange) -> {
            exchange.onFailure(told::add);
            exchange.send(new Response(200, Headers.EMPTY));
            exchange.receiveBody(new BodyHandler() {
                @Override
                public void data(Data data) {
                    exchange.send(data);
                }

                @Override
                public void end(EndOfMessage end) {
                    failures.add("complete");
                }
            });
        });
        receive(session, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nno chunk\r\n");
        assertThat(session.next()).isEqualTo(Next.ABORT);
        assertThat(told).hasSize(1);
        assertThat(failures).isEmpty();
    }

    /** Speaks at once, closes when it hears something, ends when it is asked to. */
    private static class Speaker implements ProtocolHandler {
        private Duplex duplex;
        private int stops;

        @Override
        public void opened(Duplex to) {
            duplex = to;
            write("hello");
        }

        final void write(String text) {
            duplex.write(Bytes.utf8(text));
        }

        final void end() {
            duplex.end();
        }

        @Override
        public void received(Bytes bytes) {
            duplex.close();
            duplex.close();
            assertThatThrownBy(() -> duplex.write(bytes)).isInstanceOf(IllegalStateException.class);
        }

        @Override
        public void ended() {
            // says no more
        }

        @Override
        public void stopping() throws Exception {
            ProtocolHandler.super.stopping();
            stops++;
            write("bye");
            end();
        }

        @Override
        public void failed(Exception cause) {
            // nothing to free
        }
    }

    /** Over TLS 1.2 the end of the request's stream must not be read before the response has been written. */
    @ParameterizedTest
    @CsvSource({"'Content-Length: 0', ''", "'Content-Length: 5', hello", "'Content-Length: 9', hello"})
    void a_request_whose_body_nobody_has_asked_for_is_to_be_answered(String framing, String body) {
        List<Exchange> waiting = new ArrayList<>();
        ServerSession session = opened((request, exchange) -> waiting.add(exchange));
        receive(session, "POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n" + body);
        assertThat(session.isAnswering()).isTrue();
        BodyHandler taking = new BodyHandler() {
            @Override
            public void data(Data data) {
                // it comes
            }

            @Override
            public void end(EndOfMessage end) {
                // it is complete
            }
        };
        waiting.get(0).execute(() -> waiting.get(0).receiveBody(taking));
        work(session);
        assertThat(session.isAnswering()).as("complete").isEqualTo(!framing.endsWith("9"));
    }

    /** A call that was due when a task paused the exchange may wait for as long as the application likes. */
    @Test
    void a_part_of_a_body_that_waits_in_a_pause_counts_as_held() {
        List<Exchange> waiting = new ArrayList<>();
        int[] received = {0};
        ServerSession session = opened((request, exchange) -> {
            waiting.add(exchange);
            exchange.receiveBody(new BodyHandler() {
                @Override
                public void data(Data data) {
                    received[0] += data.bytes().length();
                }

                @Override
                public void end(EndOfMessage end) {
                    // it does not come
                }
            });
        });
        receive(session, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n");
        assertThat(session.held()).isZero();
        session.received(bytes("x".repeat(8000)), now);
        waiting.get(0).execute(() -> waiting.get(0).pause());
        work(session);
        assertThat(received[0]).isZero();
        assertThat(session.held()).isEqualTo(8000);
        waiting.get(0).execute(() -> waiting.get(0).resume());
        work(session);
        assertThat(received[0]).isEqualTo(8000);
        assertThat(session.held()).isZero();
    }

    private static Handler switching(ProtocolHandler other) {
        return (request, exchange) -> {
            exchange.send(Responses.switching("other"));
            exchange.switchTo(other);
        };
    }

    private ServerSession switched(Speaker speaker) {
        ServerSession session = opened(switching(speaker));
        receive(session, UPGRADE);
        assertThat(written(session)).as("alone").startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n");
        work(session);
        assertThat(session.isAnswering()).isTrue();
        assertThat(written(session)).isEqualTo("hello");
        assertThat(session.isAnswering()).isFalse();
        return session;
    }

    @Test
    void another_protocol_is_told_once_of_a_stop_and_has_its_own_time() {
        Speaker speaker = new Speaker();
        ServerSession session = switched(speaker);
        session.stop(now);
        session.stop(now);
        work(session);
        session.stop(now);
        work(session);
        assertThat(speaker.stops).isEqualTo(1);
        assertThat(session.next()).isEqualTo(Next.OPEN);
        assertThat(written(session)).isEqualTo("bye");
        assertThat(session.next()).isEqualTo(Next.END_OUTPUT);
        assertThat(session.isClosing()).isFalse();
        assertThat(session.deadline()).isEqualTo(5 * SECOND);
        session.timeout(5 * SECOND);
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void after_a_stop_bytes_in_either_direction_do_not_extend_the_time_of_another_protocol() {
        Speaker speaker = new Speaker() {
            @Override
            public void received(Bytes bytes) {
                write("still here");
            }

            @Override
            public void stopping() {
                // it goes on
            }
        };
        ServerSession session = switched(speaker);
        session.stop(now);
        work(session);
        for (int i = 0; i < 4; i++) {
            now += SECOND;
            receive(session, "x");
            work(session);
            assertThat(written(session)).isEqualTo("still here");
            assertThat(session.deadline()).isEqualTo(5 * SECOND);
        }
        session.timeout(5 * SECOND);
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    /** It would write after its end, and that exception would abort the connection with what is still to be written. */
    @Test
    void a_stop_during_the_last_call_of_another_protocol_is_not_reported_to_it() throws Exception {
        for (boolean closes : new boolean[] {false, true}) {
            Speaker speaker = new Speaker() {
                @Override
                public void ended() {
                    write("the end");
                    end();
                }
            };
            ServerSession session = switched(speaker);
            if (closes) {
                session.received(bytes("x"), now);
            } else {
                session.endOfInput(true, now);
            }
            Call last = Objects.requireNonNull(session.call());
            session.stop(now); // by another thread
            last.run();
            session.called(last, null, now);
            work(session);
            assertThat(speaker.stops).isZero();
            assertThat(written(session)).isEqualTo(closes ? "" : "the end");
            assertThat(session.next()).isEqualTo(closes ? Next.LINGER : Next.CLOSE);
        }
    }

    @Test
    void a_stop_in_the_moment_of_the_switch_is_told_after_it() {
        Speaker speaker = new Speaker();
        ServerSession session = opened(switching(speaker));
        session.received(bytes(UPGRADE), now);
        session.stop(now);
        work(session);
        assertThat(written(session)).startsWith("HTTP/1.1 101 ");
        work(session);
        assertThat(speaker.stops).isEqualTo(1);
    }

    /** Until the 101 is written, the other protocol has not begun. */
    @Test
    void a_stream_that_is_cut_off_before_the_switch_is_no_orderly_end_for_the_other_protocol() {
        for (boolean inOrder : new boolean[] {false, true}) {
            List<String> heard = new ArrayList<>();
            Speaker speaker = new Speaker() {
                @Override
                public void ended() {
                    heard.add("ended");
                }
            };
            ServerSession session = opened(switching(speaker));
            receive(session, UPGRADE);
            session.endOfInput(inOrder, now);
            work(session);
            written(session);
            work(session);
            assertThat(heard).isEqualTo(inOrder ? List.of("ended") : List.of());
            assertThat(session.next()).isEqualTo(inOrder ? Next.OPEN : Next.ABORT);
        }
    }

    @Test
    void a_switch_that_is_lost_before_the_other_protocol_was_called_is_a_failure_of_the_exchange() throws Exception {
        for (boolean taken : new boolean[] {false, true}) {
            Speaker speaker = new Speaker();
            ServerSession session = opened((request, exchange) -> {
                exchange.onFailure(told::add);
                exchange.send(Responses.switching("other"));
                exchange.switchTo(speaker);
            });
            receive(session, UPGRADE);
            assertThat(written(session)).startsWith("HTTP/1.1 101 ");
            Call call = taken ? session.call() : null;
            session.inputFailed(new IOException("reset"), now);
            if (call != null) {
                call.run(); // on another thread, and too late
                session.called(call, null, now);
            }
            work(session);
            assertThat(speaker.duplex).isNull();
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void a_handler_may_send_100_by_itself_and_103_before_it() {
        ServerSession session = opened((request, exchange) -> {
            exchange.send(new InformationalResponse(103, Headers.EMPTY));
            if (request.target().equals("/itself")) {
                exchange.send(new InformationalResponse(100, Headers.EMPTY));
            }
            WholeBody.receive(request, exchange, 10, (body, trailers) -> exchange.send(Responses.text(200, "got it")));
        });
        String head = " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
        for (String target : List.of("/itself", "/")) {
            receive(session, "POST " + target + head);
            assertThat(written(session)).isEqualTo("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
            receive(session, "body");
            assertThat(written(session)).startsWith("HTTP/1.1 200 ").endsWith("got it");
        }
    }

    @Test
    void a_file_that_is_sent_before_the_body_has_come_says_close(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        for (boolean wanted : List.of(true, false)) {
            FileChannel file = FileChannel.open(empty);
            ServerSession session = opened((request, exchange) -> {
                if (wanted) {
                    WholeBody.receive(request, exchange, 2_000_000, (body, trailers) -> {});
                }
                exchange.sendFile(new Response(200, Headers.EMPTY), file, 0, 0);
            });
            receive(session, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            assertThat(written(session)).contains("\r\nContent-Length: 0\r\n").contains("\r\nConnection: close\r\n");
            assertThat(file.isOpen()).isFalse();
        }
    }

    /** Its response would wait until something else wakes the connection. */
    @Test
    void an_exchange_that_is_used_outside_of_a_call_refuses_and_names_execute() {
        List<Exchange> kept = new ArrayList<>();
        ServerSession session = opened((request, exchange) -> kept.add(exchange));
        receive(session, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Exchange exchange = kept.get(0);
        assertThatThrownBy(() -> exchange.send(Responses.text(200, "late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("execute");
        exchange.execute(() -> exchange.send(Responses.text(200, "late")));
        work(session);
        assertThat(written(session)).endsWith("late");
        assertThatThrownBy(() -> exchange.send(Responses.text(200, "twice"))).hasMessage("the response is complete");
    }

    @Test
    void a_handler_that_is_missing_is_noticed_where_it_is_passed() {
        assertThatNullPointerException().isThrownBy(() -> opened(null));
        for (String head : List.of("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n", UPGRADE)) {
            ServerSession session = opened((request, exchange) -> {
                if (request.method().equals("POST")) {
                    exchange.receiveBody(null);
                } else {
                    exchange.send(Responses.switching("other"));
                    exchange.switchTo(null);
                }
            });
            failures.clear();
            receive(session, head);
            assertThat(failures).as(head).containsExactly("the handler has failed");
        }
    }

    @Test
    void a_listener_or_task_that_is_missing_is_noticed_where_it_is_passed() {
        List<Throwable> thrown = new ArrayList<>();
        ServerSession session = opened((request, exchange) -> {
            thrown.add(catchThrowable(() -> exchange.onFailure(null)));
            thrown.add(catchThrowable(() -> exchange.onWritable(null)));
            thrown.add(catchThrowable(() -> exchange.execute(null)));
            exchange.send(Responses.text(200, "on"));
        });
        receive(session, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(thrown).hasSize(3).hasOnlyElementsOfType(NullPointerException.class);
        assertThat(written(session)).endsWith("on");
    }

    @Test
    void a_part_of_a_file_with_a_negative_position_or_length_is_refused(@TempDir Path folder) throws Exception {
        Path path = Files.createFile(folder.resolve("file"));
        for (long[] part : new long[][] {{-1, 3}, {0, -3}}) {
            FileChannel file = FileChannel.open(path);
            ServerSession session = opened((request, exchange) -> {
                assertThatThrownBy(() -> exchange.sendFile(new Response(200, Headers.EMPTY), file, part[0], part[1]))
                        .isInstanceOf(IllegalArgumentException.class);
                exchange.send(Responses.text(404, "not here"));
            });
            receive(session, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(written(session)).startsWith("HTTP/1.1 404 ");
            assertThat(file.isOpen()).isFalse();
        }
    }

    @Test
    void nothing_is_written_after_a_close_of_another_protocol() {
        ServerSession session = switched(new Speaker());
        receive(session, "x");
        assertThat(failures).isEmpty();
        assertThat(session.next()).isEqualTo(Next.LINGER);
    }

    @Test
    void a_listener_is_never_paused() {
        assertThat(Call.Listener.LISTENER.isPaused()).isFalse();
    }
}
