package io.github.h11j.examples.nio;

import io.github.h11j.examples.nio.EventLoop.Ready;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections in one loop and passes them to all loops in turn, while the server has room for them. When
 * accepting fails, for example because the process has no file descriptor left, it pauses and tries again.
 */
final class Acceptor implements Ready {

    /** The pause after accepting has failed: without one the loop would spin. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final NioServer server;
    private final ServerSocketChannel listener;
    private final SelectionKey key;
    private final EventLoop loop;
    private final Timers.Timer pause = new Timers.Timer(this::tryAgain);

    /** Whether there is no room until {@link #hasRoom()}. */
    private boolean full;

    private boolean paused;

    /** How often accepting has failed since it last succeeded, and the latest cause. */
    private int failures;

    private @Nullable Throwable lastFailure;

    Acceptor(NioServer server, ServerSocketChannel listener, EventLoop loop) throws IOException {
        this.server = server;
        this.listener = listener;
        this.loop = loop;
        this.key = listener.register(loop.selector, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void ready() {
        while (listener.isOpen() && !paused && takeSlot()) {
            boolean handedOver = false;
            try {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                handedOver = true;
                server.assign(channel);
                accepted();
            } catch (ClosedChannelException e) {
                return; // the server is being stopped: no failure
            } catch (IOException | RuntimeException | Error e) {
                pause(e);
            } finally {
                if (!handedOver) {
                    server.slots.giveBack();
                }
            }
        }
    }

    private boolean takeSlot() {
        full = !server.slots.takeOrAwait();
        update();
        return !full;
    }

    /**
     * A failure is logged after it has ended: logging may need a file descriptor too, and a class that cannot be loaded
     * then is permanently lost.
     */
    private void accepted() {
        Throwable last = lastFailure;
        if (last != null) {
            String what = "connections are accepted again; that had failed " + failures + " times";
            failures = 0;
            lastFailure = null;
            EventLoop.log(System.Logger.Level.WARNING, what, last);
        }
    }

    private void pause(Throwable cause) {
        failures++;
        lastFailure = cause;
        paused = true;
        loop.timers.arm(pause, PAUSE);
        update();
    }

    private void tryAgain() {
        paused = false;
        update();
    }

    /** A connection has closed. Called on the loop's thread. */
    void hasRoom() {
        full = false;
        update();
    }

    private void update() {
        int ops = full || paused ? 0 : SelectionKey.OP_ACCEPT;
        if (key.isValid() && key.interestOps() != ops) {
            key.interestOps(ops);
        }
    }

    /** Accepts what the system has already accepted for us, and no more. */
    void stop() {
        paused = false;
        ready();
        loop.timers.cancel(pause);
        key.cancel();
        Channels.closeQuietly(listener);
        Throwable last = lastFailure;
        if (last != null) {
            EventLoop.log(System.Logger.Level.WARNING, "accepting failed " + failures + " times until the stop", last);
        }
    }

    /** An unexpected failure must not stop the server from accepting. */
    @Override
    public void abort(Exception cause) {
        pause(cause);
    }
}
