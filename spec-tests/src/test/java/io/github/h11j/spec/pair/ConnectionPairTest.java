package io.github.h11j.spec.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simulator itself. */
class ConnectionPairTest {

    private static final Request GET = new Request("GET", "/", Headers.of("Host", "a"));
    private static final Response HELLO = new Response(200, Headers.of("Content-Length", "5"));

    private static List<Heard> heard(Event... events) {
        return Stream.of(events).map(Heard::of).toList();
    }

    private static ConnectionPair exchange(Wire wire) {
        ConnectionPair pair = ConnectionPair.of(Policy.STRICT, wire);
        pair.send(Role.CLIENT, GET, new EndOfMessage());
        pair.run();
        pair.send(Role.SERVER, HELLO, Data.utf8("hello"), new EndOfMessage());
        pair.run();
        return pair;
    }

    @Test
    void an_exchange_reads_well() {
        assertThat(exchange(Wire.PERFECT).transcript().toString()).isEqualTo("""
                        t=0    client sends Request[method=GET, target=/, headers=[Host: a], version=1.1], EndOfMessage[trailers=[]]
                               "GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"
                               client DONE (server SEND_RESPONSE), server IDLE (client IDLE)
                        t=0    server receives 27 bytes; hears RequestHead[method=GET, target=/, fields=[Host: a], version=1.1]; hears End[trailers=[]]
                               "GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"
                               client DONE (server SEND_RESPONSE), server SEND_RESPONSE (client DONE)
                        t=0    server sends Response[statusCode=200, reason=OK, headers=[Content-Length: 5], version=1.1], Data[bytes="hello", chunkStart=false, chunkEnd=false], EndOfMessage[trailers=[]]
                               "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello"
                               client DONE (server SEND_RESPONSE), server DONE (client DONE)
                        t=0    client receives 43 bytes; hears ResponseHead[status=200, reason=OK, fields=[Content-Length: 5], version=1.1]; hears Content[bytes="hello"]; hears End[trailers=[]]
                               "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello"
                               client DONE (server DONE), server DONE (client DONE)
                        """);
    }

    @Test
    void equal_seeds_produce_equal_transcripts_and_others_do_not() {
        Set<String> transcripts = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            String transcript = exchange(Wire.seeded(seed)).transcript().toString();
            assertThat(exchange(Wire.seeded(seed)).transcript()).hasToString(transcript);
            transcripts.add(transcript);
        }
        assertThat(transcripts).hasSizeGreaterThan(15);
    }

    @Test
    void the_events_received_do_not_depend_on_the_seed() {
        for (long seed = 0; seed < 50; seed++) {
            ConnectionPair pair = exchange(Wire.seeded(seed));
            assertThat(pair.received(Role.SERVER)).isEqualTo(heard(GET, new EndOfMessage()));
            assertThat(pair.received(Role.CLIENT)).isEqualTo(heard(HELLO, Data.utf8("hello"), new EndOfMessage()));
        }
    }

    @Test
    void what_was_sent_arrives_later_and_in_order() {
        ConnectionPair pair = ConnectionPair.of(Policy.STRICT, new Wire(1, 4, 0));
        ByteString sent = pair.send(Role.CLIENT, GET, new EndOfMessage());
        assertThat(pair.inFlight(Role.SERVER)).isEqualTo(sent.length());
        assertThat(pair.step(Role.CLIENT)).isFalse();
        assertThat(pair.step(Role.SERVER)).isTrue();
        assertThat(pair.inFlight(Role.SERVER)).isBetween(sent.length() - 4, sent.length() - 1);
        assertThat(pair.state(Role.SERVER, Role.CLIENT)).isEqualTo(State.IDLE);
        pair.run();
        assertThat(pair.inFlight(Role.SERVER)).isZero();
        assertThat(pair.state(Role.SERVER, Role.CLIENT)).isEqualTo(State.DONE);
    }

    @Test
    void a_half_close_ends_one_direction_only() {
        ConnectionPair pair = ConnectionPair.of(Policy.STRICT, Wire.seeded(3));
        pair.send(Role.CLIENT, GET, new EndOfMessage());
        pair.halfClose(Role.CLIENT);
        pair.run();
        assertThat(pair.received(Role.SERVER)).isEqualTo(heard(GET, new EndOfMessage(), new ConnectionClosed()));
        pair.send(Role.SERVER, HELLO, Data.utf8("hello"), new EndOfMessage());
        pair.run();
        assertThat(pair.received(Role.CLIENT)).hasSize(3);
        assertThat(pair.state(Role.CLIENT, Role.SERVER)).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void a_side_that_may_not_close_does_not() {
        ConnectionPair pair = ConnectionPair.of(Policy.STRICT, Wire.PERFECT);
        pair.send(Role.CLIENT, GET);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> pair.halfClose(Role.CLIENT))
                .satisfies(e -> assertThat(e.verdict()).isEqualTo("UNEXPECTED_EVENT"));
        pair.run();
        assertThat(pair.received(Role.SERVER)).doesNotContain(new Heard.Closed());
    }

    @Test
    void a_reset_loses_some_or_all_of_the_bytes_in_transit() {
        Set<Integer> arrived = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            ConnectionPair pair = ConnectionPair.of(Policy.STRICT, new Wire(seed, 1000, 0));
            ByteString sent =
                    pair.send(Role.CLIENT, new Request("POST", "/", Headers.of("Host", "a", "Content-Length", "9")));
            pair.reset(Role.CLIENT);
            arrived.add(pair.inFlight(Role.SERVER));
            pair.run();
            assertThat(pair.received(Role.SERVER)).doesNotContain(new Heard.End(List.of()));
            boolean nothing = pair.received(Role.SERVER).equals(List.of(new Heard.Closed()));
            assertThat(nothing || pair.refused(Role.SERVER).isPresent()).isTrue();
            assertThat(pair.inFlight(Role.SERVER)).isLessThanOrEqualTo(sent.length());
        }
        assertThat(arrived).hasSizeGreaterThan(10).contains(0);
    }

    @Test
    void nothing_arrives_at_a_side_that_is_paused() {
        ConnectionPair pair = ConnectionPair.of(Policy.STRICT, Wire.PERFECT);
        pair.send(Role.CLIENT, new Request("CONNECT", "a:1", Headers.of("Host", "a")), new EndOfMessage());
        pair.run();
        assertThat(pair.isPaused(Role.SERVER)).isTrue();
        pair.write(Role.CLIENT, ByteString.of("tunnelled"));
        pair.run();
        assertThat(pair.inFlight(Role.SERVER)).isEqualTo(9);
        assertThat(pair.transcript().toString()).contains("; paused", "client writes\n       \"tunnelled\"");
    }

    @Test
    void a_refusal_is_in_the_transcript_once() {
        ConnectionPair pair = ConnectionPair.of(Policy.STRICT, Wire.PERFECT);
        pair.write(Role.CLIENT, ByteString.of("GET / HTTP/1.1\r\n\r\n"));
        pair.run();
        pair.write(Role.CLIENT, ByteString.of("more"));
        pair.run();
        assertThat(pair.refused(Role.SERVER).orElseThrow().verdict()).isEqualTo("MISSING_HOST at 18");
        assertThat(pair.transcript().toString()).containsOnlyOnce("refuses: MISSING_HOST at 18");
    }

    @Test
    void a_pair_is_a_client_and_a_server() {
        ConnectionUnderTest client = H11jConnection.of(Role.CLIENT, Policy.STRICT);
        assertThatIllegalArgumentException().isThrownBy(() -> new ConnectionPair(client, client, Wire.PERFECT));
        assertThatIllegalArgumentException().isThrownBy(() -> new Wire(0, 0, 0));
    }
}
