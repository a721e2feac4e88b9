package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each timeout at its exact time, under its own name. */
class ClientTimeTest extends ClientSessionFixture {

    @Test
    void neither_interim_responses_nor_single_bytes_put_off_the_head() {
        ClientSession session = opened();
        sendGet(session);
        written(session);
        assertThat(session.deadline()).isEqualTo(30 * SECOND);
        for (now = SECOND; now < 20 * SECOND; now += SECOND) {
            receive(session, "HTTP/1.1 102 Processing\r\n\r\n");
        }
        for (char c : "HTTP/1.1 ".toCharArray()) {
            now += SECOND;
            receive(session, String.valueOf(c));
            assertThat(session.deadline()).isEqualTo(30 * SECOND);
        }
        heard.clear();
        pass(session, 30 * SECOND);
        assertThat(heard).containsExactly("failed: the head of the response has not come within 30.0 s");
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void the_head_has_time_from_the_end_of_the_request_and_while_it_is_the_servers_turn() {
        ClientSession session = opened();
        ClientRequest request = send(session, post("Content-Length", "1"));
        written(session);
        now = 100 * SECOND;
        request.execute(() -> request.send(Data.utf8("x"), new EndOfMessage()));
        work(session);
        assertThat(session.deadline()).as("to read").isEqualTo(130 * SECOND);
        written(session);
        assertThat(session.deadline()).as("to answer").isEqualTo(130 * SECOND);
        request.execute(request::pause);
        work(session);
        assertThat(session.deadline()).isEqualTo(request.deadline());
        now = 140 * SECOND;
        session.timeout(now);
        assertThat(session.isClosing()).as("while it is paused").isFalse();
        request.execute(request::resume);
        work(session);
        assertThat(session.deadline()).as("what was left of its time").isEqualTo(170 * SECOND);
        heard.clear();
        pass(session, 170 * SECOND);
        assertThat(heard).containsExactly("failed: the head of the response has not come within 30.0 s");
    }

    @Test
    void a_bound_that_passes_says_its_own_name_though_the_time_of_the_head_is_over_too() {
        ClientRules rules =
                ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT.withWhole(Duration.ofSeconds(60)));
        ClientSession session = opened(rules);
        session.send(request(new Listener(), rules, get(), new EndOfMessage()), now);
        written(session);
        receive(session, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        for (now = SECOND; now < 59 * SECOND; now += SECOND) {
            receive(session, "x");
        }
        heard.clear();
        pass(session, 60 * SECOND);
        assertThat(heard).containsExactly("failed: the exchange has taken longer than 60.0 s");
    }

    @Test
    void silence_within_the_body_is_bounded_and_each_byte_puts_that_off() {
        ClientSession session = opened();
        sendGet(session);
        written(session);
        receive(session, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        for (now = 29 * SECOND; now < 200 * SECOND; now += 29 * SECOND) {
            receive(session, "x");
            assertThat(session.deadline()).isEqualTo(now + 30 * SECOND);
        }
        heard.clear();
        pass(session, now + SECOND);
        assertThat(heard).containsExactly("failed: the server has been silent within the response's body for 30.0 s");
    }

    @Test
    void the_whole_is_bounded_whatever_happens_the_time_without_a_connection_included() {
        ClientRules rules =
                ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT.withWhole(Duration.ofSeconds(3)));
        ClientRequest request = request(new Listener(), rules, get(), new EndOfMessage());
        assertThat(request.deadline()).isEqualTo(3 * SECOND);
        now = 2 * SECOND;
        ClientSession session = opened(rules);
        session.send(request, now);
        written(session);
        receive(session, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        for (int i = 0; i < 9; i++) {
            now += SECOND / 10;
            receive(session, "x");
            assertThat(session.deadline()).isEqualTo(3 * SECOND);
        }
        heard.clear();
        pass(session, 3 * SECOND);
        assertThat(heard).containsExactly("failed: the exchange has taken longer than 3.0 s");
        ClientSession unopened = new ClientSession(rules, host, now);
        unopened.send(request(new Listener(), rules, get(), new EndOfMessage()), now);
        pass(unopened, 6 * SECOND);
        assertThat(unopened.unanswered()).isEmpty();
        assertThat(heard).hasSize(2);
    }

    @Test
    void a_server_that_does_not_read_is_given_up() {
        ClientSession session = opened();
        sendGet(session);
        assertThat(session.take()).isNotNull();
        pass(session, 30 * SECOND);
        assertThat(heard).containsExactly("failed: the peer does not read");
        assertThat(session.failure()).containsInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void a_connection_rests_for_its_time_from_the_end_of_the_exchange() {
        now = 5 * SECOND;
        ClientSession session = idleSession();
        assertThat(session.deadline()).isEqualTo(35 * SECOND);
        assertThat(session.idle(35 * SECOND - 1)).isEqualTo(Idle.KEEP);
        assertThat(session.idle(35 * SECOND)).as("before anybody was told").isEqualTo(Idle.TOO_OLD);
        pass(session, 35 * SECOND);
        assertThat(session.idle(now)).isEqualTo(Idle.TOO_OLD);
        assertThat(session.next()).isEqualTo(Next.CLOSE);
        session.timeout(now + 100 * SECOND);
        assertThat(session.deadline()).isEqualTo(Session.NEVER);
    }

    /** The clock overflows, so each number can be the time of a deadline, that of NEVER too. */
    @Test
    void a_deadline_that_falls_on_the_number_of_never_passes_nevertheless() {
        now = Session.NEVER - ClientRules.DEFAULT.timeouts().start().toNanos();
        ClientSession unopened = new ClientSession(ClientRules.DEFAULT, host, now);
        passes(unopened);

        now = Session.NEVER - ClientRules.DEFAULT.timeouts().idle().toNanos();
        passes(opened());

        now = Session.NEVER - ClientRules.DEFAULT.timeouts().silence().toNanos();
        ClientSession writes = opened();
        sendGet(writes);
        assertThat(writes.take()).isNotNull();
        passes(writes);

        now = Session.NEVER - ClientRules.DEFAULT.timeouts().head().toNanos();
        ClientSession waits = opened();
        sendGet(waits);
        written(waits);
        passes(waits);

        ClientRules rules =
                ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT.withWhole(Duration.ofSeconds(3)));
        now = Session.NEVER - 3 * SECOND;
        ClientSession whole = opened(rules);
        whole.send(request(new Listener(), rules, get(), new EndOfMessage()), now);
        written(whole);
        passes(whole);
    }

    private void passes(ClientSession session) {
        assertThat(session.deadline()).isNotEqualTo(Session.NEVER);
        pass(session, Session.NEVER + 1);
        assertThat(session.next()).isIn(Next.CLOSE, Next.ABORT);
    }
}
