package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no world: misuse, and single decisions at their exact time. */
class ClientSessionTest extends ClientSessionFixture {

    // ---- One exchange after another

    @Test
    void exchanges_follow_one_another_on_one_connection() {
        ClientSession session = opened();
        assertThat(session.outcome()).isEqualTo(Outcome.NOT_GIVEN);
        for (int i = 0; i < 3; i++) {
            assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
            ClientRequest request = sendGet(session);
            assertThat(session.outcome()).isEqualTo(Outcome.NOT_GIVEN);
            assertThat(session.idle(now)).isEqualTo(Idle.BUSY);
            assertThatThrownBy(() -> sendGet(session)).isInstanceOf(IllegalStateException.class);
            assertThat(written(session)).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(session.outcome()).isEqualTo(Outcome.NOT_ANSWERED);
            receive(session, OK);
            assertThat(session.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(heard).containsExactly("head 200", "data ok", "end");
            assertThat(request.isOver()).isTrue();
            heard.clear();
        }
        assertThat(session.isAnswering()).isFalse();
        assertThat(session.unanswered()).isEmpty();
        assertThat(session.failure()).isEmpty();
    }

    @Test
    void a_request_begins_with_its_head_and_is_sent_once() {
        assertThatThrownBy(() -> request(new Listener(), ClientRules.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request(new Listener(), ClientRules.DEFAULT, new EndOfMessage()))
                .isInstanceOf(IllegalArgumentException.class);
        ClientRequest request = sendGet(opened());
        ClientSession other = opened();
        assertThatThrownBy(() -> other.send(request, now)).isInstanceOf(IllegalStateException.class);
        request.abort();
        assertThatThrownBy(() -> other.send(request, now)).isInstanceOf(IllegalStateException.class);
        assertThat(other.idle(now)).isEqualTo(Idle.KEEP);
    }

    @Test
    void a_request_that_may_not_be_sent_leaves_the_connection_as_it_is() {
        ClientSession session = opened();
        send(session, new Request("GET", "/", Headers.EMPTY), new EndOfMessage());
        assertThat(heard).singleElement().asString().contains("Host");
        assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
        assertThat(session.take()).isNull();
        ClientSession lenient = opened(ClientRules.DEFAULT.withPolicy(Policy.H11));
        send(lenient, post("Content-Length", "1"), Data.utf8("xy"), new EndOfMessage());
        assertThat(lenient.idle(now)).as("a policy that undoes nothing").isEqualTo(Idle.LAST_EXCHANGE);
    }

    // ---- Truncation

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n"
            })
    void a_response_that_breaks_at_any_byte_is_never_complete(String response) {
        for (int cut = 0; cut < response.length(); cut++) {
            for (int how = 0; how < 3; how++) {
                heard.clear();
                ClientSession session = opened();
                sendGet(session);
                written(session);
                receive(session, response.substring(0, cut));
                if (how == 2) {
                    session.inputFailed(new IOException("reset"), now);
                } else {
                    session.endOfInput(how == 0, now);
                }
                work(session);
                assertThat(heard).as("%d", cut).doesNotContain("end");
                assertThat(heard.get(heard.size() - 1)).as("%d", cut).startsWith("failed: ");
            }
        }
    }

    @Test
    void a_body_until_close_is_complete_at_an_end_in_order_alone() {
        for (boolean inOrder : List.of(true, false)) {
            heard.clear();
            ClientSession session = opened();
            sendGet(session);
            written(session);
            receive(session, "HTTP/1.1 200 OK\r\n\r\nhello");
            session.endOfInput(inOrder, now);
            work(session);
            assertThat(heard.contains("end")).isEqualTo(inOrder);
        }
    }

    // ---- Calls

    @Test
    void what_a_handler_throws_ends_its_own_exchange() {
        ClientSession session = opened();
        session.send(
                request(
                        new Listener() {
                            @Override
                            public void end(EndOfMessage end) {
                                throw new AssertionError("on purpose");
                            }
                        },
                        ClientRules.DEFAULT,
                        get(),
                        new EndOfMessage()),
                now);
        written(session);
        receive(session, OK);
        assertThat(failures).containsExactly("the handler of a response has failed");
        assertThat(heard).hasSize(3).last().asString().contains("on purpose");
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void an_end_that_is_being_told_decides_whatever_comes_meanwhile() {
        for (boolean throwing : List.of(false, true)) {
            heard.clear();
            ClientSession session = opened();
            ClientRequest request = sendGet(session);
            written(session);
            session.received(ByteBuffer.wrap("HTTP/1.1 204 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII)), now);
            Call head = session.call();
            assertThat(head).isNotNull();
            session.called(head, null, now);
            Call end = session.call();
            assertThat(end).isNotNull();
            request.abort();
            work(session);
            assertThat(heard).isEmpty();
            session.called(end, throwing ? new IOException("thrown") : null, now);
            work(session);
            assertThat(heard).isEqualTo(throwing ? List.of("failed: thrown") : List.of());
            assertThat(request.isOver()).isTrue();
            assertThat(session.unanswered()).isEmpty();
        }
    }

    @Test
    void a_request_that_was_given_up_is_not_sent_again() {
        ClientSession session = idleSession();
        ClientRequest request = sendGet(session);
        request.execute(() -> heard.add("a task"));
        request.abort();
        work(session);
        session.timeout(now + 100 * SECOND);
        request.execute(() -> heard.add("a task after the end"));
        work(session);
        assertThat(heard).containsExactly("failed: the exchange was given up");
        assertThat(session.unanswered()).isEmpty();
        assertThat(session.next()).isEqualTo(Next.ABORT);
        assertThatThrownBy(() -> request.send(new EndOfMessage())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(request::flush).isInstanceOf(IllegalStateException.class);
        assertThat(request.isWritable()).isFalse();
        assertThat(request.tls()).isEmpty();
    }

    @Test
    void a_request_that_has_failed_before_its_connection_was_opened_is_not_sent() {
        ClientSession session = new ClientSession(ClientRules.DEFAULT, host, now);
        ClientRequest request = sendGet(session);
        request.fail(new IOException("nobody waits for it"));
        session.opened(Optional.empty(), now);
        work(session);
        assertThat(session.take()).isNull();
        assertThat(heard).containsExactly("failed: nobody waits for it");
        assertThat(session.next()).isEqualTo(Next.CLOSE);
        assertThat(session.unanswered()).isEmpty();
    }

    @Test
    void a_request_without_a_connection_has_tasks_and_can_be_used() throws Exception {
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, post("Content-Length", "1"));
        request.execute(() -> {
            request.flush();
            heard.add("writable " + request.isWritable());
            assertThatThrownBy(() -> request.switchTo(new Other())).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> request.send(new EndOfMessage())).isInstanceOf(IllegalStateException.class);
        });
        request.execute(() -> {
            throw new AssertionError("on purpose");
        });
        for (Call call = request.call(); call != null; call = request.call()) {
            call.run();
        }
        assertThat(heard).hasSize(2).first().isEqualTo("writable false");
        assertThat(heard.get(1)).contains("on purpose");
        request.abort();
        assertThat(request.call()).isNull();
    }

    @Test
    void a_task_that_waited_runs_on_the_connection_that_comes() {
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, get(), new EndOfMessage());
        request.execute(() -> heard.add("a task"));
        ClientSession session = opened();
        session.send(request, now);
        assertThat(session.idle(now)).isEqualTo(Idle.BUSY);
        work(session);
        assertThat(heard).containsExactly("a task");
    }

    @Test
    void what_comes_while_a_call_is_made_is_looked_at_before_the_connection_is_used_again() {
        ClientSession session = opened();
        send(session, new Request("GET", "/", Headers.EMPTY));
        sendGet(session);
        written(session);
        session.received(ByteBuffer.wrap("HTTP/1.1 204 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII)), now);
        for (Call call = session.call(); call != null; call = session.call()) {
            assertThat(session.idle(now)).isEqualTo(Idle.BUSY);
            session.received(ByteBuffer.wrap("H".getBytes(StandardCharsets.US_ASCII)), now);
            session.called(call, null, now);
        }
        assertThat(session.idle(now)).isEqualTo(Idle.UNASKED_BYTES);
    }

    @Test
    void a_listener_of_the_policy_that_throws_costs_its_own_exchange() {
        Policy throwing = Policy.H11.with((sender, violation, offset, excerpt) -> {
            throw new AssertionError("on purpose");
        });
        ClientSession session = opened(ClientRules.DEFAULT.withPolicy(throwing));
        sendGet(session);
        written(session);
        receive(session, "HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        assertThat(failures).containsExactly("a listener of the policy has failed");
        assertThat(heard).singleElement().asString().contains("on purpose");
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void what_a_call_does_after_its_connection_was_lost_is_for_the_next() throws Exception {
        ClientSession session = idleSession();
        ClientRequest request = send(session, post("Content-Length", "4"));
        request.execute(() -> {
            request.onWritable(() -> request.send(Data.utf8("dy"), new EndOfMessage()));
            request.send(Data.utf8("bo"));
        });
        Call task = session.call();
        assertThat(task).isNotNull();
        assertThatThrownBy(() -> sendGet(session)).isInstanceOf(IllegalStateException.class);
        session.inputFailed(new IOException("reset"), now);
        task.run(); // on another thread
        session.called(task, null, now);
        ClientSession other = new ClientSession(ClientRules.DEFAULT, host, now);
        other.send(request, now);
        request.execute(() -> {
            assertThat(request.isWritable()).as("before it is connected").isFalse();
            request.onWritable(() -> request.send(Data.utf8("y"), new EndOfMessage()));
            request.send(Data.utf8("d"));
        });
        work(other);
        other.opened(Optional.empty(), now);
        work(other);
        assertThat(written(other)).endsWith("\r\n\r\nbody");
    }

    @Test
    void a_task_that_waits_for_room_runs_although_the_body_waits_for_100() {
        ClientSession session = opened();
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, expecting());
        request.onWritable(() -> heard.add("room"));
        session.send(request, now);
        work(session);
        assertThat(request.isWritable()).isTrue();
        assertThat(heard).containsExactly("room");
    }

    @Test
    void what_a_call_throws_after_its_connection_was_lost_ends_the_request() throws Exception {
        ClientSession session = idleSession();
        ClientRequest request = sendGet(session);
        request.execute(() -> {});
        Call task = session.call();
        assertThat(task).isNotNull();
        session.inputFailed(new IOException("reset"), now);
        session.called(task, new IOException("on purpose"), now);
        Call failed = request.call();
        assertThat(failed).isNotNull();
        failed.run();
        assertThat(heard).containsExactly("failed: on purpose");
    }

    @Test
    void no_request_begins_while_a_call_is_made() {
        ClientSession session = idleSession();
        session.send(request(new Listener(), ClientRules.DEFAULT, new Request("GET", "/", Headers.EMPTY)), now);
        Call failed = session.call();
        assertThat(failed).isNotNull();
        assertThat(session.idle(now)).isEqualTo(Idle.BUSY);
        assertThatThrownBy(() -> sendGet(session)).isInstanceOf(IllegalStateException.class);
        session.called(failed, null, now);
        assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
    }

    @Test
    void a_body_may_be_passed_in_part_and_is_kept_though_its_memory_is_borrowed() throws Exception {
        Connection lender = Connection.server();
        byte[] memory = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab".getBytes(StandardCharsets.US_ASCII);
        lender.receiveBorrowed(ByteBuffer.wrap(memory));
        lender.nextEvent();
        Data borrowed = (Data) lender.nextEvent();
        ClientRequest request = request(new Listener(), ClientRules.DEFAULT, post("Content-Length", "4"), borrowed);
        lender.endLease();
        Arrays.fill(memory, (byte) 'x');
        ClientSession session = opened();
        session.send(request, now);
        request.execute(() -> request.send(Data.utf8("cd"), new EndOfMessage()));
        work(session);
        assertThat(heard).containsExactly("sendBody");
        assertThat(written(session)).endsWith("\r\n\r\nabcd");
    }

    @Test
    void a_write_that_fails_after_the_answer_ends_the_connection() {
        ClientSession session = opened();
        send(session, post("Content-Length", "4"), Data.utf8("body"), new EndOfMessage());
        assertThat(session.take()).isNotNull();
        session.written(3, now);
        receive(session, OK);
        session.outputFailed(new IOException("broken pipe"), now);
        assertThat(heard).endsWith("end");
        assertThat(session.idle(now)).isEqualTo(Idle.ENDED);
    }
}
