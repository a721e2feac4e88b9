package io.github.h11j.engine;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.Option;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on a server's connection: executes the numbered driving loop of {@link io.github.h11j}, one exchange after
 * another.
 */
final class ServerProtocol extends HttpProtocol {

    private static final String FAILED = "the server has failed";

    private static final String LATE = "the request did not come in time";

    private final ServerSession session;
    private final ServerRules rules;
    private final ResponseWriter writer;
    private @Nullable ServerExchange exchange;

    /** Whether bytes of the next request have been received. */
    private boolean headBegun;

    /** How many bytes of the peer had been used when dropping a body began. */
    private long usedBeforeDrop;

    ServerProtocol(ServerSession session) {
        super(session, Connection.server(continuing(session.rules.policy())));
        this.session = session;
        this.rules = session.rules;
        this.writer = new ResponseWriter(session, http);
    }

    /** After early hints the server still owes the 100, even under a policy that does otherwise because h11 does. */
    private static Policy continuing(Policy policy) {
        return policy.has(Option.ONLY_100_CONTINUES) ? policy : policy.with(Option.ONLY_100_CONTINUES);
    }

    // ---- Receiving

    /** Step 2. */
    @Override
    public void received(ByteBuffer bytes) {
        if (http.theirState() == State.SEND_BODY && !isDropping()) {
            session.restart(); // the transfer makes progress
        }
        super.received(bytes);
    }

    /** Continues until bytes are needed, a call is due, or too much output waits. */
    @Override
    @Nullable
    Call proceed() throws RemoteProtocolException {
        Call call = null;
        finish();
        while (call == null && session.isOpen() && canGoOn()) {
            call = step();
            finish();
        }
        return call;
    }

    @Override
    void broken(RemoteProtocolException error) {
        refuse(error, http.errorResponse(error));
    }

    @Override
    void listenerFailed(Exception cause) {
        refuse(cause, http.errorResponse(500, FAILED));
    }

    private boolean canGoOn() {
        ServerExchange current = exchange;
        if (current != null && current.owesEnd() && session.isWritable()) {
            return true;
        }
        return stuck == null && takesNext();
    }

    private boolean takesNext() {
        return switch (http.theirState()) {
            case IDLE -> session.isWritable();
            case SEND_BODY -> takesBody();
            default -> true;
        };
    }

    /** Returns whether the body, or the rest of it, can be read or dropped now. */
    private boolean takesBody() {
        ServerExchange current = Objects.requireNonNull(exchange);
        if (current.responseComplete || current.hasNoBody || http.ourState() == State.SWITCHED_PROTOCOL) {
            return true;
        }
        return current.body != null && !current.paused && session.isWritable();
    }

    /** Returns whether the body is being dropped, so that the connection can be used again. */
    private boolean isDropping() {
        return Objects.requireNonNull(exchange).responseComplete;
    }

    @Override
    public boolean needsInput() {
        return stuck == Signal.NEED_DATA
                && switch (http.theirState()) {
                    case IDLE -> true;
                    case SEND_BODY -> takesBody();
                    default -> false; // it is the application's turn
                };
    }

    @Override
    public long readAhead() {
        return http.bufferedBytes() + http.discardedBytes();
    }

    @Override
    public boolean isAnswering() {
        ServerExchange current = exchange;
        boolean owes = current != null && !current.responseComplete;
        boolean receives = http.theirState() == State.SEND_BODY && takesBody();
        return !receives && (owes || !session.output.isEmpty());
    }

    private @Nullable Call step() {
        ServerExchange current = exchange;
        if (current != null && current.owesEnd()) {
            return ended(current, current.takeEnd());
        }
        NextEvent next = http.nextEvent();
        if (next instanceof Request request) { // step 3
            ServerExchange begun = new ServerExchange(request, this, session);
            exchange = begun;
            usedBeforeDrop = used();
            session.watch.begin(request);
            return new Call(begun, () -> session.handler.handle(request, begun));
        }
        if (next instanceof Data data) {
            return body(Objects.requireNonNull(current), data);
        }
        if (next instanceof EndOfMessage end) {
            return requestEnded(Objects.requireNonNull(current), end);
        }
        stuck = next; // step 2, step 6: read or do not read
        if (current == null) {
            awaitHead();
        }
        return null;
    }

    private @Nullable Call requestEnded(ServerExchange current, EndOfMessage end) {
        current.requestComplete = true;
        return current.responseComplete ? null : ended(current, end);
    }

    /** The request is complete. A handler that asks for the body later is called then; meanwhile reading continues. */
    private @Nullable Call ended(ServerExchange current, EndOfMessage end) {
        BodyHandler body = current.body;
        if (body == null || current.paused) {
            current.keepEnd(end);
            return null;
        }
        return new Call(current, () -> body.end(end));
    }

    private @Nullable Call body(ServerExchange current, Data data) {
        BodyHandler body = current.body;
        if (body != null && !current.responseComplete) {
            return new Call.OfData(current, body, data);
        }
        if (used() - usedBeforeDrop > rules.dropBytes()) {
            tooMuchDropped(current);
        }
        return null;
    }

    private void tooMuchDropped(ServerExchange current) {
        if (current.responseComplete) {
            session.beginClose();
        } else { // before a switch that was agreed
            session.lose(new IOException("the request has more of a body than is dropped"));
        }
    }

    /** Between requests: no head has arrived, or only a part of it. */
    private void awaitHead() {
        if (stuck instanceof ConnectionClosed) { // step 7
            session.beginClose();
            return;
        }
        headBegun |= hasHeadBegun();
        if (session.isStopping() && !headBegun) {
            session.closeIdle();
        }
    }

    /** Empty lines are dropped (RFC 9112 §2.2). They do not begin a request, and neither does a part of one. */
    private boolean hasHeadBegun() {
        int buffered = http.bufferedBytes();
        return buffered > 1 || (buffered == 1 && http.trailingData().bytes().at(0) != '\r');
    }

    /** Step 5, when the response is complete: the next cycle, or the reason why there is none. */
    private void finish() {
        ServerExchange current = exchange;
        if (current == null || !current.responseComplete || !session.isOpen()) {
            return;
        }
        if (http.isReusable()) {
            session.watch.end();
            exchange = null;
            session.whenWritable(null);
            http.startNextCycle();
            stuck = null;
            headBegun = false;
            session.restart(); // now the time without a request
        } else if (http.ourState() != State.DONE) {
            session.beginClose(); // closeReason() says why
        } // otherwise the rest of the request is dropped first, within limits
    }

    /**
     * After a 101 or a 2xx to CONNECT, once the request is complete: the other protocol's bytes are PAUSED. The switch
     * waits until the response has been written: the peer must learn of the switch, whatever happens to the other
     * protocol.
     */
    @Override
    void switchIfAgreed() {
        ServerExchange current = exchange;
        if (current != null
                && current.protocol != null
                && http.theirState() == State.SWITCHED_PROTOCOL
                && session.output.isEmpty()) {
            session.become(
                    new SwitchedProtocol(session, current, current.protocol, http.switchedProtocolData(), used()));
        }
    }

    /** Step 8. There may be no response, if it would come too late. */
    private void refuse(Exception error, List<Event> response) {
        ServerExchange current = exchange;
        boolean answered = current == null || current.responseComplete;
        if (current != null) {
            current.fail(error);
        }
        if (!response.isEmpty()) {
            write(current, response, false, error);
        } else if (!answered) {
            session.lose(error); // the response has begun, and must not look complete
            return;
        }
        session.beginClose();
    }

    // ---- Sending

    /** Step 4: queues the events. They are written together with everything else that is queued when the call ends. */
    void send(ServerExchange current, List<? extends Event> events) {
        if (events.isEmpty()) {
            return;
        }
        sending(() -> write(current, events, writer.mustClose(events, current.body != null)));
        if (events.get(events.size() - 1) instanceof EndOfMessage) {
            complete(current);
        }
    }

    private void sending(Runnable step) {
        try {
            step.run();
        } catch (LocalProtocolException e) {
            if (http.ourState() == State.ERROR) { // a policy without REFUSE_WITHOUT_CHANGE
                session.lose(e);
            }
            throw e;
        }
    }

    private void write(ServerExchange current, List<? extends Event> events, boolean close) {
        writer.write(events, close);
        current.sent(events);
    }

    /** Queues the server's own response, possibly without a request. */
    private void write(@Nullable ServerExchange current, List<Event> response, boolean close, Exception cause) {
        if (current != null) {
            write(current, response, close);
            return;
        }
        session.watch.begin(null);
        session.watch.failed(cause);
        writer.write(response, close);
    }

    private void complete(ServerExchange current) {
        current.responseComplete = true;
        session.watch.complete();
        session.forgetDue(); // a part of a body that is no longer wanted
        usedBeforeDrop = used();
    }

    /** Queues a complete response whose body is a part of a file. The file is always closed after this has returned. */
    void sendFile(ServerExchange current, Response head, FileChannel file, long position, long length) {
        sending(() -> writer.file(head, file, position, length, current.body != null));
        current.sent(List.of(head));
        complete(current);
    }

    // ---- The handler

    /** The handler wants the body: step 4. A client that waits for 100 (Continue) receives it now, and not before. */
    void bodyWanted() {
        if (http.theyAreWaitingFor100Continue()) {
            writer.write(List.of(new InformationalResponse(100, Headers.EMPTY)), false);
        }
    }

    void requireSwitched() {
        if (http.ourState() != State.SWITCHED_PROTOCOL) {
            throw new IllegalStateException("no switch was sent");
        }
    }

    /** Sends 500 if the response has not begun; otherwise the peer must see that it is incomplete. */
    void handlerFailed(ServerExchange current, Throwable thrown) {
        if (current.responseComplete) {
            return; // the client has received everything
        }
        Exception cause = asException(thrown);
        current.fail(cause);
        if (http.ourState() == State.SEND_RESPONSE) {
            List<Event> response = Responses.text(500, FAILED + "\n");
            write(current, response, writer.mustClose(response, false));
            complete(current);
        } else {
            session.lose(cause);
        }
    }

    // ---- Time, stop, loss

    @Override
    public Waiting waiting() {
        if (exchange == null) {
            return headBegun ? Waiting.HEAD : Waiting.IDLE;
        }
        boolean receiving = http.theirState() == State.SEND_BODY && stuck == Signal.NEED_DATA && takesBody();
        if (!receiving) {
            return Waiting.NONE;
        }
        return isDropping() ? Waiting.DROP : Waiting.BODY;
    }

    @Override
    public void timedOut(Waiting waiting) {
        ServerExchange current = exchange;
        boolean owes = current != null && !current.responseComplete;
        SocketTimeoutException cause = new SocketTimeoutException(LATE);
        if (current != null && owes) {
            current.fail(cause);
            if (http.ourState() != State.SEND_RESPONSE) {
                session.lose(cause);
                return;
            }
        }
        if (waiting == Waiting.HEAD || owes) {
            write(current, http.errorResponse(408, LATE), true, cause);
        }
        session.beginClose();
    }

    @Override
    public void stop() {
        if (isIdle()) {
            session.closeIdle();
        }
    }

    /** Returns whether nothing of an unanswered request has been received, examined or not. */
    boolean isIdle() {
        return exchange == null && !headBegun && !hasHeadBegun();
    }

    @Override
    public void failed(Exception cause) {
        ServerExchange current = exchange;
        if (current != null) {
            current.fail(cause);
        }
    }
}
