package io.github.h11j.engine;

import io.github.h11j.CloseReason;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Option;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on a client's connection: executes the numbered driving loop of {@link io.github.h11j} for a client, one
 * exchange after another.
 */
final class ClientProtocol extends HttpProtocol {

    private final ClientSession session;
    private final ClientRules.Timeouts timeouts;
    private @Nullable Attempt attempt;

    /** The outcome of the previous attempt. */
    private Outcome outcome = Outcome.NOT_GIVEN;

    /** Whether a previous exchange was completed on this connection. */
    private boolean reused;

    /** Why no other request can be sent on this connection; null as long as one can. */
    private @Nullable Idle last;

    /** A request that may be sent on another connection. */
    private @Nullable ClientRequest unanswered;

    private @Nullable Exception failure;

    ClientProtocol(ClientSession session, ClientRules rules) {
        super(session, Connection.client(refusing(rules.policy())));
        this.session = session;
        this.timeouts = rules.timeouts();
    }

    /**
     * RFC 9112 §9.2 does not depend on the policy: what h11 would read as the response to the next request may be
     * forged.
     */
    private static Policy refusing(Policy policy) {
        return policy.has(Option.REFUSE_UNSOLICITED_RESPONSES)
                ? policy
                : policy.with(Option.REFUSE_UNSOLICITED_RESPONSES);
    }

    // ---- Sending

    boolean isFree() {
        return attempt == null && last == null;
    }

    Optional<Idle> last() {
        return Optional.ofNullable(last);
    }

    Outcome outcome() {
        Attempt current = attempt;
        return current == null ? outcome : current.outcome;
    }

    Optional<ClientRequest> unanswered() {
        return Optional.ofNullable(unanswered);
    }

    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    void take(ClientRequest next) {
        Attempt begun = new Attempt(session, http, next, timeouts);
        next.on(begun);
        attempt = begun;
        stuck = null;
    }

    /** Drops the attempt, except how far it has come. */
    private void leave(Attempt left) {
        outcome = left.outcome;
        attempt = null;
    }

    private void begin(Attempt current) {
        try {
            current.upload.begin();
        } catch (RuntimeException | Error e) { // it must not be sent, and none of its bytes were
            leave(current);
            current.request.fail(asException(e));
            session.watch.end();
            if (http.ourState() != State.IDLE) {
                session.dropOutput(); // a head may be queued
                retire(Idle.LAST_EXCHANGE);
            }
        }
    }

    private void sendRest(Attempt current) {
        try {
            current.upload.sendRest();
        } catch (RuntimeException | Error e) {
            giveUp(current, asException(e));
        }
    }

    @Override
    public void taken() {
        if (attempt != null) {
            attempt.taken = true;
        }
    }

    @Override
    public void given() {
        if (attempt != null) {
            attempt.given();
        }
    }

    /** The server may have answered before it stopped reading. */
    @Override
    public boolean outputLost(IOException cause) {
        Attempt current = attempt;
        if (current == null || !current.isGiven() || isHalfSwitched()) {
            return false;
        }
        http.sendFailed();
        current.upload.lose();
        return true;
    }

    // ---- Receiving

    /** Step 2. */
    @Override
    public void received(ByteBuffer bytes) {
        Attempt current = attempt;
        if (current != null && !current.taken) { // RFC 9112 §9.2: this cannot be the response
            last = Idle.UNASKED_BYTES;
            bytes.position(bytes.limit());
            session.lose(new IOException("the server has sent something without a request"));
            return;
        }
        if (current != null) {
            current.outcome = Outcome.ANSWERED;
        }
        if (http.theirState() == State.SEND_BODY) {
            session.restart(); // the transfer makes progress
        }
        super.received(bytes);
    }

    /** The bytes received before a reset may be a complete response that has not been read yet. */
    @Override
    public boolean inputLost(IOException cause) {
        ended(false);
        Attempt current = attempt;
        if (current == null || current.outcome != Outcome.ANSWERED || isHalfSwitched()) {
            return false;
        }
        current.upload.lose();
        return true;
    }

    /** Returns whether the server has switched to another protocol, and the rest of our request is still due. */
    private boolean isHalfSwitched() {
        return http.theirState() == State.SWITCHED_PROTOCOL && http.ourState() != State.SWITCHED_PROTOCOL;
    }

    /** Continues until bytes are needed or a call is due. */
    @Override
    @Nullable
    Call proceed() throws RemoteProtocolException {
        Call call = null;
        prepare();
        while (call == null && session.isOpen() && canGoOn()) {
            call = step();
        }
        return call;
    }

    @Override
    void listenerFailed(Exception cause) {
        session.lose(cause);
    }

    /** Handles the consequences of the last call, or begins a request. */
    private void prepare() {
        Attempt current = attempt;
        if (current == null) {
            return;
        }
        if (current.request.isOver()) { // its last call has returned, or it has failed before it began
            finish(current);
        } else if (!current.upload.hasBegun()) {
            begin(current);
        } else if (current.upload.isRestWanted()) {
            sendRest(current);
        }
    }

    private boolean canGoOn() {
        return stuck == null && takes();
    }

    private boolean takes() {
        Attempt current = attempt;
        return current == null || !current.request.isPaused();
    }

    @Override
    public boolean needsInput() {
        return stuck == Signal.NEED_DATA && takes();
    }

    private @Nullable Call step() {
        NextEvent next = http.nextEvent();
        Attempt current = attempt;
        if (current == null) {
            stuck = next;
            if (next instanceof ConnectionClosed || http.closeReason().isPresent()) {
                // the end, or bytes without a request, even if they are not a complete response yet
                retire(next instanceof ConnectionClosed ? Idle.ENDED : Idle.UNASKED_BYTES);
            }
            return null;
        }
        ClientRequest request = current.request;
        if (next instanceof InformationalResponse interim) {
            session.watch.status(interim.statusCode());
            return new Call(request.side, () -> request.handler.interim(interim, request));
        }
        if (next instanceof Response response) { // step 3
            session.watch.status(response.statusCode());
            return current.head(response);
        }
        if (next instanceof Data data) {
            session.watch.content(data.bytes().length());
            return new Call.OfData(request.side, request.handler, data);
        }
        if (next instanceof EndOfMessage end) {
            return current.end(end);
        }
        stuck = next;
        return null;
    }

    /** Step 5: begins the next cycle, or keeps the reason why there is none. */
    private void finish(Attempt done) {
        leave(done);
        session.watch.end();
        session.forget(done.request.side);
        if (http.isReusable() && !session.isStopping()) {
            http.startNextCycle();
            stuck = null;
            reused = true;
            session.restart(); // now the time without a request
        } else {
            done.upload.end();
            retire(whyLast());
        }
    }

    private Idle whyLast() {
        if (http.closeReason().equals(Optional.of(CloseReason.UNSOLICITED_BYTES))) {
            return Idle.UNASKED_BYTES;
        }
        return session.isStopping() ? Idle.STOPPED : Idle.LAST_EXCHANGE;
    }

    @Override
    void broken(RemoteProtocolException error) {
        if (attempt == null) {
            retire(Idle.UNASKED_BYTES);
        } else {
            session.lose(error);
        }
    }

    @Override
    void switchIfAgreed() {
        Attempt current = attempt;
        if (current == null || stuck != Signal.PAUSED) {
            return;
        }
        ProtocolHandler taker = current.request.taker();
        if (taker == null) {
            giveUp(
                    current,
                    new IOException("the server has switched to another protocol, and no handler took it over"));
        } else if (http.ourState() == State.ERROR) { // what waited for 100 (Continue) is no longer sent
            giveUp(current, new IOException("the server has switched, and the request can no longer be completed"));
        } else if (http.ourState() == State.SWITCHED_PROTOCOL) { // otherwise the request is still being sent
            last = Idle.LAST_EXCHANGE;
            leave(current);
            session.become(
                    new SwitchedProtocol(session, current.request.side, taker, http.switchedProtocolData(), used()));
        }
    }

    @Override
    public long readAhead() {
        return http.bufferedBytes();
    }

    @Override
    public boolean isAnswering() {
        return false;
    }

    // ---- Time, stop, loss

    @Override
    public Waiting waiting() {
        Attempt current = attempt;
        if (current == null) {
            return Waiting.IDLE;
        }
        if (current.upload.isRestHeld()) {
            return Waiting.CONTINUE;
        }
        return needsInput() && http.theirState() == State.SEND_BODY ? Waiting.BODY : Waiting.NONE;
    }

    @Override
    public void timedOut(Waiting waiting) {
        Attempt current = attempt;
        if (current == null) {
            retire(Idle.TOO_OLD);
        } else if (waiting == Waiting.CONTINUE) {
            sendRest(current);
        } else {
            giveUp(current, waiting == Waiting.BOUND ? current.time.passed() : current.time.silent());
        }
    }

    /**
     * Returns the earlier of two limits: of the whole exchange, and of the response's head, whose time runs during the
     * server's turn.
     */
    @Override
    public long bound(long now) {
        Attempt current = attempt;
        if (current == null) {
            return Session.NEVER;
        }
        return current.time.bound(current.owesHead() && needsInput(), now);
    }

    private void giveUp(Attempt current, Exception cause) {
        current.request.fail(cause);
        session.lose(cause);
    }

    @Override
    public void stop() {
        if (attempt == null) {
            retire(Idle.STOPPED);
        }
    }

    /** No other request will use the connection. */
    private void retire(Idle why) {
        last = why;
        session.closeIdle();
    }

    /**
     * A connection that was never opened, or turned out to be dead, says nothing about the request. If the transport
     * had taken no byte of it, it is sent on another connection, whatever its method. Otherwise it is sent again only
     * if it may be repeated (RFC 9110 §9.2.2).
     */
    @Override
    public void failed(Exception cause) {
        Attempt current = attempt;
        failure = cause;
        if (last == null) {
            last = current == null ? Idle.ENDED : Idle.LAST_EXCHANGE;
        }
        if (current == null) {
            return;
        }
        if (!current.isEnding()) { // otherwise that call decides
            session.watch.failed(cause);
        }
        leave(current);
        ClientRequest request = current.request;
        if (request.isOver()) {
            return;
        }
        boolean dead = reused && outcome != Outcome.ANSWERED && !(cause instanceof SocketTimeoutException);
        boolean repeats =
                !current.upload.hasBegun() || (dead && (outcome == Outcome.NOT_GIVEN || request.takeRepeat()));
        if (repeats && !session.isStopping()) {
            request.leave();
            unanswered = request;
        } else {
            request.fail(cause);
        }
    }
}
