package io.github.h11j.examples.nio;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.examples.handler.BodyHandler;
import io.github.h11j.examples.handler.Failures;
import io.github.h11j.examples.handler.Responses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 on a connection: carries out the numbered driving loop of {@link io.github.h11j}. */
final class HttpDriver implements Driver {

    private static final String FAILED = "the server has failed";

    /** What is dropped at most of a body that nobody wants, to keep the connection. */
    private static final long MAX_DROPPED = 256 * 1024;

    private final NioConnection connection;
    private final NioServer server;
    private final Connection http;
    private final EventWriter writer;
    private @Nullable NioExchange exchange;

    /** What {@code nextEvent} answered last, while asking again would give the same. */
    private @Nullable NextEvent stuck;

    /** Whether bytes of the next request have come. */
    private boolean headBegun;

    private long dropped;

    HttpDriver(NioConnection connection, NioServer server) {
        this.connection = connection;
        this.server = server;
        this.http = Connection.server(server.settings.policy());
        this.writer = new EventWriter(http, connection.output);
    }

    // ---- What comes in

    /** Step 2. The buffer is borrowed until {@link #drive()} returns. */
    @Override
    public void received(ByteBuffer octets) {
        if (http.theirState() == State.SEND_BODY) {
            connection.restartTimer(); // the transfer makes progress
        }
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

    /** Steps 1 to 8, until octets are needed, it is the handler's turn, or too much output waits. */
    @Override
    public void drive() {
        try {
            while (canGoOn()) {
                NioExchange current = exchange;
                if (current != null && current.owesEnd()) {
                    end(current, current.takeEnd());
                } else {
                    step(http.nextEvent());
                }
            }
        } catch (RemoteProtocolException e) {
            refuse(e, http.errorResponse(e));
        } catch (RuntimeException | Error e) { // a listener of the policy has thrown
            connection.owner.callFailed("a request could not be judged", e);
            refuse(Failures.asException(e), http.errorResponse(500, FAILED));
        } finally {
            http.endLease(); // the loop's buffer serves other connections now
        }
        switchIfAgreed();
    }

    @Override
    public boolean canGoOn() {
        if (connection.isClosing()) {
            return false;
        }
        NioExchange current = exchange;
        if (current != null && current.owesEnd() && connection.output.isWritable()) {
            return true;
        }
        return stuck == null && takesNext();
    }

    private boolean takesNext() {
        return switch (http.theirState()) {
            case IDLE -> connection.output.isWritable();
            case SEND_BODY -> takesBody();
            default -> true;
        };
    }

    /** Whether the body, or the rest of it, can be taken or dropped now. */
    private boolean takesBody() {
        NioExchange current = exchange;
        if (current == null
                || current.responseComplete
                || current.hasNoBody
                || http.ourState() == State.SWITCHED_PROTOCOL) {
            return true;
        }
        return current.body != null && !current.paused && connection.output.isWritable();
    }

    @Override
    public boolean wantsRead() {
        return stuck == Signal.NEED_DATA
                && (http.theirState() == State.SEND_BODY ? takesBody() : connection.output.isWritable());
    }

    @Override
    public boolean isAnswering() {
        NioExchange current = exchange;
        boolean owes = current != null && !current.responseComplete;
        return http.theirState() != State.SEND_BODY && (owes || !connection.output.isEmpty());
    }

    private void step(NextEvent next) {
        NioExchange current = exchange;
        if (next instanceof Request request) { // step 3
            NioExchange begun = new NioExchange(request, this, connection);
            exchange = begun;
            dropped = 0;
            call(begun, () -> server.handler.handle(request, begun));
        } else if (next instanceof Data data && current != null) {
            body(current, data);
        } else if (next instanceof EndOfMessage end && current != null) {
            end(current, end);
        } else { // step 2, step 6: read or do not read
            stuck = next;
            if (current == null) {
                awaitHead();
            }
        }
        finish();
    }

    /** Between requests: the head has not come, or not all of it. */
    private void awaitHead() {
        if (stuck instanceof ConnectionClosed) { // step 7
            connection.beginClose();
            return;
        }
        headBegun |= http.bufferedBytes() > 0; // empty lines are dropped (RFC 9112 §2.2) and begin nothing
        if (connection.loop.isStopping()) {
            stopping();
        }
    }

    /** The request is complete. Who has not asked for the body yet is told when he does, and reading goes on meanwhile. */
    private void end(NioExchange current, EndOfMessage end) {
        current.requestComplete = true;
        BodyHandler body = current.body;
        if (current.responseComplete) {
            return;
        }
        if (body == null || current.paused) {
            current.keepEnd(end);
        } else {
            call(current, () -> body.end(end));
        }
        finish();
    }

    private void body(NioExchange current, Data data) {
        BodyHandler body = current.body;
        if (body != null && !current.responseComplete) {
            call(current, () -> body.data(data));
            return;
        }
        dropped += data.bytes().length();
        if (dropped > MAX_DROPPED && current.responseComplete) {
            connection.beginClose();
        }
    }

    /** Step 5, when the response is complete: the next cycle, or the reason why there is none. */
    private void finish() {
        NioExchange current = exchange;
        if (current == null || !current.responseComplete || connection.isClosing()) {
            return;
        }
        if (http.isReusable()) {
            exchange = null;
            connection.onWritable(null);
            http.startNextCycle();
            stuck = null;
            headBegun = false;
            connection.restartTimer(); // rule 4: the idle timer is armed again
        } else if (http.ourState() != State.DONE) {
            connection.beginClose(); // closeReason() says why
        } // else the rest of the request is dropped first, within bounds
    }

    /** After a 101 or a 2xx to CONNECT, once the request is complete: the other protocol's octets are PAUSED. */
    private void switchIfAgreed() {
        NioExchange current = exchange;
        if (current != null
                && current.protocol != null
                && http.theirState() == State.SWITCHED_PROTOCOL
                && !connection.isClosing()) {
            connection.become(new SwitchedDriver(connection, current.protocol, http.trailingData()));
        }
    }

    /** Step 8: the response may be none, if it would come too late. */
    private void refuse(Exception error, List<Event> response) {
        NioExchange current = exchange;
        boolean answered = current == null || current.responseComplete;
        if (current != null) {
            current.fail(error);
        }
        if (!response.isEmpty()) {
            writer.write(server.fields.complete(response, false));
        } else if (!answered) {
            connection.abort(error); // the response has begun: it must not look complete
            return;
        }
        connection.beginClose();
    }

    // ---- What goes out

    /** Step 4: queues the events; they leave in one write with what else is queued when the connection settles. */
    void send(NioExchange current, List<? extends Event> events) {
        Event[] complete = server.fields.complete(events, mustClose(current, events));
        writer.write(complete);
        current.responseComplete = EventWriter.ends(events);
        if (!connection.output.isWritable()) {
            flush();
        }
    }

    /**
     * Whether a response is to say that no other follows: it does not wait for the rest of the request, which is more than
     * is dropped, or may be (RFC 9112 §9.6, RFC 9110 §10.1.1).
     */
    private boolean mustClose(NioExchange current, List<? extends Event> events) {
        return connection.loop.isStopping()
                || (leavesTooMuch() && (current.body == null || Responses.mayComeEarly(events)));
    }

    private boolean leavesTooMuch() {
        return http.theirState() == State.SEND_BODY
                && (http.theyAreWaitingFor100Continue()
                        || http.theirRemainingBodyLength().orElse(Long.MAX_VALUE) > MAX_DROPPED);
    }

    /** Queues a whole response with a part of a file; whether the file was taken over, to be closed later. */
    boolean sendFile(NioExchange current, Response head, FileChannel file, long position, long length) {
        List<Event> whole = List.of(EventWriter.framed(head, length), new EndOfMessage());
        Event[] response = server.fields.complete(whole.subList(0, 1), mustClose(current, whole));
        boolean taken = writer.file(
                response, file, position, length, current.request.method().equals("HEAD"));
        current.responseComplete = true;
        return taken;
    }

    void flush() {
        try {
            connection.flush();
        } catch (IOException e) {
            connection.fail(e);
            throw new UncheckedIOException(e);
        }
    }

    // ---- The handler

    /** The handler wants the body: step 4, the client that waits for 100 (Continue) gets it now, and not before. */
    void bodyWanted() {
        if (http.theyAreWaitingFor100Continue() && http.ourState() == State.SEND_RESPONSE) {
            writer.write(new Event[] {new InformationalResponse(100, Headers.EMPTY)});
        }
    }

    void requireSwitched() {
        if (http.ourState() != State.SWITCHED_PROTOCOL) {
            throw new IllegalStateException("no switch was sent");
        }
    }

    /** What the handler does, and may throw. */
    private interface Call {
        void run() throws Exception;
    }

    private void call(NioExchange current, Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            handlerFailed(current, e);
        }
    }

    /** Runs a task of the handler, unless its exchange is over. */
    void run(NioExchange current, Runnable task) {
        if (!current.hasFailed()) {
            connection.run(() -> {
                call(current, task::run);
                finish();
            });
        }
    }

    /** 500 where the response has not begun; else the peer must see that it is not complete. */
    private void handlerFailed(NioExchange current, Throwable thrown) {
        if (current.hasFailed() || connection.isClosing()) {
            return;
        }
        connection.owner.callFailed("the handler has failed", thrown);
        Exception cause = Failures.asException(thrown);
        if (current.responseComplete) {
            return; // to the client nothing is missing
        }
        current.fail(cause);
        if (http.ourState() == State.SEND_RESPONSE) {
            answer(current, 500, FAILED + "\n");
        } else {
            connection.abort(cause);
        }
    }

    private void answer(NioExchange current, int status, String text) {
        List<Event> response = Responses.text(status, text);
        writer.write(server.fields.complete(response, mustClose(current, response)));
        current.responseComplete = true;
    }

    // ---- Time, stop, loss

    @Override
    public int held() {
        return http.bufferedBytes();
    }

    @Override
    public Waiting waiting() {
        if (exchange == null) {
            return headBegun ? Waiting.HEAD : Waiting.IDLE;
        }
        boolean receiving = http.theirState() == State.SEND_BODY && stuck == Signal.NEED_DATA && takesBody();
        return receiving ? Waiting.TRANSFER : Waiting.NONE;
    }

    @Override
    public void timedOut(Waiting waiting) {
        NioExchange current = exchange;
        if (current != null && !current.responseComplete) {
            IOException cause = new IOException("the request did not come in time");
            current.fail(cause);
            if (http.ourState() != State.SEND_RESPONSE) {
                connection.abort(cause);
                return;
            }
        }
        if (waiting == Waiting.HEAD || (current != null && !current.responseComplete)) {
            writer.write(server.fields.complete(http.errorResponse(408, "the request did not come in time"), true));
        }
        connection.beginClose();
    }

    @Override
    public void stopping() {
        if (exchange == null && !headBegun) {
            connection.closeIdle();
        }
    }

    @Override
    public void failed(Exception cause) {
        http.receiveAbort();
        NioExchange current = exchange;
        if (current != null) {
            current.fail(cause);
        }
    }
}
