package io.github.h11j.engine;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A request to be sent, and what is known of its response. It is on one {@link ClientSession} at a time. If a
 * connection turns out to be dead, {@link ClientSession#unanswered()} returns the request, to be sent on another one.
 * Its handler sees one exchange throughout.
 *
 * <p>The methods that are not those of {@link ClientExchange} are for the adapter. Like the session's methods, they may
 * not be called while another one of them or of the session is running.
 */
public final class ClientRequest implements ClientExchange {

    /** RFC 9110 §9.2.2: sending them twice has the same effect as sending them once. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    final Request head;

    /** The events after the head that were passed with it. */
    final List<Event> rest;

    final ResponseHandler handler;
    final Side side = new Side();

    private final Turns turns;
    private final long until;
    private @Nullable Attempt on;
    private @Nullable Call due;
    private final Queue<Runnable> tasks = new ArrayDeque<>(1);

    /** The task to run once there is room for more of the body. */
    private @Nullable Runnable roomTask;

    private @Nullable ProtocolHandler taker;
    private boolean bodyAsked;

    /** What the handler has sent of the body while no byte of the request had been given to a transport. */
    private final List<Event> kept = new ArrayList<>(0);

    private boolean repeated;
    private boolean paused;
    private boolean over;

    /**
     * Creates a request that is on no connection yet.
     *
     * @param events the {@link Request}, and any events that follow it. If the end is not among them, the handler is
     *     asked for the rest. With {@code Expect: 100-continue}, what follows the head is held back until the server
     *     wants it. The bytes of bodies must not be changed afterwards
     * @param handler receives the response
     * @param rules define how long the whole exchange may take
     * @param turns runs tasks between the calls of this request and of the session that it is on. After each task,
     *     {@link #call()} and the calls of the session are made
     * @param now the time
     * @throws IllegalArgumentException if the first event is not a request
     */
    public ClientRequest(
            List<? extends Event> events, ResponseHandler handler, ClientRules rules, Turns turns, long now) {
        if (events.isEmpty() || !(events.get(0) instanceof Request request)) {
            throw new IllegalArgumentException("a request begins with its head");
        }
        this.head = request;
        this.rest = events.stream().skip(1).map(ClientRequest::detached).toList();
        this.handler = Objects.requireNonNull(handler, "handler");
        this.until = Deadlines.after(now, rules.timeouts().whole().toNanos());
        this.turns = turns;
    }

    /** Copies what is borrowed, because the event is kept longer than the call that passes it. */
    private static Event detached(Event event) {
        return event instanceof Data data && data.bytes().isBorrowed()
                ? new Data(data.bytes().detach())
                : event;
    }

    // ---- For the adapter

    /**
     * Returns whether the exchange has ended: the response was complete or has failed, or the connection now belongs to
     * another protocol. A call of {@link ResponseHandler#failed} may still be due.
     *
     * @return whether the request is over
     */
    public boolean isOver() {
        return over;
    }

    /**
     * Returns the time at which the whole exchange has to be over. While the request is on a session, the session
     * enforces it. Otherwise the adapter does, with {@link #fail}.
     *
     * @return a time of the clock
     */
    public long deadline() {
        return until;
    }

    /**
     * Ends a request prematurely: {@link ResponseHandler#failed} is due. If the request is on a session, that session's
     * {@link Session#call()} returns the call, and its connection is closed after the next report
     * ({@link Session#abort} ends it at once); otherwise {@link #call()} returns it. This has no effect if the request
     * is over, or while {@link ResponseHandler#end} is being called.
     *
     * @param cause passed to the handler
     */
    public void fail(Exception cause) {
        Attempt last = on;
        if (!over && (last == null || !last.isEnding())) {
            end();
            Call notice = new Call(Call.Listener.LISTENER, () -> handler.failed(cause));
            if (last == null) {
                due = notice;
            } else {
                last.session.watch.failed(cause);
                last.session.forget(side); // no call follows
                last.session.addNotice(notice);
            }
        }
    }

    /**
     * Returns the next call into the application that is due for a request on no session: of a task, or of
     * {@link ResponseHandler#failed}. Run it before you ask for another, and do not report its end to a session. What a
     * task throws ends the request; what {@code run} throws is what {@code failed} has thrown: log it.
     *
     * @return null if none is due
     */
    public @Nullable Call call() {
        Call next = due;
        due = null;
        return next == null && on == null && !tasks.isEmpty() ? new Call(side, this::runTask) : next;
    }

    private void runTask() {
        try {
            tasks.remove().run();
        } catch (Throwable e) {
            fail(HttpProtocol.asException(e));
        }
    }

    // ---- For the session

    /** The request is now on this attempt's connection. */
    void on(Attempt attempt) {
        if (over || on != null) {
            throw new IllegalStateException("the request is over, or on another connection");
        }
        on = attempt;
        for (int i = 0; i < tasks.size(); i++) {
            addTask(attempt);
        }
    }

    /** The request waits for another connection. */
    void leave() {
        on = null;
    }

    /** The request is complete, or has led to another protocol. */
    void end() {
        over = true;
        on = null;
        tasks.clear();
        roomTask = null;
        kept.clear();
    }

    boolean isPaused() {
        return paused;
    }

    boolean waitsForContinue() {
        return head.headers().containsToken("Expect", "100-continue");
    }

    /** Returns the events that were passed with the head. */
    List<Event> rest() {
        return rest;
    }

    /** Returns what its handler has sent on a dead connection, or on none. */
    List<Event> kept() {
        return kept;
    }

    /** Returns whether its handler still has to be asked for the body. */
    boolean asksForBody() {
        return !bodyAsked && (rest.isEmpty() || !(rest.get(rest.size() - 1) instanceof EndOfMessage));
    }

    /**
     * Asks the handler for the body, once. If the connection is lost before the call is made, the handler is asked on
     * the next connection. After the call, once bytes of the request have been written, it cannot be sent again.
     */
    void askForBody() throws Exception {
        if (!over && !bodyAsked) { // another thread may make the call late
            bodyAsked = true;
            handler.sendBody(this);
        }
    }

    /** Bytes of the request have been written. */
    void given() {
        kept.clear();
    }

    /**
     * Returns whether it may be sent once more although the server may have acted on it. This can be true only once.
     */
    boolean takeRepeat() {
        boolean may = !repeated && !bodyAsked && IDEMPOTENT.contains(head.method());
        repeated |= may;
        return may;
    }

    /**
     * Returns the task that waits for room; null if there is none. Another thread may make the call late: when the
     * request is over, or when the task has been run on another connection.
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // the same object
    Call roomTask() {
        Runnable task = roomTask;
        return task == null
                ? null
                : new Call(side, () -> {
                    if (roomTask == task) {
                        roomTask = null;
                        task.run();
                    }
                });
    }

    @Nullable
    ProtocolHandler taker() {
        return taker;
    }

    /** The request as the owner of its calls, and as the origin of a switch. */
    final class Side implements Call.Owner, SwitchedProtocol.Origin {

        @Override
        public String description() {
            return "the handler of a response";
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public boolean isPaused() {
            return paused;
        }

        /** If its connection was lost during the call, the request is on none, or on one with another adapter. */
        @Override
        @SuppressWarnings("ReferenceEquality") // the same object
        public void thrown(Throwable thrown, Session caller) {
            Exception cause = HttpProtocol.asException(thrown);
            if (on != null && on.session == caller) {
                giveUp(cause);
            } else {
                turns.execute(() -> giveUp(cause));
            }
        }

        @Override
        public void switched() {
            end();
        }

        @Override
        public void fail(Exception cause) {
            ClientRequest.this.fail(cause);
        }
    }

    // ---- For the handler

    private void requireGoing() {
        if (over) {
            throw new IllegalStateException("the exchange is over");
        }
    }

    @Override
    public void send(List<? extends Event> events) {
        requireGoing();
        if (!bodyAsked) {
            throw new IllegalStateException("the body was not asked for");
        }
        Attempt current = on;
        if (current != null) {
            current.send(events);
        }
        if (current == null || !current.isGiven()) {
            events.forEach(event -> kept.add(detached(event))); // for the next connection, or in case this one is dead
        }
    }

    @Override
    public void flush() {
        requireGoing();
        if (on != null) {
            on.session.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return on != null && on.isWritable();
    }

    @Override
    public void onWritable(Runnable task) {
        requireGoing();
        roomTask = Objects.requireNonNull(task, "task");
        if (on != null) {
            on.awaitRoom();
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void switchTo(ProtocolHandler handler) {
        Objects.requireNonNull(handler, "handler");
        requireGoing();
        if (on == null || !on.isSwitched()) {
            throw new IllegalStateException("the server has not switched");
        }
        taker = handler;
    }

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        turns.execute(() -> {
            if (!over) {
                tasks.add(task);
                if (on != null) {
                    addTask(on);
                }
            }
        });
    }

    private void addTask(Attempt current) {
        current.session.add(new Call(side, () -> {
            Runnable next = tasks.poll();
            if (next != null) {
                next.run();
            }
        }));
    }

    @Override
    public void abort() {
        turns.execute(() -> giveUp(new IOException("the exchange was given up")));
    }

    private void giveUp(Exception cause) {
        Attempt current = on;
        fail(cause);
        if (current != null) {
            current.session.lose(cause);
        }
    }

    @Override
    public Optional<SSLSession> tls() {
        return on == null ? Optional.empty() : on.session.tls();
    }
}
