package io.github.h11j.engine;

import io.github.h11j.CloseReason;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Option;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on a client's connection: carries out the numbered driving loop of {@link io.github.h11j} with the roles
 * exchanged, one exchange after another.
 */
final class ClientProtocol extends HttpProtocol {

    final ClientSession session;
    private final ClientRules.Timeouts timeouts;
    private @Nullable ClientRequest request;

    /** Whether an exchange before this one was completed here. */
    private boolean reused;

    // Of the current request

    /** Both null before the first request and while the connection rests. */
    private @Nullable Upload upload;

    private @Nullable ResponseTime time;

    /** Whether the transport has taken something of it. */
    private boolean taken;

    private Outcome outcome = Outcome.NOT_GIVEN;

    private boolean headCome;

    /** With which the handler learns of the end of the response; null as long as that has not come. */
    private @Nullable Call end;

    /** Why no other request is sent here; null as long as one can be. */
    private @Nullable Idle last;

    /** What may be sent on another connection. */
    private @Nullable ClientRequest unanswered;

    private @Nullable Exception failure;

    ClientProtocol(ClientSession session, ClientRules rules) {
        super(session, Connection.client(refusing(rules.policy())));
        this.session = session;
        this.timeouts = rules.timeouts();
    }

    /** RFC 9112 §9.2 is not a matter of policy: what h11 takes for the answer to the next request may be a lie. */
    private static Policy refusing(Policy policy) {
        return policy.has(Option.REFUSE_UNSOLICITED_RESPONSES)
                ? policy
                : policy.with(Option.REFUSE_UNSOLICITED_RESPONSES);
    }

    // ---- What goes out

    boolean isFree() {
        return request == null && last == null;
    }

    Optional<Idle> last() {
        return Optional.ofNullable(last);
    }

    Outcome outcome() {
        return outcome;
    }

    Optional<ClientRequest> unanswered() {
        return Optional.ofNullable(unanswered);
    }

    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    void take(ClientRequest next) {
        next.on(this);
        request = next;
        upload = new Upload(session, http, next);
        time = new ResponseTime(timeouts, next.deadline());
        taken = false;
        outcome = Outcome.NOT_GIVEN;
        headCome = false;
        end = null;
        stuck = null;
    }

    private Upload upload() {
        return Objects.requireNonNull(upload);
    }

    private ResponseTime time() {
        return Objects.requireNonNull(time);
    }

    private void begin(ClientRequest current) {
        try {
            upload().begin();
        } catch (RuntimeException | Error e) { // it may not be sent: not a byte of it was
            request = null;
            current.fail(asException(e));
            if (http.ourState() != State.IDLE) {
                retire(Idle.LAST_EXCHANGE);
            }
        }
    }

    private void sendRest(ClientRequest current) {
        try {
            upload().sendRest();
        } catch (RuntimeException | Error e) {
            giveUp(current, asException(e));
        }
    }

    void send(List<? extends Event> events) {
        upload().send(events);
    }

    boolean isWritable() {
        return upload().isWritable();
    }

    void awaitRoom() {
        upload().awaitRoom();
    }

    @Override
    public void taken() {
        taken = true;
    }

    boolean isGiven() {
        return outcome != Outcome.NOT_GIVEN;
    }

    @Override
    public void given() {
        ClientRequest current = request;
        if (current == null) {
            return;
        }
        if (outcome == Outcome.NOT_GIVEN) {
            outcome = Outcome.NOT_ANSWERED;
        }
        if (!upload().isRestHeld()) {
            current.given();
        }
    }

    /** The server may have answered before it stopped to read, if it has read at all. */
    @Override
    public boolean outputLost(IOException cause) {
        if (request == null || outcome == Outcome.NOT_GIVEN) {
            return false;
        }
        http.sendFailed();
        upload().lose();
        return true;
    }

    // ---- What comes in

    /** Step 2. */
    @Override
    public void received(ByteBuffer bytes) {
        ClientRequest current = request;
        if (current != null && !taken) { // RFC 9112 §9.2: it cannot be the answer
            last = Idle.UNASKED_BYTES;
            bytes.position(bytes.limit());
            session.lose(new IOException("the server has sent something without a request"));
            return;
        }
        outcome = current == null ? outcome : Outcome.ANSWERED;
        if (http.theirState() == State.SEND_BODY) {
            session.restart(); // the transfer makes progress
        }
        super.received(bytes);
    }

    /** What has come before a reset may be a whole answer, which was not looked at yet. */
    @Override
    public boolean inputLost(IOException cause) {
        ended(false);
        if (request == null || outcome != Outcome.ANSWERED) {
            return false;
        }
        upload().lose();
        return true;
    }

    /** Until bytes are needed or a call is due. */
    @Override
    @Nullable
    Call goOn() throws RemoteProtocolException {
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

    /** What follows from the last call, or begins a request. */
    private void prepare() {
        ClientRequest current = request;
        if (current == null) {
            return;
        }
        if (current.isOver()) { // its last call has returned, or it has failed before it began
            finish(current);
        } else if (!upload().hasBegun()) {
            begin(current);
        } else if (upload().isRestWanted()) {
            sendRest(current);
        }
    }

    private boolean canGoOn() {
        return stuck == null && takes();
    }

    private boolean takes() {
        ClientRequest current = request;
        return current == null || !current.isPaused();
    }

    @Override
    public boolean needsInput() {
        return stuck == Signal.NEED_DATA && takes();
    }

    private @Nullable Call step() {
        NextEvent next = http.nextEvent();
        ClientRequest current = request;
        if (current == null) {
            stuck = next;
            if (next instanceof ConnectionClosed || http.closeReason().isPresent()) {
                // an end, or bytes that nobody asked for, though they are no whole answer yet
                retire(next instanceof ConnectionClosed ? Idle.ENDED : Idle.UNASKED_BYTES);
            }
            return null;
        }
        ResponseHandler handler = current.handler;
        if (next instanceof InformationalResponse interim) {
            return new Call(current.side, () -> handler.interim(interim, current));
        }
        if (next instanceof Response response) { // step 3
            return head(current, response);
        }
        if (next instanceof Data data) {
            return new Call.OfData(current.side, handler, data);
        }
        if (next instanceof EndOfMessage end) {
            return end(current, end);
        }
        stuck = next;
        return null;
    }

    private Call end(ClientRequest current, EndOfMessage last) {
        Call call = new Call(current.side, () -> current.handler.end(last)) {
            @Override
            void returned() {
                current.end();
            }
        };
        end = call;
        return call;
    }

    /** Whether the handler learns of the end just now: it decides how the exchange ends, whatever else comes. */
    boolean isEnding() {
        return end != null && session.isMaking(end);
    }

    private Call head(ClientRequest current, Response response) {
        headCome = true;
        // "a response that indicates the server does not wish to receive the message body and is closing the
        // connection"
        boolean refused = response.statusCode() >= 300 && response.headers().containsToken("Connection", "close");
        if (upload().isRestHeld() || refused) { // RFC 9110 §10.1.1, RFC 9112 §9.5
            upload().end();
        }
        return new Call(current.side, () -> current.handler.head(response, current));
    }

    /** Step 5: the next cycle, or the reason why there is none. */
    private void finish(ClientRequest done) {
        end = null;
        request = null;
        session.forget(done.side);
        if (http.isReusable() && !session.isStopping()) {
            http.startNextCycle();
            stuck = null;
            reused = true;
            session.restart(); // of the time without a request
        } else {
            upload().end();
            retire(whyLast());
        }
        upload = null; // it rests, and keeps nothing of the request
        time = null;
    }

    private Idle whyLast() {
        if (http.closeReason().equals(Optional.of(CloseReason.UNSOLICITED_BYTES))) {
            return Idle.UNASKED_BYTES;
        }
        return session.isStopping() ? Idle.STOPPED : Idle.LAST_EXCHANGE;
    }

    @Override
    void broken(RemoteProtocolException error) {
        if (request == null) {
            retire(Idle.UNASKED_BYTES);
        } else {
            session.lose(error);
        }
    }

    @Override
    void switchIfAgreed() {
        ClientRequest current = request;
        if (current == null || stuck != Signal.PAUSED) {
            return;
        }
        ProtocolHandler taker = current.taker();
        if (taker == null) {
            giveUp(current, new IOException("the server has switched to another protocol, and nobody speaks it"));
        } else if (http.ourState() == State.SWITCHED_PROTOCOL) { // else the request is still being sent
            last = Idle.LAST_EXCHANGE;
            request = null;
            session.become(new SwitchedProtocol(session, current.side, taker, http.switchedProtocolData()));
        }
    }

    boolean isSwitched() {
        return http.theirState() == State.SWITCHED_PROTOCOL;
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
        if (request == null) {
            return Waiting.IDLE;
        }
        if (upload().isRestHeld()) {
            return Waiting.CONTINUE;
        }
        return needsInput() && http.theirState() == State.SEND_BODY ? Waiting.BODY : Waiting.NONE;
    }

    @Override
    public void timedOut(Waiting waiting) {
        ClientRequest current = request;
        if (current == null) {
            retire(Idle.TOO_OLD);
        } else if (waiting == Waiting.CONTINUE) {
            sendRest(current);
        } else {
            giveUp(current, waiting == Waiting.BOUND ? time().passed() : time().silent());
        }
    }

    /** That of the whole exchange, and that of the response's head, which counts while it is the server's turn. */
    @Override
    public long bound(long now) {
        if (request == null) {
            return Session.NEVER;
        }
        return time().bound(upload().isDone() && !headCome && needsInput(), now);
    }

    private void giveUp(ClientRequest current, Exception cause) {
        current.fail(cause);
        session.lose(cause);
    }

    @Override
    public void stop() {
        if (request == null) {
            retire(Idle.STOPPED);
        }
    }

    /** No other request will use the connection. */
    private void retire(Idle why) {
        last = why;
        session.closeIdle();
    }

    /**
     * A connection that was never opened, or was found dead, says nothing about the request. If the transport had taken none
     * of it, another is used whatever the method; else only what may be repeated is sent once more (RFC 9110 §9.2.2).
     */
    @Override
    public void failed(Exception cause) {
        ClientRequest current = request;
        request = null;
        failure = cause;
        if (last == null) {
            last = current == null ? Idle.ENDED : Idle.LAST_EXCHANGE;
        }
        if (current == null || current.isOver()) {
            return;
        }
        boolean dead = reused && outcome != Outcome.ANSWERED && !(cause instanceof SocketTimeoutException);
        boolean repeats = !upload().hasBegun() || (dead && (outcome == Outcome.NOT_GIVEN || current.takeRepeat()));
        if (repeats && !session.isStopping()) {
            current.leave();
            unanswered = current;
        } else {
            current.fail(cause);
        }
    }
}
