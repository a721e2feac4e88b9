package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The body that waits for 100 (Continue), and answers that come before the end of the request. */
class ClientEarlyAnswerTest extends ClientSessionFixture {

    @Test
    void the_body_waits_for_100_and_for_its_time_and_is_not_sent_after_a_final_answer() {
        ClientSession session = opened();
        send(session, expecting(), Data.utf8("body"), new EndOfMessage());
        now = 20 * SECOND;
        assertThat(written(session)).as("the head is on its way").endsWith("\r\n\r\n");
        assertThat(session.deadline()).isEqualTo(21 * SECOND);
        receive(session, "HTTP/1.1 103 Early Hints\r\n\r\n");
        assertThat(written(session)).isEmpty();
        receive(session, "HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(written(session)).isEqualTo("body");
        receive(session, OK);
        assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
        send(session, expecting());
        written(session);
        heard.clear();
        pass(session, 21 * SECOND);
        assertThat(heard).as("it knows no 100").containsExactly("sendBody");
        ClientSession refused = opened();
        send(refused, expecting(), Data.utf8("body"), new EndOfMessage());
        written(refused);
        receive(refused, OK);
        assertThat(written(refused)).isEmpty();
        assertThat(heard).endsWith("end");
        assertThat(refused.idle(now)).isEqualTo(Idle.LAST_EXCHANGE);
    }

    @Test
    void a_body_that_does_not_fit_after_100_is_a_failure() {
        ClientSession session = opened();
        send(session, expecting(), Data.utf8("too long"), new EndOfMessage());
        written(session);
        receive(session, "HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(heard).hasSize(2).last().asString().startsWith("failed: ");
        assertThat(session.next()).isEqualTo(Next.ABORT);
    }

    @Test
    void a_refusal_that_closes_ends_the_upload_and_other_early_answers_do_not() {
        String refusal = "HTTP/1.1 413 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
        String keeping = "HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\n";
        for (String head : List.of(refusal, keeping)) {
            ClientSession session = opened();
            ClientRequest request = send(session, post("Content-Length", "4"));
            written(session);
            receive(session, head);
            request.execute(() -> {
                heard.add("writable " + request.isWritable());
                request.onWritable(() -> heard.add("room"));
                request.send(Data.utf8("body"), new EndOfMessage());
            });
            work(session);
            boolean refused = head.equals(refusal);
            assertThat(heard.contains("writable false")).isEqualTo(refused);
            assertThat(heard.contains("room")).isEqualTo(!refused);
            assertThat(written(session)).isEqualTo(refused ? "" : "body");
            receive(session, "no");
            assertThat(session.idle(now)).isEqualTo(refused ? Idle.LAST_EXCHANGE : Idle.KEEP);
            heard.clear();
        }
    }

    @Test
    void an_answer_is_received_after_the_server_has_stopped_to_read() {
        ClientSession session = opened();
        ClientRequest request = send(session, post("Content-Length", "4"));
        written(session);
        session.outputFailed(new IOException("broken pipe"), now);
        request.execute(() -> request.send(Data.utf8("body"), new EndOfMessage()));
        work(session);
        assertThat(session.deadline()).as("the answer has its time").isEqualTo(30 * SECOND);
        receive(session, OK);
        assertThat(heard).containsExactly("sendBody", "head 200", "data ok", "end");
        assertThat(session.idle(now)).isEqualTo(Idle.LAST_EXCHANGE);
    }

    @Test
    void a_body_that_waits_for_100_is_not_sent_to_a_server_that_reads_no_more_and_its_answer_is_received() {
        ClientSession session = opened();
        send(session, expecting());
        assertThat(session.take()).isNotNull();
        session.written(10, now);
        session.outputFailed(new IOException("broken pipe"), now);
        work(session);
        now += 2 * SECOND;
        session.timeout(now);
        receive(session, OK);
        assertThat(heard).containsExactly("head 200", "data ok", "end");
        ClientSession reset = opened();
        ClientRequest request = send(reset, expecting());
        written(reset);
        receive(reset, "HTTP/1.1 103 Early Hints\r\n\r\n");
        request.execute(request::pause);
        work(reset);
        reset.received(bytes("HTTP/1.1 100 Continue\r\n\r\n" + OK), now);
        reset.release();
        reset.inputFailed(new IOException("reset"), now);
        heard.clear();
        request.execute(request::resume);
        work(reset);
        assertThat(heard).containsExactly("interim 100", "head 200", "data ok", "end");
    }

    @Test
    void a_whole_answer_before_a_reset_counts() {
        ClientSession session = opened();
        ClientRequest request = sendGet(session);
        written(session);
        receive(session, "HTTP/1.1 103 Early Hints\r\n\r\n");
        request.execute(request::pause);
        work(session);
        session.received(ByteBuffer.wrap(OK.getBytes(StandardCharsets.US_ASCII)), now);
        session.release();
        session.inputFailed(new IOException("reset"), now);
        assertThat(session.isClosing()).isFalse();
        assertThat(session.mostToRead()).isZero();
        request.execute(request::resume);
        work(session);
        assertThat(heard).containsExactly("interim 103", "head 200", "data ok", "end");
        assertThat(session.idle(now)).isEqualTo(Idle.ENDED);
    }

    @Test
    void a_request_that_was_answered_early_is_written_to_its_end_and_then_used_again() {
        ClientSession session = opened();
        send(session, post("Content-Length", "4"), Data.utf8("body"), new EndOfMessage());
        Output output = session.take();
        assertThat(output).isNotNull();
        session.written(3, now);
        receive(session, OK);
        assertThat(heard).endsWith("end");
        assertThat(session.idle(now)).as("it is still being written").isEqualTo(Idle.BUSY);
        assertThatThrownBy(() -> sendGet(session)).isInstanceOf(IllegalStateException.class);
        session.written(output.length() - 3, now);
        assertThat(session.idle(now)).isEqualTo(Idle.KEEP);
    }

    @Test
    void a_request_that_was_answered_early_by_a_server_that_closes_has_its_time_to_be_written() {
        ClientSession session = opened();
        send(session, post("Content-Length", "4"), Data.utf8("body"), new EndOfMessage());
        Output output = session.take();
        assertThat(output).isNotNull();
        receive(session, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        assertThat(session.next()).isEqualTo(Next.OPEN);
        assertThat(session.idle(now)).isEqualTo(Idle.LAST_EXCHANGE);
        session.written(output.length(), now);
        assertThat(session.next()).isEqualTo(Next.LINGER);
        assertThat(session.deadline()).isEqualTo(5 * SECOND);
        session.timeout(5 * SECOND);
        assertThat(session.next()).isEqualTo(Next.CLOSE);
    }
}
