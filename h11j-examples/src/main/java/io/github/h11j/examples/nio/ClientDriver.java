package io.github.h11j.examples.nio;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.Violation;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of HTTP/1.1 on a connection: carries out the numbered driving loop of {@link io.github.h11j} with
 * the roles exchanged, one exchange after another.
 */
final class ClientDriver implements Driver {

    private final NioConnection connection;
    private final OriginPool.Place place;
    private final Connection http;
    private final EventWriter writer;
    private @Nullable ClientExchange exchange;

    /** What {@code nextEvent} answered last, while asking again would give the same. */
    private @Nullable NextEvent stuck;

    private boolean opened;

    /** Whether an exchange before the one at hand was completed here. */
    private boolean reused;

    /** Whether an octet has come since the request. */
    private boolean answered;

    /** Whether the head of the request is queued. */
    private boolean headQueued;

    /** How much the connection had written before the request. */
    private long writtenBefore;

    /** Whether what follows the head waits for 100 (Continue). */
    private boolean restHeld;

    private boolean outputLost;

    ClientDriver(NioConnection connection, OriginPool.Place place, Policy policy, ClientExchange first) {
        this.connection = connection;
        this.place = place;
        this.http = Connection.client(policy);
        this.writer = new EventWriter(http, connection.output);
        this.exchange = first;
        first.on(this);
    }

    // ---- What goes out

    @Override
    public void opened() {
        opened = true;
        ClientExchange first = exchange;
        if (first != null) {
            sendHead(first);
        }
    }

    /**
     * Whether another exchange can be begun on the connection, which rests. What the server has sent since the response
     * before is not the next one's (RFC 9112 §9.2): it ends the connection, as its end does. In a task of the loop.
     */
    boolean isAlive() {
        return connection.isAlive() && exchange == null;
    }

    /** Begins the next exchange on the connection, which rests and {@linkplain #isAlive() was looked at} in this turn. */
    void begin(ClientExchange next) {
        exchange = next;
        next.on(this);
        answered = false;
        reused = true;
        headQueued = false;
        writtenBefore = connection.output.written();
        stuck = null;
        connection.restartTimer();
        connection.run(() -> sendHead(next));
    }

    /** Step 4: the head, and what was given with it, leave together. */
    private void sendHead(ClientExchange current) {
        try {
            if (waitsForContinue(current)) {
                writer.write(new Event[] {current.request});
                restHeld = true;
            } else {
                List<Event> events = new ArrayList<>(current.rest.size() + 1);
                events.add(current.request);
                events.addAll(current.rest);
                events.addAll(current.kept());
                writer.write(events.toArray(Event[]::new));
            }
            headQueued = true;
            if (current.awaitsRoom()) {
                awaitRoom(current); // on the connection before this one it was in vain
            }
        } catch (RuntimeException | Error e) { // it may not be sent: not a byte of it was
            exchange = null;
            retire();
            current.fail(Failures.asException(e));
            return;
        }
        if (!restHeld) {
            askForBody(current);
        }
    }

    private static boolean waitsForContinue(ClientExchange current) {
        return current.request.headers().containsToken("Expect", "100-continue");
    }

    private void sendRest(ClientExchange current) {
        restHeld = false;
        try {
            writer.write(current.rest.toArray(Event[]::new));
        } catch (RuntimeException | Error e) {
            giveUp(current, Failures.asException(e));
            return;
        }
        askForBody(current);
    }

    private void askForBody(ClientExchange current) {
        if (current.asksForBody()) {
            current.bodyAsked();
            call(current, () -> current.handler.sendBody(current));
        }
    }

    void send(ClientExchange current, List<? extends Event> events) {
        if (outputLost) {
            return; // the server reads no more; its answer may be on its way
        }
        if (!headQueued || (reused && nothingGiven())) {
            current.keep(events); // for the connection that is being made, or in case that this one is dead
        } else {
            current.forget();
        }
        if (!headQueued) {
            return;
        }
        writer.write(events.toArray(Event[]::new));
        if (!isWritable()) {
            flush();
        }
    }

    void flush() {
        try {
            connection.flush();
        } catch (IOException e) {
            connection.fail(e);
            throw new UncheckedIOException(e);
        }
    }

    boolean isWritable() {
        return headQueued && connection.output.isWritable();
    }

    /** Runs what the exchange has waiting for room. */
    void awaitRoom(ClientExchange current) {
        connection.onWritable(() -> run(current, () -> current.takeRoomTask().run()));
    }

    /** Whether the server cannot have seen a byte of the request. */
    private boolean nothingGiven() {
        return connection.output.written() == writtenBefore;
    }

    /** The server may have answered before it stopped to read, if it has read at all. */
    @Override
    public boolean outputLost() {
        if (exchange == null || nothingGiven() || http.ourState() == State.SWITCHED_PROTOCOL) {
            return false;
        }
        connection.onWritable(null);
        http.sendFailed();
        outputLost = true;
        return true;
    }

    // ---- What comes in

    /** Step 2. The buffer is borrowed until {@link #drive()} returns. */
    @Override
    public void received(ByteBuffer octets) {
        if (http.theirState() == State.SEND_BODY) {
            connection.restartTimer(); // the transfer makes progress
        }
        answered = true;
        stuck = null;
        http.receiveBorrowed(octets);
    }

    @Override
    public void ended(boolean inOrder) {
        stuck = null;
        if (inOrder) {
            http.receiveEof();
        } else {
            http.receiveAbort();
        }
    }

    @Override
    public void drive() {
        try {
            while (canGoOn()) {
                step(http.nextEvent());
            }
        } catch (RemoteProtocolException e) {
            broken(e);
        } catch (RuntimeException | Error e) { // a listener of the policy has thrown
            connection.abort(Failures.asException(e));
        } finally {
            http.endLease(); // the loop's buffer serves other connections now
        }
        switchIfAgreed();
    }

    @Override
    public boolean canGoOn() {
        return stuck == null && opened && !connection.isClosing() && takes();
    }

    private boolean takes() {
        ClientExchange current = exchange;
        return current == null || !current.isPaused();
    }

    @Override
    public boolean wantsRead() {
        return stuck == Signal.NEED_DATA && takes();
    }

    private void step(NextEvent next) {
        ClientExchange current = exchange;
        if (current == null) {
            stuck = next;
            if (next instanceof ConnectionClosed || http.closeReason().isPresent()) {
                retire(); // bytes that nobody asked for, though they are no whole answer yet
            }
        } else if (next instanceof InformationalResponse interim) {
            call(current, () -> current.handler.interim(interim, current));
            if (restHeld && !http.clientIsWaitingFor100Continue() && exchange == current) {
                sendRest(current);
            }
        } else if (next instanceof Response response) { // step 3
            restHeld = false; // it answers without the body
            call(current, () -> current.handler.head(response, current));
        } else if (next instanceof Data data) {
            call(current, () -> current.handler.data(data));
        } else if (next instanceof EndOfMessage end) {
            call(current, () -> current.handler.end(end));
            finish(current);
        } else {
            stuck = next;
        }
    }

    /** Step 5: the next cycle, or the reason why there is none. */
    private void finish(ClientExchange current) {
        if (current.isOver() || connection.isClosing()) {
            return;
        }
        current.finish();
        exchange = null;
        connection.onWritable(null);
        if (http.isReusable() && !connection.loop.isStopping()) {
            http.startNextCycle();
            stuck = null;
            connection.restartTimer(); // rule 4
            place.free(this);
            return;
        }
        if (http.ourState() == State.SEND_BODY) { // the rest of the request will not come
            http.sendFailed();
            connection.output.lose();
        }
        retire(); // closeReason() says why
    }

    /** Step 8. */
    private void broken(RemoteProtocolException error) {
        ClientExchange current = exchange;
        if (current == null) {
            retire();
        } else if (error.violation() == Violation.EOF_BEFORE_RESPONSE) {
            connection.fail(error);
        } else {
            connection.abort(error);
        }
    }

    private void switchIfAgreed() {
        ClientExchange current = exchange;
        if (current == null || connection.isClosing() || http.theirState() != State.SWITCHED_PROTOCOL) {
            return;
        }
        ProtocolHandler taker = current.protocol;
        if (taker == null) {
            connection.abort(new IOException("the server has switched to another protocol, and nobody speaks it"));
            return;
        }
        if (http.ourState() != State.SWITCHED_PROTOCOL) {
            return; // the request is still being sent
        }
        current.finish();
        exchange = null;
        place.retire();
        connection.become(new SwitchedDriver(connection, taker, http.trailingData()));
    }

    void requireSwitched() {
        if (http.theirState() != State.SWITCHED_PROTOCOL) {
            throw new IllegalStateException("the protocol was not switched");
        }
    }

    // ---- The handler

    /** What the handler does, and may throw. */
    private interface Call {
        void run() throws Exception;
    }

    private void call(ClientExchange current, Call call) {
        if (current.isOver()) {
            return;
        }
        try {
            call.run();
        } catch (Throwable e) {
            giveUp(current, Failures.asException(e));
        }
    }

    private void giveUp(ClientExchange current, Exception cause) {
        current.fail(cause);
        abort(cause);
    }

    /** Runs a task of the exchange, unless it is over. */
    void run(ClientExchange current, Runnable task) {
        if (exchange == current) {
            connection.run(() -> call(current, task::run));
        }
    }

    void abort(Exception cause) {
        connection.abort(cause);
    }

    Optional<SSLSession> tls() {
        return connection.tls();
    }

    // ---- Time, stop, loss

    @Override
    public int held() {
        return http.bufferedBytes();
    }

    @Override
    public Waiting waiting() {
        ClientExchange current = exchange;
        if (current == null) {
            return Waiting.IDLE;
        }
        if (restHeld) {
            return Waiting.CONTINUE;
        }
        if (!takes()) {
            return Waiting.NONE;
        }
        return switch (http.theirState()) {
            case SEND_BODY -> Waiting.TRANSFER;
            case SEND_RESPONSE -> http.ourState() == State.SEND_BODY ? Waiting.NONE : Waiting.HEAD;
            default -> Waiting.NONE;
        };
    }

    @Override
    public void timedOut(Waiting waiting) {
        ClientExchange current = exchange;
        if (current == null) {
            retire();
        } else if (waiting == Waiting.CONTINUE) {
            sendRest(current); // RFC 9110 §10.1.1: a client does not wait for ever
        } else {
            connection.abort(new SocketTimeoutException("the response did not come in time"));
        }
    }

    @Override
    public void stopping() {
        if (exchange == null) {
            retire();
        }
    }

    /** No exchange will use the connection any more. */
    private void retire() {
        place.retire();
        connection.closeIdle();
    }

    /**
     * A connection that was found dead says nothing about the request. If it had taken none of it, another is used
     * whatever the method; else only what may be repeated is sent once more (RFC 9110 §9.2.2).
     */
    @Override
    public void failed(Exception cause) {
        http.receiveAbort();
        ClientExchange current = exchange;
        exchange = null;
        boolean dead = reused && !answered && !(cause instanceof SocketTimeoutException);
        if (current != null
                && dead
                && !connection.loop.isStopping()
                && (nothingGiven() ? !current.isOver() : current.takeRetry())) {
            place.replace(current);
            return;
        }
        place.retire();
        if (current != null) {
            current.fail(cause);
        }
    }
}
