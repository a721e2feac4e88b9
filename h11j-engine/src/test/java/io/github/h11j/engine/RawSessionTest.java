package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A connection that never speaks HTTP. */
class RawSessionTest extends ClientSessionFixture {

    private static final ClientRules RULES = ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT
            .withStart(Duration.ofSeconds(3))
            .withIdle(Duration.ofSeconds(7))
            .withSilence(Duration.ofSeconds(11)));

    private RawSession raw(ClientRules rules, ProtocolHandler handler) {
        return new RawSession(rules, handler, host, now);
    }

    private RawSession connected(ClientRules rules, ProtocolHandler handler) {
        RawSession session = raw(rules, handler);
        session.opened(Optional.empty(), now);
        work(session);
        return session;
    }

    @Test
    void its_bytes_are_the_handlers_from_the_first_on_and_each_way_ends_separately() {
        RawSession session = raw(RULES, new Other());
        work(session);
        assertThat(heard).isEmpty();
        assertThat(session.mostToRead()).isZero();
        session.opened(Optional.empty(), now);
        work(session);
        receive(session, "HTTP/1.1 200 OK\r\n\r\n");
        assertThat(heard).containsExactly("opened", "received HTTP/1.1 200 OK\r\n\r\n");
        session.endOfInput(true, now);
        work(session);
        assertThat(heard).endsWith("ended");
        session.written(0, now);
        assertThat(session.next()).isEqualTo(Next.CLOSE);
        assertThat(session.failure()).isEmpty();
    }

    @Test
    void a_handler_that_is_missing_is_noticed_where_it_is_passed() {
        assertThatNullPointerException().isThrownBy(() -> raw(RULES, null));
    }

    @Test
    void a_connection_that_is_not_made_is_known_to_the_adapter_alone() {
        RawSession refused = raw(RULES, new Other());
        refused.inputFailed(new IOException("refused"), now);
        RawSession late = raw(RULES, new Other());
        assertThat(late.deadline()).isEqualTo(now + 3 * SECOND);
        pass(late, now + 3 * SECOND);
        for (RawSession session : List.of(refused, late)) {
            work(session);
            assertThat(session.isClosing()).isTrue();
            assertThat(session.failure()).isPresent();
        }
        assertThat(refused.failure().get()).hasMessage("refused");
        assertThat(late.failure().get()).isInstanceOf(SocketTimeoutException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void silence_both_ways_and_a_reset_are_the_handlers_business() {
        RawSession silent = connected(RULES, new Other());
        now += 5 * SECOND;
        receive(silent, "a");
        pass(silent, now + 7 * SECOND);
        assertThat(heard).hasSize(3).last().asString().startsWith("lost: neither side");
        assertThat(silent.failure()).isEmpty();
        heard.clear();
        RawSession reset = connected(RULES, new Other());
        reset.inputFailed(new IOException("reset"), now);
        work(reset);
        assertThat(heard).containsExactly("opened", "lost: reset");
        assertThat(reset.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void a_stop_while_it_is_being_made_is_told_when_it_begins() {
        RawSession session = raw(RULES, new Other() {
            @Override
            public void stopping() {
                heard.add("stopping");
            }
        });
        session.stop(now);
        work(session);
        assertThat(heard).isEmpty();
        session.opened(Optional.empty(), now);
        work(session);
        assertThat(heard).containsExactly("opened", "stopping");
        pass(session, now + 5 * SECOND);
        assertThat(heard).last().asString().startsWith("lost: it did not end");
    }

    @Test
    void an_observer_learns_of_the_connection_and_of_no_exchange() {
        RawSession session = connected(
                RULES.withObserver(new Observer() {
                    @Override
                    public void connectionBegan(ObservedConnection connection) {
                        heard.add("began");
                    }

                    @Override
                    public void exchangeBegan(ObservedExchange exchange) {
                        heard.add("exchange");
                    }

                    @Override
                    public void connectionEnded(ObservedConnection connection) {
                        heard.add("ended after " + connection.received());
                    }
                }),
                new Other());
        receive(session, "abc");
        session.abort(new IOException("enough"), now);
        work(session);
        assertThat(heard).containsExactly("began", "opened", "received abc", "lost: enough", "ended after 3");
    }

    @Test
    void bytes_that_were_borrowed_are_copied_when_they_are_written() {
        Duplex[] duplex = new Duplex[1];
        RawSession session = connected(RULES, new Other() {
            @Override
            public void opened(Duplex to) {
                duplex[0] = to;
            }
        });
        byte[] lent =
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII);
        Connection lender = Connection.server();
        lender.receiveBorrowed(ByteBuffer.wrap(lent));
        lender.nextEvent();
        Bytes borrowed = ((Data) lender.nextEvent()).bytes();
        assertThat(borrowed.isBorrowed()).isTrue();
        duplex[0].write(borrowed);
        lender.endLease();
        Arrays.fill(lent, (byte) 'x');
        assertThat(written(session)).isEqualTo("hello");
    }

    /** Writes at once, and does not answer. */
    private final class Relaying implements ProtocolHandler {
        private final boolean independent;

        Relaying(boolean independent) {
            this.independent = independent;
        }

        @Override
        public boolean hasIndependentDirections() {
            return independent;
        }

        @Override
        public void opened(Duplex duplex) {
            duplex.write(Bytes.utf8("hello"));
            assertThat(duplex.isWritable()).isFalse();
        }

        @Override
        public void received(Bytes bytes) {
            heard.add(bytes.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void ended() {
            heard.add("ended");
        }

        @Override
        public void failed(Exception cause) {
            heard.add("lost");
        }
    }

    @Test
    void a_peer_that_does_not_read_is_read_only_for_a_handler_with_independent_directions() {
        RawSession tunnel = connected(RULES.withQueueBytes(5), new Relaying(true));
        assertThat(tunnel.mostToRead()).isEqualTo(Integer.MAX_VALUE);
        receive(tunnel, "abc");
        tunnel.endOfInput(true, now);
        work(tunnel);
        assertThat(heard).containsExactly("abc", "ended");
        heard.clear();
        RawSession echo = connected(RULES.withQueueBytes(5), new Relaying(false));
        assertThat(echo.mostToRead()).isZero();
        receive(echo, "abc");
        assertThat(heard).isEmpty();
        assertThat(written(echo)).isEqualTo("hello");
        work(echo);
        assertThat(heard).containsExactly("abc");
    }
}
