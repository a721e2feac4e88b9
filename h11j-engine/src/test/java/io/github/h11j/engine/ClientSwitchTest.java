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
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Another protocol after a response. */
class ClientSwitchTest extends ClientSessionFixture {

    private ClientRequest switching(ClientSession session, boolean taken, Event... events) {
        ClientRequest request = request(
                new Listener() {
                    @Override
                    public void interim(InformationalResponse response, ClientExchange told) {
                        if (taken) {
                            told.switchTo(new Other());
                        }
                    }
                },
                ClientRules.DEFAULT,
                events);
        session.send(request, now);
        written(session);
        return request;
    }

    private static Request upgrade(String... more) {
        return post(more).headers().contains("Content-Length")
                ? new Request(
                        "POST",
                        "/",
                        post(more).headers().with("Connection", "upgrade").with("Upgrade", "other"))
                : new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "other"));
    }

    private static final String SWITCH = "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\nfirst";

    @Test
    void a_switch_whose_request_can_no_longer_be_sent_is_a_failure() {
        for (boolean reset : new boolean[] {false, true}) {
            heard.clear();
            ClientSession session = opened();
            switching(session, true, upgrade("Content-Length", "1"));
            work(session);
            receive(session, SWITCH);
            assertThat(heard).containsExactly("sendBody");
            IOException lost = new IOException("lost");
            if (reset) {
                session.inputFailed(lost, now);
            } else {
                session.outputFailed(lost, now);
            }
            work(session);
            assertThat(heard).containsExactly("sendBody", "failed: lost");
            assertThat(session.next()).isEqualTo(Next.ABORT);
        }
    }

    @Test
    void a_tunnel_whose_request_waited_for_100_is_a_failure() {
        ClientSession session = opened();
        Request connect = new Request(
                "CONNECT", "a:1", Headers.of("Host", "a:1", "Content-Length", "4", "Expect", "100-continue"));
        session.send(
                request(
                        new Listener() {
                            @Override
                            public void head(Response response, ClientExchange exchange) {
                                exchange.switchTo(new Other());
                            }
                        },
                        ClientRules.DEFAULT,
                        connect,
                        Data.utf8("body"),
                        new EndOfMessage()),
                now);
        written(session);
        receive(session, "HTTP/1.1 200 OK\r\n\r\n");
        assertThat(heard).singleElement().asString().startsWith("failed: ");
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void after_a_switch_the_rest_is_the_other_protocols() {
        ClientSession session = opened();
        ClientRequest request = switching(session, true, upgrade(), new EndOfMessage());
        receive(session, SWITCH);
        assertThat(heard).containsExactly("opened", "received first");
        assertThat(request.isOver()).isTrue();
        assertThat(session.idle(now)).isEqualTo(Idle.BUSY);
        assertThatThrownBy(() -> sendGet(session)).isInstanceOf(IllegalStateException.class);
        session.endOfInput(true, now);
        work(session);
        assertThat(heard).endsWith("ended");
        session.written(0, now);
        assertThat(session.idle(now)).isEqualTo(Idle.LAST_EXCHANGE);
    }

    @Test
    void a_handler_or_task_that_is_missing_is_noticed_where_it_is_passed() {
        assertThatNullPointerException()
                .isThrownBy(() -> request(null, ClientRules.DEFAULT, upgrade(), new EndOfMessage()));
        ClientSession session = opened();
        List<Throwable> thrown = new ArrayList<>();
        Listener taker = new Listener() {
            @Override
            public void interim(InformationalResponse response, ClientExchange told) {
                thrown.add(catchThrowable(() -> told.switchTo(null)));
                thrown.add(catchThrowable(() -> told.onWritable(null)));
                thrown.add(catchThrowable(() -> told.execute(null)));
            }
        };
        session.send(request(taker, ClientRules.DEFAULT, upgrade(), new EndOfMessage()), now);
        written(session);
        receive(session, SWITCH);
        assertThat(thrown).hasOnlyElementsOfType(NullPointerException.class).hasSize(3);
    }

    @Test
    void a_connection_that_is_lost_during_the_switch_is_not_handed_to_another_protocol() {
        for (boolean reset : new boolean[] {false, true}) {
            heard.clear();
            ClientSession session = opened();
            switching(session, true, upgrade(), new EndOfMessage());
            session.received(ByteBuffer.wrap(SWITCH.getBytes(StandardCharsets.US_ASCII)), now);
            Call interim = session.call();
            if (reset) {
                session.inputFailed(new IOException("reset"), now);
            } else {
                session.endOfInput(false, now);
            }
            session.make(interim, () -> now);
            work(session);
            assertThat(heard).singleElement().asString().startsWith("failed: ");
            assertThat(session.next()).isEqualTo(Next.ABORT);
        }
    }

    /** It learns of the stop when it begins, though a pause holds back the call with the bytes behind the head. */
    @Test
    void a_stop_is_reported_to_another_protocol_when_it_begins_and_at_once_while_it_is_paused() {
        for (boolean paused : new boolean[] {false, true}) {
            heard.clear();
            ClientSession session = opened();
            ProtocolHandler other = new ProtocolHandler() {
                @Override
                public void opened(Duplex to) {
                    heard.add("opened");
                    if (paused) {
                        to.pause();
                    }
                }

                @Override
                public void received(Bytes bytes) {
                    heard.add("received");
                }

                @Override
                public void ended() {}

                @Override
                public void stopping() {
                    heard.add("stopping");
                }

                @Override
                public void failed(Exception cause) {}
            };
            Listener taker = new Listener() {
                @Override
                public void interim(InformationalResponse response, ClientExchange told) {
                    told.switchTo(other);
                }
            };
            session.send(request(taker, ClientRules.DEFAULT, upgrade(), new EndOfMessage()), now);
            written(session);
            session.received(bytes(SWITCH), now);
            session.make(Objects.requireNonNull(session.call()), () -> now);
            if (!paused) {
                session.stop(now); // the call that opens it is due
                session.stop(now);
                work(session);
                assertThat(heard).containsExactly("opened", "stopping", "received");
            } else {
                work(session);
                session.stop(now);
                session.stop(now);
                work(session);
                assertThat(heard).containsExactly("opened", "stopping");
            }
        }
    }

    @Test
    void a_switch_waits_for_the_end_of_the_request() {
        ClientSession session = opened();
        ClientRequest request = switching(session, true, upgrade("Content-Length", "1"));
        work(session);
        receive(session, SWITCH);
        assertThat(heard).containsExactly("sendBody");
        request.execute(() -> request.send(Data.utf8("x"), new EndOfMessage()));
        work(session);
        assertThat(heard).containsExactly("sendBody", "opened", "received first");
    }

    @Test
    void a_switch_that_nobody_takes_is_a_failure_and_one_that_is_lost_before_it_began_too() {
        ClientSession untaken = opened();
        switching(untaken, false, upgrade(), new EndOfMessage());
        receive(untaken, SWITCH);
        assertThat(heard).singleElement().asString().contains("no handler took it over");
        heard.clear();
        ClientSession lost = opened();
        switching(lost, true, upgrade(), new EndOfMessage());
        lost.received(ByteBuffer.wrap(SWITCH.getBytes(StandardCharsets.US_ASCII)), now);
        Call interim = lost.call();
        assertThat(interim).isNotNull();
        try {
            interim.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        lost.called(interim, null, now);
        lost.abort(new IOException("too early"), now);
        work(lost);
        assertThat(heard).containsExactly("failed: too early");
    }

    @Test
    void a_connect_is_taken_in_the_call_with_its_head() {
        ClientSession session = opened();
        ClientRequest request = request(
                new Listener() {
                    @Override
                    public void head(Response response, ClientExchange told) {
                        told.switchTo(new Other());
                    }
                },
                ClientRules.DEFAULT,
                new Request("CONNECT", "a:1", Headers.of("Host", "a:1")),
                new EndOfMessage());
        session.send(request, now);
        written(session);
        receive(session, "HTTP/1.1 200 OK\r\n\r\n");
        assertThat(heard).containsExactly("opened");
        session.inputFailed(new IOException("reset"), now);
        work(session);
        assertThat(heard).containsExactly("opened", "lost: reset");
    }

    @Test
    void parts_that_may_not_be_sent_are_refused() {
        ClientSession session = opened(ClientRules.DEFAULT.withQueueBytes(1));
        ClientRequest request = send(session, post("Content-Length", "1"));
        request.execute(() -> {
            request.flush();
            assertThatThrownBy(() -> request.send(Data.utf8("xy"))).isInstanceOf(LocalProtocolException.class);
            request.send(Data.utf8("x"), new EndOfMessage());
        });
        work(session);
        assertThat(written(session)).endsWith("\r\n\r\nx");
    }
}
