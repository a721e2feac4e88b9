package io.github.h11j.examples.nio;

import io.github.h11j.examples.nio.EventLoop.Ready;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Accepts connections in one loop and hands them to all loops in turn, while the server has room for them. */
final class Acceptor implements Ready {

    /** How long nothing is accepted after that has failed. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final NioServer server;
    private final ServerSocketChannel listener;
    private final SelectionKey key;
    private final EventLoop loop;
    private final Timers.Timer pause = new Timers.Timer(this::hasRoom);

    Acceptor(NioServer server, ServerSocketChannel listener, EventLoop loop) throws IOException {
        this.server = server;
        this.listener = listener;
        this.loop = loop;
        this.key = listener.register(loop.selector, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void ready() throws IOException {
        while (listener.isOpen()) {
            if (!server.tryReserve()) {
                key.interestOps(0); // until hasRoom
                return;
            }
            SocketChannel channel = accept();
            if (channel == null) {
                server.connectionClosed();
                return;
            }
            server.assign(channel);
        }
    }

    private @Nullable SocketChannel accept() {
        try {
            return listener.accept();
        } catch (IOException e) {
            // the peer has gone already, or the process has no descriptor left, and to try at once again would only
            // spin
            EventLoop.LOG.log(System.Logger.Level.WARNING, "while accepting", e);
            key.interestOps(0);
            loop.timers.arm(pause, PAUSE);
            return null;
        }
    }

    /** A connection has closed. */
    void hasRoom() {
        if (key.isValid() && key.interestOps() == 0) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Takes what the system has accepted for us already, and no more. */
    void stop() throws IOException {
        ready();
        key.cancel();
        listener.close();
    }

    @Override
    public void abort(Exception cause) {
        OutputQueue.closeQuietly(listener);
    }
}
