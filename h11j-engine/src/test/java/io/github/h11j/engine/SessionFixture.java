package io.github.h11j.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Drives a session with memory as its transport, and a number as its clock. */
abstract class SessionFixture {

    static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    final List<String> failures = new ArrayList<>();
    long now;
    long share = Long.MAX_VALUE;
    boolean stopping;

    /** Runs tasks at once. */
    final Host host = new Host() {
        @Override
        public void execute(Runnable turn) {
            turn.run();
        }

        @Override
        public void flush() {
            // all is written later
        }

        @Override
        public void holds(long difference) {
            // there is enough
        }

        @Override
        public long share() {
            return share;
        }

        @Override
        public boolean isStopping() {
            return stopping;
        }

        @Override
        public void callFailed(String what, Throwable thrown) {
            failures.add(what);
        }
    };

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void receive(Session session, String text) {
        session.received(bytes(text), now);
        work(session);
    }

    void work(Session session) {
        for (Call call = session.call(); call != null; call = session.call()) {
            session.make(call, () -> now);
        }
        session.release();
    }

    String written(Session session) {
        StringBuilder text = new StringBuilder();
        for (Output output = session.take(); output != null; output = session.take()) {
            ByteBuffer taken = output.memory().orElseThrow();
            text.append(StandardCharsets.ISO_8859_1.decode(taken.duplicate()));
            session.written(taken.remaining(), now);
        }
        return text.toString();
    }
}
