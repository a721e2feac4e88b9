package io.github.h11j.handler;

import io.github.h11j.Event;
import io.github.h11j.Response;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/**
 * A request and its response, as the handler sees them. Except {@link #execute(Runnable)}, these methods may only be
 * called in the calls that the server makes: into {@link Handler}, {@link BodyHandler}, and tasks. Those that throw
 * {@link IllegalStateException} also throw it if the server is making no call on this connection. While it is making
 * one, another thread is not noticed, and may damage the connection.
 */
public interface Exchange {

    /**
     * Sends events of the response: interim responses, a {@link Response}, its {@link io.github.h11j.Data}, the
     * {@link io.github.h11j.EndOfMessage}. They are queued, and written together when the call into the handler
     * returns, on {@link #flush()}, or when many bytes are queued. The server adds {@code Date} and {@code Server} to
     * the response if they are missing, and {@code Connection: close} if it is about to close.
     *
     * @param events in order, possibly none. The bytes of bodies must not be changed afterwards; borrowed ones are
     *     copied
     * @throws io.github.h11j.LocalProtocolException if they must not be sent; none of them is sent then. If the handler
     *     does not catch it, the server answers 500 or closes, as for every exception. Under a policy without
     *     {@link io.github.h11j.Option#REFUSE_WITHOUT_CHANGE} the connection is aborted even if the handler catches it
     * @throws IllegalStateException if the response is complete, or if bytes were borrowed and their lease has ended
     * @throws UncheckedIOException if the exchange has failed, for example because the connection is lost
     */
    void send(List<? extends Event> events);

    /**
     * Sends events, as {@link #send(List)} does, and throws what that throws.
     *
     * @param first the first event
     * @param more the events after it
     */
    default void send(Event first, Event... more) {
        if (more.length == 0) {
            send(List.of(first));
        } else {
            Event[] events = new Event[more.length + 1];
            events[0] = first;
            System.arraycopy(more, 0, events, 1, more.length);
            send(List.of(events));
        }
    }

    /**
     * Sends a complete response whose body is a part of a file. If the connection supports it, the file is not copied
     * through this program (zero-copy). In a response to HEAD only the head is sent.
     *
     * @param head {@code Content-Length} is added if it has no framing
     * @param file closed by the server when the response has been sent or cannot be sent, even if this method throws.
     *     If it turns out to be shorter than the part, the connection is aborted
     * @param position start of the part, in bytes; 0 or more
     * @param length length of the part, in bytes; 0 or more
     * @throws io.github.h11j.LocalProtocolException as {@link #send(List)}. If the head announces more than the part,
     *     the connection is aborted too
     * @throws IllegalStateException as {@link #send(List)}
     * @throws IllegalArgumentException if the position or the length is negative
     * @throws UncheckedIOException as {@link #send(List)}
     */
    void sendFile(Response head, FileChannel file, long position, long length);

    /**
     * Writes what is queued now, for a response whose parts must not wait for the next part.
     *
     * @throws UncheckedIOException if the exchange has failed, for example because the connection is lost
     */
    void flush();

    /**
     * Returns whether the peer keeps up (backpressure). If it does not, {@link #send(List)} still queues events, but a
     * handler that continues makes the queue grow. On a server whose writes block, sending waits for the peer, and this
     * is nearly always true.
     *
     * @return false if the handler should wait for {@link #onWritable(Runnable)}
     */
    boolean isWritable();

    /**
     * Runs a task once {@link #isWritable()}.
     *
     * @param task runs at most once, in a separate call; not run if the exchange has failed, and possibly not if the
     *     response is complete. It replaces a task that is still waiting
     * @throws IllegalStateException if the response is complete
     * @throws UncheckedIOException if the exchange has failed
     */
    void onWritable(Runnable task);

    /**
     * Asks for the body. If the client is waiting for 100 (Continue), the server sends that now, unless the response
     * has begun. A handler that never asks receives no body, and a client that is waiting never receives a 100.
     *
     * @param handler receives the body, after the current call
     * @throws IllegalStateException if the body has already been asked for, or the response is complete
     * @throws UncheckedIOException as {@link #send(List)}
     */
    void receiveBody(BodyHandler handler);

    /**
     * Stops the calls of {@link BodyHandler#data} and {@link BodyHandler#end}, after the current one. Meanwhile at most
     * a small part of the body is read, so the client has to wait (backpressure). A second call has no effect.
     */
    void pause();

    /** Resumes these calls, however often {@link #pause()} was called. Has no effect if they are not paused. */
    void resume();

    /**
     * Hands the connection to another protocol, after a 101 or a 2xx to CONNECT has been sent. The response to CONNECT
     * is sent without an {@link io.github.h11j.EndOfMessage}. Until this method is called, the connection waits,
     * without a time limit.
     *
     * @param handler receives the bytes that follow the request, first those that have already arrived. It is called
     *     when the request is complete and the response has been written
     * @throws IllegalStateException if no switch was sent
     * @throws UncheckedIOException if the exchange has failed
     */
    void switchTo(ProtocolHandler handler);

    /**
     * Sets a listener for a failure of the exchange: before the handler had sent the whole response, the peer broke the
     * protocol, disappeared or took too long, or the handler failed. There is one listener: a new one replaces it.
     *
     * @param listener called at most once, in a separate call after the current one, and no other method of the handler
     *     after it. It is also called if the exchange has already failed. An {@link Error} that a handler threw is
     *     passed as the cause of an {@link IllegalStateException}. What the listener itself throws is counted and
     *     logged, and has no other effect
     */
    void onFailure(Consumer<? super Exception> listener);

    /**
     * Runs a task as one of the calls of this exchange: while no other call is running. Any thread may call this. It
     * depends on the server whether the task has run when this method returns. No task is run once the connection has
     * been closed.
     *
     * @param task may use this exchange. What it throws has the same effect as what {@link Handler#handle} throws. It
     *     is not run once the exchange has failed
     * @throws java.util.concurrent.RejectedExecutionException if the server has too many tasks waiting, so that this
     *     one will not be run
     */
    void execute(Runnable task);

    /**
     * Aborts the connection at once, so that the peer sees that the response is incomplete. The listener of
     * {@link #onFailure(Consumer)} is called, unless the whole response had been sent. This has no effect once response
     * and request are complete, even if bytes of the response have not been written yet. After a switch to another
     * protocol it aborts the connection, as {@link Duplex#abort()} does.
     */
    void abort();

    /**
     * Returns the status code of the response, for logs. The server itself answers if a handler fails before its
     * response, or if a request turns out to be malformed or late. That status code is known when the listener of
     * {@link #onFailure(Consumer)} is called.
     *
     * @return the status code of the final response, or 101 after a switch; 0 until its head has been sent
     */
    int status();

    /**
     * Returns where the request came from.
     *
     * @return the peer's address
     */
    SocketAddress peer();

    /**
     * Returns the TLS session.
     *
     * @return empty on a plain connection
     */
    Optional<SSLSession> tls();
}
