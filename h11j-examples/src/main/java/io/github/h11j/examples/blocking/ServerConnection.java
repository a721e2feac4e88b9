package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link BlockingServer}, and what its thread does: the driving loop. */
final class ServerConnection implements Runnable {

    private static final String FAILED = "the server has failed";

    private final BlockingServer server;
    private final Wire wire;
    private final Handler handler;
    private final ServerOptions options;
    private final Connection http;
    private final Turns turns = new Turns(task -> call(task::run));
    private final RequestReader reader;

    /** The request and response at hand; null between them. */
    private @Nullable BlockingExchange exchange;

    /** Why the connection must be broken off; null as long as it need not. */
    private @Nullable IOException lost;

    private @Nullable Thread thread;
    private long dropped;

    ServerConnection(BlockingServer server, Wire wire, Handler handler, ServerOptions options) {
        this.server = server;
        this.wire = wire;
        this.handler = handler;
        this.options = options;
        this.http = Connection.server(options.policy());
        this.reader = new RequestReader(server, wire, http, options, turns);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        turns.begin();
        try {
            wire.handshake(options.headTimeout());
            awaitRequest();
            while (step()) {
                // again
            }
            endExchange(new IOException("the connection was closed"));
            turns.away(() -> {
                wire.closeGently(options.lingerTimeout(), options.lingerOctets());
                return 0;
            });
        } catch (IOException e) {
            lose(e);
        } catch (RuntimeException | Error e) {
            server.callFailed(e);
            lose(new IOException(e));
        } finally {
            try {
                if (!wire.isClosed()) {
                    wire.abort();
                }
                endExchange(lost == null ? new IOException("the connection was closed") : lost);
            } finally { // whatever fails, its place is free
                wire.hold(0);
                turns.end();
                server.ended(this);
            }
        }
    }

    /** Any thread may call this. */
    void abort() {
        wire.abort();
        if (turns.tryBegin()) {
            try {
                lose(new IOException("the connection was given up"));
                turns.signal();
            } finally {
                turns.end();
            }
        }
    }

    Wire wire() {
        return wire;
    }

    /** How many bytes it holds. Any thread may ask. */
    long held() {
        return wire.held();
    }

    Connection http() {
        return http;
    }

    ServerOptions options() {
        return options;
    }

    boolean isStopping() {
        return server.isStopping();
    }

    /** A listener of the application has thrown. */
    void listenerFailed(Throwable thrown) {
        server.callFailed(thrown);
    }

    /** Breaks the connection off. */
    void lose(IOException cause) {
        if (lost == null) {
            lost = cause;
        }
        http.sendFailed();
        wire.abort();
    }

    @Nullable
    IOException lost() {
        return lost;
    }

    private void awaitRequest() {
        exchange = null;
        dropped = 0;
        reader.beginIdle();
    }

    /** One turn of the loop; false when the connection is to be closed in an orderly way. */
    private boolean step() throws IOException {
        turns.runTasks();
        if (lost != null) {
            throw lost;
        }
        if (http.ourState() == State.ERROR) {
            throw new IOException("the response cannot be completed"); // and must not look complete
        }
        BlockingExchange current = exchange;
        if (current != null) {
            if (current.isComplete()) {
                if (http.isReusable()) { // 5.
                    wire.flush(options.writeTimeout());
                    http.startNextCycle();
                    current.over();
                    awaitRequest();
                    return true;
                }
                if (http.closeReason().isPresent() || dropped > options.drainOctets()) {
                    return false;
                }
            } else if (http.ourState() == State.SWITCHED_PROTOCOL && http.theirState() == State.SWITCHED_PROTOCOL) {
                return !switched(current);
            } else if (!current.takesBody()) {
                waitForHandler();
                return true;
            }
        }
        return next();
    }

    private boolean next() throws IOException {
        NextEvent next;
        try {
            next = http.nextEvent(); // 1.
        } catch (RemoteProtocolException e) {
            return refuse(e, http.errorResponse(e)); // 8.
        } catch (RuntimeException | Error e) { // a listener of the policy has thrown
            server.callFailed(e);
            return refuse(Failures.asException(e), http.errorResponse(500, FAILED));
        }
        if (next instanceof Request request) { // 3.
            BlockingExchange begun = new BlockingExchange(this);
            exchange = begun;
            call(() -> handler.handle(request, begun));
        } else if (next instanceof Data data) {
            dropped += data.bytes().length();
            forBody(body -> body.data(data), data.bytes());
        } else if (next instanceof EndOfMessage end) {
            forBody(body -> body.end(end), Bytes.EMPTY);
        } else if (next instanceof ConnectionClosed) { // 7.
            return false;
        } else if (next == Signal.NEED_DATA) { // 2.
            return receive();
        } else { // 6. PAUSED comes only where the loop waits for the handler
            waitForHandler();
        }
        return true;
    }

    private interface BodyCall {
        void on(BodyHandler body) throws Exception;
    }

    private void forBody(BodyCall call, Bytes bytes) {
        BlockingExchange current = exchange;
        if (current != null && !current.isComplete() && current.body() != null) {
            dropped -= bytes.length();
            BodyHandler body = current.body();
            call(() -> call.on(body));
        }
    }

    /** What the handler throws never leaves this method, nor does a half body ever end well. */
    void call(Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            handlerFailed(e);
        }
        try {
            wire.flush(options.writeTimeout());
        } catch (IOException e) {
            lose(e);
        }
    }

    /** A call into the handler. */
    interface Call {
        void run() throws Exception;
    }

    private void handlerFailed(Throwable thrown) {
        Exception cause = Failures.asException(thrown);
        if (lost != null || wire.isClosed()) {
            lose(new IOException("the connection is lost", cause));
            return;
        }
        server.callFailed(thrown);
        State state = http.ourState();
        try {
            if (state == State.SEND_RESPONSE) {
                answer(http.errorResponse(500, FAILED));
            } else if (state == State.SEND_BODY || state == State.SWITCHED_PROTOCOL || state == State.ERROR) {
                lose(new IOException("the handler failed", cause));
            } else {
                return; // the response was complete
            }
        } catch (IOException e) {
            lose(e);
        }
        if (exchange != null) {
            exchange.fail(cause);
        }
    }

    /** Sends a whole response of the server's own, the last on this connection. */
    private void answer(List<Event> events) throws IOException {
        wire.queue(http.send(List.of(options.fields().complete(events, true))), options.writeTimeout());
        wire.flush(options.writeTimeout());
    }

    /** The response may be none, if it would come too late. */
    private boolean refuse(Exception error, List<Event> response) throws IOException {
        BlockingExchange current = exchange;
        if (current != null && current.isComplete()) {
            return false;
        }
        if (!response.isEmpty()) {
            answer(response);
        } else if (current != null) {
            throw new IOException(error.getMessage(), error);
        }
        if (current != null) {
            current.fail(error);
        }
        return false;
    }

    /** Before it blocks, what is queued leaves. */
    private boolean receive() throws IOException {
        wire.flush(options.writeTimeout());
        wire.hold(http.bufferedBytes());
        int n;
        try {
            n = exchange == null ? reader.readHead() : reader.readBody(exchange.isComplete());
        } catch (SocketTimeoutException e) {
            return timedOut();
        } catch (IOException e) {
            if (lost != null) {
                throw lost;
            }
            http.receiveAbort();
            return true;
        }
        if (n < 0) {
            http.receiveEof();
        } else {
            http.receiveData(wire.buffer(), 0, n);
        }
        return true;
    }

    /** Idle for too long: close. A head or a body that does not come: 408 (RFC 9110 §15.5.9). */
    private boolean timedOut() throws IOException {
        BlockingExchange current = exchange;
        if (current == null ? !reader.isHeadBegun() : current.isComplete()) {
            return false;
        }
        if (http.ourState() != State.IDLE && http.ourState() != State.SEND_RESPONSE) {
            throw new SocketTimeoutException("the body of the request does not come");
        }
        answer(http.errorResponse(408, "the request did not come in time"));
        if (current != null) {
            current.fail(new SocketTimeoutException("the body of the request does not come"));
        }
        return false;
    }

    /** Runs the other protocol, if the handler has given it; else waits for it. */
    private boolean switched(BlockingExchange current) throws IOException {
        if (current.protocol() == null) {
            waitForHandler();
            return false;
        }
        current.over();
        new BlockingDuplex(this, current.protocol()).run(http.trailingData());
        return true;
    }

    private void endExchange(Exception cause) {
        BlockingExchange current = exchange;
        if (current != null && current.isComplete() && lost == null) {
            current.over();
        } else if (current != null) {
            current.fail(cause);
        }
    }

    void waitForHandler() throws IOException {
        wire.flush(options.writeTimeout());
        if (!wire.isClosed()) {
            turns.await();
        }
        if (wire.isClosed() && lost == null) {
            throw new IOException("the connection was given up");
        }
    }

    Turns turns() {
        return turns;
    }

    boolean isOwnThread() {
        return Thread.currentThread() == thread;
    }
}
