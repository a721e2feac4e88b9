package io.github.h11j.handler;

import io.github.h11j.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * One request of a client and its response, as the {@link ResponseHandler} sees them. All methods but
 * {@link #execute(Runnable)} and {@link #abort()} are for the calls that the client makes: into the handler, and tasks.
 */
public interface ClientExchange {

    /**
     * Sends parts of the body, and its end. They are queued, and leave together when the call into the handler returns, on
     * {@link #flush()}, or when much is queued. Has no effect once the server reads no more of the request, or has refused
     * it: its answer is still received.
     *
     * @param events in order; the bytes of bodies must not be changed afterwards
     * @throws io.github.h11j.LocalProtocolException if they may not be sent
     * @throws IllegalStateException if the exchange is over, or {@link ResponseHandler#sendBody} has not been called
     */
    void send(List<? extends Event> events);

    /**
     * As {@link #send(List)}.
     *
     * @param first the first event
     * @param more the events after it
     */
    default void send(Event first, Event... more) {
        List<Event> events = new ArrayList<>(more.length + 1);
        events.add(first);
        events.addAll(List.of(more));
        send(events);
    }

    /** Writes what is queued now: for a part of a request that must not wait for the next. */
    void flush();

    /**
     * Whether the server keeps up with the request (backpressure).
     *
     * @return false if the sender should wait for {@link #onWritable(Runnable)}
     */
    boolean isWritable();

    /**
     * Waits until {@link #isWritable()}.
     *
     * @param task runs once, in a call of its own, unless the exchange is over or the server reads no more by then; replaces
     *     one that is waiting
     * @throws IllegalStateException if the exchange is over
     */
    void onWritable(Runnable task);

    /**
     * Stops the calls of {@link ResponseHandler#interim}, {@link ResponseHandler#head}, {@link ResponseHandler#data} and
     * {@link ResponseHandler#end} after the current one. The response is not read meanwhile, so that the server has to wait.
     */
    void pause();

    /** Lets them go on after {@link #pause()}. */
    void resume();

    /**
     * Hands the connection to another protocol: in the call that reports the 101, or the 2xx to CONNECT. The exchange ends
     * with it, without {@link ResponseHandler#end}.
     *
     * @param handler gets the bytes that follow the response, first those that have arrived already
     * @throws IllegalStateException if the server has not switched
     */
    void switchTo(ProtocolHandler handler);

    /**
     * Runs a task as one of the calls of this exchange: when none other is running. Any thread may call this.
     *
     * @param task may use this exchange; what it throws is treated as from the handler; not run once the exchange is over
     */
    void execute(Runnable task);

    /**
     * Aborts the exchange at once, and its connection. Any thread may call this. Has no effect once the exchange is over;
     * otherwise {@link ResponseHandler#failed} is called.
     */
    void abort();

    /**
     * The session of TLS.
     *
     * @return empty on a plain connection, and as long as there is no connection
     */
    Optional<SSLSession> tls();
}
