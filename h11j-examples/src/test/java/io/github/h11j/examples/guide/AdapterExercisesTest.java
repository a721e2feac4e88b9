package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.engine.Call;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.engine.ServerSession;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/writing-an-adapter.md. */
class AdapterExercisesTest {

    /** The adapter of the page, which keeps its writes. */
    private static final class Adapter implements Host {
        final ServerSession session = new ServerSession(
                ServerRules.DEFAULT,
                (request, exchange) -> exchange.send(
                        new Response(200, Headers.EMPTY), Data.utf8(request.target()), new EndOfMessage()),
                this,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
                0);
        final Queue<Runnable> tasks = new ArrayDeque<>();
        final List<String> writes = new ArrayList<>();
        long now;

        void settle() {
            boolean again = true;
            while (again) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                for (Call call = session.call(); call != null; call = session.call()) {
                    session.make(call, () -> now);
                }
                again = write() || !tasks.isEmpty();
            }
            session.release();
        }

        private boolean write() {
            StringBuilder text = new StringBuilder();
            long length = 0;
            for (Output next = session.take(); next != null; next = session.take()) {
                length += next.length();
                text.append(StandardCharsets.ISO_8859_1.decode(next.memory().orElseThrow()));
            }
            if (length > 0) {
                writes.add(text.toString());
                session.written(length, now);
            }
            return length > 0;
        }

        @Override
        public void execute(Runnable turn) {
            tasks.add(turn);
        }

        @Override
        public void flush() {
            // settle() writes soon enough
        }

        @Override
        public void holds(long difference) {
            // one connection has all the memory
        }

        @Override
        public long share() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isStopping() {
            return false;
        }

        @Override
        public void callFailed(String what, Throwable thrown) {
            throw new AssertionError(what, thrown);
        }
    }

    private static Adapter opened() {
        Adapter adapter = new Adapter();
        adapter.session.opened(Optional.empty(), 0);
        adapter.settle();
        return adapter;
    }

    @Test
    void exercise_1_both_answers_leave_in_one_write() {
        Adapter adapter = opened();
        adapter.session.received(ByteBuffer.wrap(bytes(GET + GET)), 0);
        adapter.settle();
        assertThat(adapter.writes).hasSize(1);
        assertThat(adapter.writes.get(0).split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }

    /** A 408 would answer the next request of a client that sends it just now: there is nothing to answer here. */
    @Test
    void exercise_2_an_idle_connection_ends_without_a_word() {
        Adapter adapter = opened();
        adapter.now = adapter.session.deadline();
        adapter.session.timeout(adapter.now);
        adapter.settle();
        assertThat(adapter.writes).isEmpty();
        assertThat(adapter.session.next()).hasToString("LINGER");
        adapter.session.endOfInput(true, adapter.now);
        adapter.settle();
        assertThat(adapter.session.next()).hasToString("CLOSE");
    }
}
