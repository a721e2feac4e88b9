package io.github.h11j.handler;

import io.github.h11j.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * One request of a client and its response, as the {@link ResponseHandler} sees them. Except {@link #execute(Runnable)}
 * and {@link #abort()}, these methods may only be called in the calls that the client makes: into the handler, and
 * tasks.
 */
public interface ClientExchange {

    /**
     * Sends parts of the body, and its end. They are queued, and written together when the call into the handler
     * returns, on {@link #flush()}, or when many bytes are queued. This has no effect once the server no longer reads
     * the request, or has refused it; its response is still received.
     *
     * @param events in order, possibly none. The bytes of bodies must not be changed afterwards; borrowed ones are
     *     copied
     * @throws io.github.h11j.LocalProtocolException if they must not be sent; none of them is sent then, and others can
     *     be sent instead, unless the policy lacks {@link io.github.h11j.Option#REFUSE_WITHOUT_CHANGE}
     * @throws IllegalStateException if the exchange is over, {@link ResponseHandler#sendBody} has not been called, or
     *     bytes were borrowed and their lease has ended
     */
    void send(List<? extends Event> events);

    /**
     * Sends events, as {@link #send(List)} does, and throws what that throws.
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

    /**
     * Writes what is queued now, for a part of a request that must not wait for the next part.
     *
     * @throws IllegalStateException if the exchange is over
     */
    void flush();

    /**
     * Returns whether the server keeps up with the request (backpressure).
     *
     * @return false if the sender should wait for {@link #onWritable(Runnable)}
     */
    boolean isWritable();

    /**
     * Runs a task once {@link #isWritable()}.
     *
     * @param task runs at most once, in a separate call; not run if the exchange is over or the server no longer reads
     *     the request. It replaces a task that is still waiting
     * @throws IllegalStateException if the exchange is over
     */
    void onWritable(Runnable task);

    /**
     * Stops the calls of {@link ResponseHandler#interim}, {@link ResponseHandler#head}, {@link ResponseHandler#data}
     * and {@link ResponseHandler#end} after the current one. Meanwhile the response is not read, so the server has to
     * wait (backpressure). A second call has no effect.
     */
    void pause();

    /** Resumes these calls, however often {@link #pause()} was called. Has no effect if they are not paused. */
    void resume();

    /**
     * Hands the connection to another protocol, in the call that reports the 101, or the 2xx to CONNECT. This ends the
     * exchange, without a call of {@link ResponseHandler#end}. If no handler takes the connection over in that call,
     * the exchange fails and the connection is aborted.
     *
     * @param handler receives the bytes that follow the response, first those that have already arrived. It is called
     *     once the whole request has been sent; if the connection is lost before, {@link ResponseHandler#failed} is
     *     called instead
     * @throws IllegalStateException if the server has not switched, or the exchange is over
     */
    void switchTo(ProtocolHandler handler);

    /**
     * Runs a task as one of the calls of this exchange: while no other call is running. Any thread may call this.
     *
     * @param task may use this exchange. What it throws has the same effect as an exception of the handler. It is not
     *     run once the exchange is over
     * @throws java.util.concurrent.RejectedExecutionException if the client has too many tasks waiting, so that this
     *     one will not be run
     */
    void execute(Runnable task);

    /**
     * Aborts the exchange and its connection, as soon as no other method of its session runs; until then the handler
     * may still be called. Any thread may call this. It has no effect once the exchange is over; otherwise
     * {@link ResponseHandler#failed} is called.
     *
     * @throws java.util.concurrent.RejectedExecutionException as {@link #execute}; the exchange then goes on
     */
    void abort();

    /**
     * Returns the TLS session.
     *
     * @return empty on a plain connection, and as long as there is no connection
     */
    Optional<SSLSession> tls();
}
