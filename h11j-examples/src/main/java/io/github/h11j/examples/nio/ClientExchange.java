package io.github.h11j.examples.nio;

import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One request of a {@link NioClient} and its response. All methods but {@link #execute(Runnable)} and {@link #abort()}
 * are for the calls that the client makes: into {@link ResponseHandler}, and tasks.
 */
public final class ClientExchange {

    /** RFC 9110 §9.2.2: to send them twice is to send them once. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    final Origin origin;
    final Request request;
    /** What follows the head, as far as it was given with it. */
    final List<? extends Event> rest;

    final ResponseHandler handler;
    private final EventLoop loop;

    /** What runs out while it waits for a connection. */
    final Timers.Timer waiting = new Timers.Timer(this::waitedTooLong);

    @Nullable
    ProtocolHandler protocol;

    private @Nullable ClientDriver driver;

    /** What runs once there is room for more of the body. */
    private @Nullable Runnable roomTask;

    private boolean bodyAsked;

    /** What the handler has sent of the body as long as no byte of the request was given to a connection. */
    private List<Event> kept = List.of();

    private boolean retried;
    private boolean paused;
    private boolean over;

    ClientExchange(Origin origin, List<? extends Event> events, ResponseHandler handler, EventLoop loop) {
        if (events.isEmpty() || !(events.get(0) instanceof Request head)) {
            throw new IllegalArgumentException("a request begins with its head");
        }
        this.origin = origin;
        this.request = head;
        this.rest = events.stream().skip(1).map(ClientExchange::detached).toList();
        this.handler = handler;
        this.loop = loop;
    }

    /** What is kept longer than the call that gives it. */
    private static Event detached(Event event) {
        return event instanceof Data data && data.bytes().isBorrowed()
                ? new Data(data.bytes().detach())
                : event;
    }

    // ---- What the client asks and tells

    boolean isOver() {
        return over;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether the handler has still to be asked for the body. */
    boolean asksForBody() {
        return !bodyAsked && !EventWriter.ends(rest);
    }

    /** The handler is asked: once bytes of the request have left, it cannot be sent again. */
    void bodyAsked() {
        bodyAsked = true;
    }

    /** Keeps a part of the body for another connection. */
    void keep(List<? extends Event> events) {
        List<Event> longer = new ArrayList<>(kept);
        events.forEach(event -> longer.add(detached(event)));
        kept = longer;
    }

    /** The request is on its way. */
    void forget() {
        kept = List.of();
    }

    List<Event> kept() {
        return kept;
    }

    boolean awaitsRoom() {
        return roomTask != null;
    }

    Runnable takeRoomTask() {
        Runnable task = roomTask;
        roomTask = null;
        return task == null ? () -> {} : task;
    }

    void on(ClientDriver taken) {
        driver = taken;
    }

    /** Whether it may be sent once more; then that was asked for the last time. */
    boolean takeRetry() {
        boolean may = !retried && !bodyAsked && !over && IDEMPOTENT.contains(request.method());
        retried |= may;
        return may;
    }

    /** It is complete, or has become another protocol. */
    void finish() {
        over = true;
        driver = null;
    }

    void fail(Exception cause) {
        if (over) {
            return;
        }
        waiting.disarm();
        finish();
        try {
            handler.failed(cause);
        } catch (Throwable e) {
            EventLoop.log(System.Logger.Level.WARNING, "failed()", e);
        }
    }

    private void waitedTooLong() {
        fail(new IOException("no connection to " + origin.host() + " came free in time"));
    }

    private ClientDriver connected() {
        ClientDriver current = driver;
        if (current == null) {
            throw new IllegalStateException(over ? "the exchange is over" : "there is no connection yet");
        }
        return current;
    }

    // ---- What the handler does

    /**
     * Sends parts of the body, and its end. They are queued, and leave together when the call into the handler returns,
     * on {@link #flush()}, or when much is queued. Without effect once the server has stopped to read: its answer may still
     * come.
     *
     * @param events in order; the bytes of bodies must not be changed afterwards
     * @throws io.github.h11j.LocalProtocolException if they may not be sent
     * @throws IllegalStateException if the exchange is over, or {@link ResponseHandler#sendBody} was not called
     */
    public void send(List<? extends Event> events) {
        if (!bodyAsked) {
            throw new IllegalStateException("the body was not asked for");
        }
        connected().send(this, events);
    }

    /**
     * As {@link #send(List)}.
     *
     * @param events the events
     */
    public void send(Event... events) {
        send(List.of(events));
    }

    /** Writes what is queued now. */
    public void flush() {
        connected().flush();
    }

    /**
     * Whether the server keeps up with the request.
     *
     * @return false if the sender should wait for {@link #onWritable(Runnable)}
     */
    public boolean isWritable() {
        return connected().isWritable();
    }

    /**
     * Waits until {@link #isWritable()}.
     *
     * @param task runs once, unless the exchange is over by then; replaces one that is waiting
     */
    public void onWritable(Runnable task) {
        ClientDriver current = connected();
        roomTask = task;
        current.awaitRoom(this);
    }

    /** Stops the calls of {@link ResponseHandler#data} and {@link ResponseHandler#end}: nothing more is read. */
    public void pause() {
        paused = true;
    }

    /** Lets them go on. */
    public void resume() {
        paused = false;
    }

    /**
     * Takes the connection over for another protocol: in the call that reports the 101, or the 2xx to CONNECT. The
     * exchange is over then, without {@link ResponseHandler#end}.
     *
     * @param taker gets the bytes that follow, first those that have arrived already
     * @throws IllegalStateException if the protocol was not switched
     */
    public void switchTo(ProtocolHandler taker) {
        connected().requireSwitched();
        protocol = taker;
    }

    /**
     * Runs a task as one of the calls of this exchange. From any thread.
     *
     * @param task not run once the exchange is over
     */
    public void execute(Runnable task) {
        loop.execute(() -> {
            ClientDriver current = driver;
            if (current != null) {
                current.run(this, task);
            } else if (!over) {
                try {
                    task.run();
                } catch (Throwable e) {
                    fail(Failures.asException(e));
                }
            }
        });
    }

    /** Gives the exchange up, and its connection. From any thread; has no effect once it is over. */
    public void abort() {
        loop.execute(() -> {
            ClientDriver current = driver;
            IOException cause = new IOException("the exchange was given up");
            if (current != null) {
                current.abort(cause);
            } else {
                fail(cause);
            }
        });
    }

    /**
     * The session of TLS.
     *
     * @return empty on a plain connection
     */
    public Optional<SSLSession> tls() {
        return connected().tls();
    }
}
