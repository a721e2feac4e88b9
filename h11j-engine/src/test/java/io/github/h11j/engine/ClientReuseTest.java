package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose answer it is, and what may be sent again. */
class ClientReuseTest extends ClientSessionFixture {

    // ---- What without a request

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison", "H", "HTTP/1.1 408 Timeout\r\n\r\n", "x"})
    void bytes_that_nobody_asked_for_end_the_connection_under_every_policy(String bytes) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            ClientSession session = opened(ClientRules.DEFAULT.withPolicy(policy));
            sendGet(session);
            written(session);
            receive(session, OK);
            receive(session, bytes);
            assertThat(session.idle(now)).isEqualTo(Idle.UNASKED_BYTES);
            assertThat(session.next()).isEqualTo(Next.CLOSE);
            assertThatThrownBy(() -> sendGet(session)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_request_that_is_ended_while_a_call_is_due_hears_nothing_after_its_failure() {
        for (boolean paused : new boolean[] {false, true}) {
            heard.clear();
            ClientSession session = opened();
            ClientRequest request = sendGet(session);
            written(session);
            if (paused) {
                request.execute(request::pause);
                work(session);
            }
            session.received(bytes(OK), now);
            request.fail(new IOException("given up"));
            work(session);
            assertThat(heard).containsExactly("failed: given up");
            assertThat(session.next()).isEqualTo(Next.CLOSE);
        }
    }

    @Test
    void a_read_of_nothing_is_no_answer_and_nothing_unasked() {
        ClientSession session = idleSession();
        sendGet(session);
        receive(session, "");
        assertThat(session.next()).as("before the request is taken").isEqualTo(Next.OPEN);
        written(session);
        receive(session, "");
        assertThat(session.outcome()).as("after it is written").isEqualTo(Outcome.NOT_ANSWERED);
    }

    @Test
    void a_body_that_could_not_be_asked_for_on_a_dead_connection_is_asked_for_on_the_next() {
        ClientSession session = idleSession();
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, post("Transfer-Encoding", "chunked"));
        session.send(request, now);
        session.inputFailed(new IOException("reset"), now);
        work(session);
        assertThat(session.unanswered()).contains(request);
        ClientSession other = opened();
        other.send(request, now);
        work(other);
        assertThat(heard).containsExactly("sendBody");
    }

    @Test
    void a_body_is_asked_for_once_though_the_call_of_a_dead_connection_is_made_late() throws Exception {
        ClientSession session = idleSession();
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, post("Transfer-Encoding", "chunked"));
        session.send(request, now);
        Call late = session.call();
        session.inputFailed(new IOException("reset"), now);
        ClientSession other = opened();
        other.send(request, now);
        work(other);
        late.run();
        assertThat(heard).containsExactly("sendBody");
    }

    /** The request is on no connection by then, or on another one, whose adapter has to learn of it. */
    @Test
    void what_a_call_of_a_dead_connection_throws_fails_the_request_in_a_turn() throws Exception {
        for (boolean sentAgain : new boolean[] {false, true}) {
            ClientSession session = idleSession();
            List<Runnable> turns = new ArrayList<>();
            ClientRequest request = new ClientRequest(
                    List.of(post("Transfer-Encoding", "chunked")),
                    new Listener(),
                    ClientRules.DEFAULT,
                    turns::add,
                    now);
            session.send(request, now);
            Call late = session.call();
            session.inputFailed(new IOException("reset"), now);
            ClientSession other = opened();
            if (sentAgain) {
                other.send(request, now);
            }
            session.called(late, new IllegalStateException("late"), now);
            assertThat(request.isOver()).isFalse();
            assertThat(other.next()).isEqualTo(Next.OPEN);
            turns.remove(0).run();
            Call failed = sentAgain ? other.call() : request.call();
            failed.run();
            assertThat(heard).containsExactly("failed: late");
            assertThat(other.next()).isEqualTo(sentAgain ? Next.ABORT : Next.OPEN);
            assertThat(turns).isEmpty();
        }
    }

    @Test
    void a_request_that_has_failed_is_not_asked_for_its_body_by_a_call_that_is_made_late() {
        ClientSession session = idleSession();
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, post("Transfer-Encoding", "chunked"));
        session.send(request, now);
        Call late = session.call();
        request.fail(new IOException("given up"));
        session.make(late, () -> now);
        work(session);
        assertThat(heard).containsExactly("failed: given up");
    }

    /** The head says that there is no body. On the next connection it does not become one because both are sent together. */
    @Test
    void what_may_not_be_sent_on_a_connection_may_not_be_sent_between_two_either() throws Exception {
        for (boolean legal : new boolean[] {false, true}) {
            heard.clear();
            ClientSession session = idleSession();
            Request head = legal ? post("Content-Length", "1") : get();
            ClientRequest request = request(new Listener(), ClientRules.DEFAULT, head);
            session.send(request, now);
            session.call().run();
            session.inputFailed(new IOException("reset"), now);
            request.send(Data.utf8("x"), new EndOfMessage());
            ClientSession other = opened();
            other.send(request, now);
            work(other);
            assertThat(heard).hasSize(legal ? 1 : 2).startsWith("sendBody");
            assertThat(heard.get(heard.size() - 1)).startsWith(legal ? "sendBody" : "failed: ");
            assertThat(written(other)).endsWith(legal ? "\r\n\r\nx" : "");
            assertThat(other.next()).isEqualTo(legal ? Next.OPEN : Next.CLOSE);
        }
    }

    @Test
    void a_task_that_waits_for_room_is_run_once_and_not_after_the_end_although_a_call_is_made_late() throws Exception {
        for (boolean sentAgain : new boolean[] {false, true}) {
            ClientSession session = idleSession();
            ClientRequest request = request(new Listener(), ClientRules.DEFAULT, get(), new EndOfMessage());
            request.onWritable(() -> heard.add("room"));
            session.send(request, now);
            Call late = session.call();
            session.inputFailed(new IOException("reset"), now);
            if (sentAgain) {
                ClientSession other = opened();
                other.send(request, now);
                work(other);
            } else {
                request.fail(new IOException("given up"));
                request.call().run();
            }
            session.make(late, () -> now);
            assertThat(heard).containsExactly(sentAgain ? "room" : "failed: given up");
        }
    }

    @Test
    void bytes_that_come_before_the_first_of_a_request_is_taken_are_not_its_answer() {
        ClientSession session = idleSession();
        ClientRequest request = send(session, post(), new EndOfMessage());
        receive(session, OK);
        assertThat(heard).isEmpty();
        assertThat(session.idle(now)).isEqualTo(Idle.UNASKED_BYTES);
        assertThat(session.unanswered()).contains(request);
        ClientSession fresh = opened();
        send(fresh, post(), new EndOfMessage());
        receive(fresh, OK);
        assertThat(heard).singleElement().asString().startsWith("failed: ").contains("without a request");
    }

    @Test
    void an_end_in_order_or_not_ends_a_connection_that_rests() {
        for (boolean inOrder : List.of(true, false)) {
            ClientSession session = idleSession();
            session.endOfInput(inOrder, now);
            assertThat(session.idle(now)).isIn(Idle.ENDED, Idle.UNASKED_BYTES);
            assertThat(session.next()).isEqualTo(Next.CLOSE);
        }
        ClientSession session = idleSession();
        session.inputFailed(new IOException("reset"), now);
        assertThat(session.idle(now)).isEqualTo(Idle.ENDED);
    }

    @Test
    void empty_lines_after_a_response_are_dropped() {
        ClientSession session = idleSession();
        receive(session, "\r\n");
        assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
    }

    // ---- What may be sent again

    @Test
    void what_was_not_given_to_the_transport_goes_elsewhere_whatever_its_method() {
        ClientSession session = idleSession();
        ClientRequest request = send(session, post("Content-Length", "2"));
        request.execute(() -> {
            request.send(Data.utf8("ab"), new EndOfMessage());
            request.send(List.of());
        });
        work(session);
        session.outputFailed(new IOException("broken pipe"), now);
        work(session);
        assertThat(session.unanswered()).contains(request);
        assertThat(session.failure()).get().asString().contains("broken pipe");
        assertThat(heard).containsExactly("sendBody");
        ClientSession other = opened();
        other.send(request, now);
        work(other);
        assertThat(written(other)).startsWith("POST ").endsWith("\r\n\r\nab");
        receive(other, OK);
        assertThat(heard).containsExactly("sendBody", "head 200", "data ok", "end");
    }

    @Test
    void a_connection_that_was_answered_early_rests_once_all_is_written() {
        ClientSession session = opened();
        ClientRequest request = send(session, post("Content-Length", "2"));
        assertThat(written(session)).startsWith("POST ");
        request.send(List.of(Data.of(bytes("ab").array()), new EndOfMessage()));
        receive(session, OK);
        assertThat(request.isOver()).isTrue();
        assertThat(session.idle(now)).isEqualTo(Idle.BUSY);
        assertThat(written(session)).isEqualTo("ab");
        assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
    }

    @Test
    void an_idempotent_request_is_repeated_once_and_others_never() {
        ClientSession session = idleSession();
        ClientRequest get = sendGet(session);
        written(session);
        session.endOfInput(true, now);
        work(session);
        assertThat(session.unanswered()).contains(get);
        assertThat(session.outcome()).isEqualTo(Outcome.NOT_ANSWERED);
        ClientSession again = idleSession();
        again.send(get, now);
        written(again);
        again.endOfInput(true, now);
        work(again);
        assertThat(again.unanswered()).as("for the second time").isEmpty();
        assertThat(heard).singleElement().asString().startsWith("failed: ");
        ClientSession other = idleSession();
        send(other, post(), new EndOfMessage());
        written(other);
        other.inputFailed(new IOException("reset"), now);
        work(other);
        assertThat(other.unanswered()).isEmpty();
        assertThat(heard).containsExactly("failed: reset");
    }

    @Test
    void a_new_connection_that_dies_and_one_that_has_answered_are_failures() {
        ClientSession session = opened();
        sendGet(session);
        written(session);
        session.inputFailed(new IOException("reset"), now);
        work(session);
        assertThat(heard).containsExactly("failed: reset");
        ClientSession answered = idleSession();
        sendGet(answered);
        written(answered);
        receive(answered, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 2");
        answered.inputFailed(new IOException("reset"), now);
        work(answered);
        assertThat(answered.unanswered()).isEmpty();
        assertThat(heard).hasSize(2).first().isEqualTo("interim 100");
    }

    @Test
    void a_connection_that_is_not_made_in_time_leaves_the_request_for_another_address() {
        ClientSession session = new ClientSession(ClientRules.DEFAULT, host, now);
        ClientRequest request = sendGet(session);
        assertThat(session.deadline()).isEqualTo(10 * SECOND);
        pass(session, 10 * SECOND);
        assertThat(session.next()).isEqualTo(Next.CLOSE);
        assertThat(session.unanswered()).contains(request);
        request.fail(session.failure().orElseThrow());
        Call call = request.call();
        assertThat(call).isNotNull();
        assertThat(request.call()).isNull();
    }

    @Test
    void a_client_that_stops_tries_no_other_connection() {
        ClientSession session = idleSession();
        sendGet(session);
        session.stop(now);
        assertThat(session.next()).as("it finishes").isEqualTo(Next.OPEN);
        session.outputFailed(new IOException("broken pipe"), now);
        work(session);
        assertThat(session.unanswered()).isEmpty();
        assertThat(heard).containsExactly("failed: broken pipe");
        ClientSession idle = idleSession();
        idle.stop(now);
        assertThat(idle.idle(now)).isEqualTo(Idle.STOPPED);
        ClientSession unopened = new ClientSession(ClientRules.DEFAULT, host, now);
        unopened.stop(now);
        assertThat(unopened.next()).isEqualTo(Next.CLOSE);
        ClientSession last = opened();
        sendGet(last);
        written(last);
        last.stop(now);
        receive(last, OK);
        assertThat(last.idle(now)).isEqualTo(Idle.STOPPED);
    }
}
