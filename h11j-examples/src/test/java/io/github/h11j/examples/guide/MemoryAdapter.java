package io.github.h11j.examples.guide;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.engine.ServerSession;
import io.github.h11j.handler.Handler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The adapter of docs/guide/writing-an-adapter.md, which keeps its writes. */
final class MemoryAdapter implements Host {

    final ServerSession session;
    final Queue<Runnable> tasks = new ArrayDeque<>();
    final List<String> writes = new ArrayList<>();
    long now;

    private MemoryAdapter(Handler handler) {
        session = new ServerSession(
                ServerRules.DEFAULT, handler, this, new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000), 0);
    }

    /** For a connection that has just been accepted. */
    static MemoryAdapter opened(Handler handler) {
        MemoryAdapter adapter = new MemoryAdapter(handler);
        adapter.session.opened(Optional.empty(), 0);
        adapter.settle();
        return adapter;
    }

    void receive(String text) {
        session.received(ByteBuffer.wrap(Taking.bytes(text)), now);
        settle();
    }

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
