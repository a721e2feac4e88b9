package io.github.h11j.examples.blocking;

import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One request of a {@link BlockingClient} and its response. The thread that wants the response connects, reads, and
 * writes small output; another thread takes a body from its source and writes it.
 */
final class ClientCall extends CallIo {

    private final BlockingClient client;
    private final Origin origin;

    /** Whether this call uses one of the origin's connections. */
    private boolean placed;

    /** Why the last connection could not be used for the request. */
    private @Nullable Exception lastFailure;

    /** Created when it is first asked for. */
    private @Nullable Tunnel tunnel;

    ClientCall(BlockingClient client, Origin origin, Request head, RequestBody body, Progress progress) {
        super(head, body, client.settings.rules(), progress);
        this.client = client;
        this.origin = origin;
    }

    // ---- The thread of the caller

    /** Sends the request, and waits for the head of the response, or for a 101. */
    Event send() throws IOException {
        boolean answered = false;
        try {
            progress.sending(this::abort);
            sendOnAny();
            Event head = takeHead();
            answered = true;
            return head;
        } finally {
            if (!answered) {
                abort();
            }
        }
    }

    private void sendOnAny() throws IOException {
        ClientConnection idle = client.pool.take(origin, this);
        locked(() -> placed = true);
        if (idle != null) {
            sendOn(idle, null);
        }
        if (needsConnection()) { // there was no idle one, or it was dead
            for (SocketAddress address : origin.resolved()) {
                if (needsConnection()) {
                    sendOn(new ClientConnection(origin, client.settings), address);
                }
            }
            if (needsConnection()) {
                execute(() -> request.fail(Objects.requireNonNull(lastFailure)));
            }
        }
    }

    private boolean needsConnection() {
        return ask(() -> on == null && !request.isOver());
    }

    /** Returns when the response has begun, or the request needs another connection. */
    private void sendOn(ClientConnection connection, @Nullable SocketAddress address) {
        if (!ask(() -> begin(connection))) {
            return;
        }
        if (address != null) {
            connect(connection, address);
        }
        locked(() -> {
            await(incoming::hasHead);
            awaitRest();
            if (connection.isClosed() && connection.hasLeftRequest()) {
                on = null;
                watched = null;
                lastFailure = connection.failure();
            }
        });
    }

    /** Returns whether the request goes on: it may have been aborted meanwhile. Called with the lock held. */
    private boolean begin(ClientConnection connection) {
        on = connection;
        watched = connection;
        if (!request.isOver()) {
            connection.send(request);
            return true;
        }
        turn(connection); // gives the place back, if that has not been done
        if (on != null) { // nothing would limit its time
            connection.close();
            on = null;
            watched = null;
        }
        return false;
    }

    private void connect(ClientConnection connection, SocketAddress address) {
        Optional<SSLSession> tls = Optional.empty();
        IOException thrown = null;
        locked(() -> turn(connection)); // the watchdog knows the deadline
        try {
            tls = connection.connect(address, deadline);
        } catch (IOException | RuntimeException | Error e) {
            thrown = e instanceof IOException known ? known : new IOException(e.toString(), e);
        }
        IOException cause = thrown;
        Optional<SSLSession> session = tls;
        locked(() -> {
            if (cause == null) {
                connection.opened(session);
            } else if (!isInterrupted()) {
                connection.lost(cause);
            }
            turn(connection);
        });
    }

    private Event takeHead() throws IOException {
        lock.lock();
        try {
            if (on != null && on.isClosed() && Thread.currentThread().isInterrupted()) {
                throw new IOException("the connection was closed"); // and with it what a 101 has opened
            }
            return incoming.takeHead();
        } catch (IOException e) {
            throw unlessInterrupted(e);
        } finally {
            unlock();
        }
    }

    /** An interrupt closes the connection. Another thread, which is writing, may notice that first. */
    private static IOException unlessInterrupted(IOException failure) {
        return Thread.currentThread().isInterrupted()
                ? (IOException) interrupted().initCause(failure)
                : failure;
    }

    /** Returns the next part of the response's body; empty at its end, or after a switch. */
    Optional<Data> next() throws IOException {
        lock.lock();
        try {
            if (incoming.hasEnded()) {
                return Optional.empty();
            }
            if (incoming.isEmpty()) {
                request.resume();
                await(() -> !incoming.isEmpty());
            }
            Optional<Data> part = incoming.takeData();
            if (part.isEmpty()) {
                awaitWriter();
            }
            return part;
        } catch (IOException e) {
            throw unlessInterrupted(e);
        } finally {
            unlock();
        }
    }

    /** Returns whether {@link #next()} need not wait. */
    boolean isReady() {
        return ask(() -> {
            if (incoming.isEmpty() && !request.isOver()) {
                request.resume();
                turn(on);
                if (incoming.isEmpty()) {
                    request.pause(); // no thread is waiting for the server
                    turn(on);
                }
            }
            return !incoming.isEmpty() || request.isOver();
        });
    }

    Headers trailers() {
        return incoming.trailers();
    }

    /** Returns the connection of the other protocol, after the switch. */
    Optional<Tunnel> tunnel() {
        return ask(() -> {
            ClientConnection connection = on;
            if (tunnel == null && incoming.isSwitched() && placed && connection != null) {
                tunnel = new Tunnel(incoming.afterSwitch(), connection.transport(), this::tunnelClosed);
            }
            return Optional.ofNullable(tunnel);
        });
    }

    private void tunnelClosed(boolean aborted) {
        locked(() -> {
            if (on != null) {
                on.tunnelClosed(incoming.duplex(), aborted);
            }
            leave(null);
        });
    }

    /**
     * Aborts the exchange, or the connection after a switch. It has no effect once they are over. Any thread may call
     * this.
     */
    void abort() {
        tunnel().ifPresent(Tunnel::abort);
        request.abort();
        client.pool.wake(); // this call may be waiting there
    }

    boolean isOver() {
        return ask(request::isOver);
    }

    /** Returns how long it may wait for a place. */
    long patience() {
        long limit = client.settings.rules().timeouts().start().toNanos();
        return Math.min(limit, request.deadline() - System.nanoTime());
    }

    // ---- The end

    /** Nothing more is taken from the body, and the connection belongs to another call. */
    @Override
    void over() {
        ClientConnection connection = on;
        boolean closed = connection == null || connection.isClosed();
        if (placed && (closed || !writing)) {
            boolean free = connection != null && connection.isFree();
            if (connection != null && !free) {
                connection.close();
            }
            leave(free ? connection : null);
        } else if (!placed) {
            client.ended(this);
        }
    }

    private void leave(@Nullable ClientConnection free) {
        if (placed) {
            placed = false;
            on = null;
            watched = null;
            client.pool.giveBack(origin, free);
            client.ended(this);
        }
    }
}
