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
 * A request and its response, as the handler sees them. All methods but {@link #execute(Runnable)} are for the calls
 * that the server makes: into {@link Handler}, {@link BodyHandler}, and tasks.
 */
public interface Exchange {

    /**
     * Sends events of the response: interim responses, a {@link Response}, its {@link io.github.h11j.Data}, the
     * {@link io.github.h11j.EndOfMessage}. They are queued, and leave together when the call into the handler
     * returns, on {@link #flush()}, or when much is queued. {@code Date} and {@code Server} are added to the response
     * where they are missing, {@code Connection: close} where the server is about to close.
     *
     * @param events in order; the bytes of bodies must not be changed afterwards
     * @throws io.github.h11j.LocalProtocolException if they may not be sent; if it reaches the server, that answers
     *     500 or closes, as for every exception
     * @throws IllegalStateException if the response is complete
     * @throws UncheckedIOException if the connection is lost
     */
    void send(List<? extends Event> events);

    /**
     * As {@link #send(List)}.
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
     * Sends a whole response whose body is a part of a file, without copying it through this program where the
     * connection allows that. To HEAD only the head is sent.
     *
     * @param head gets a {@code Content-Length} if it has no framing
     * @param file closed by the server when the response has been sent or cannot be, also if this method throws
     * @param position of the part, in bytes
     * @param length of the part, in bytes
     * @throws io.github.h11j.LocalProtocolException as {@link #send(List)}
     * @throws UncheckedIOException as {@link #send(List)}
     */
    void sendFile(Response head, FileChannel file, long position, long length);

    /** Writes what is queued now: for a response whose parts must not wait for the next. */
    void flush();

    /**
     * Whether the peer keeps up. If not, {@link #send(List)} still queues, but a handler that goes on makes the queue
     * grow. Where writes block, sending waits for the peer, and the answer is nearly always yes.
     *
     * @return whether to send more
     */
    boolean isWritable();

    /**
     * Waits until {@link #isWritable()}.
     *
     * @param task runs once, in a call of its own; replaces one that is waiting
     */
    void onWritable(Runnable task);

    /**
     * Asks for the body. A client that waits for 100 (Continue) gets it now, unless the response has begun. A handler
     * that never asks gets no body, and a client that waits is not told to send it.
     *
     * @param handler gets it, from after this call on
     * @throws IllegalStateException if it was asked for before, or the response is complete
     * @throws UncheckedIOException as {@link #send(List)}
     */
    void receiveBody(BodyHandler handler);

    /** Stops the calls of {@link BodyHandler#data} and {@link BodyHandler#end}, after the current one. */
    void pause();

    /** Lets them go on after {@link #pause()}. */
    void resume();

    /**
     * Hands the connection to another protocol, after a 101 or a 2xx to CONNECT has been sent.
     *
     * @param handler gets the bytes that follow the request, first those that have arrived already
     * @throws IllegalStateException if no switch was sent
     */
    void switchTo(ProtocolHandler handler);

    /**
     * Calls a listener if the exchange ends before both the request and the response are complete: the peer broke the
     * protocol, went away, or took too long; the handler failed. Not called where the response was complete and the rest
     * of the request is dropped.
     *
     * @param listener called at most once, and no other method of the handler after it; if the exchange has failed
     *     already, at once or when the current call has returned. An {@link Error} that a handler threw comes as the cause of an
     *     {@link IllegalStateException}. What the listener itself throws is counted and logged, and has no other effect
     */
    void onFailure(Consumer<? super Exception> listener);

    /**
     * Runs a task as one of the calls of this exchange: when none other is running. May be called from any thread;
     * whether the task has run on return is up to the server. No task is run once the connection has been closed.
     *
     * @param task may use this exchange; what it throws is treated as from {@link Handler#handle}; not run once the
     *     exchange has failed
     */
    void execute(Runnable task);

    /**
     * Aborts the connection at once, so that the peer sees that the response is not complete. Has no effect once the
     * exchange is over.
     */
    void abort();

    /**
     * The status of the response, for logs. A server answers by itself where a handler fails before its response, or a request
     * turns out broken or late: that is known when {@link #onFailure(Consumer)} is called.
     *
     * @return of the final response, or 101 after a switch; 0 as long as its head was not sent
     */
    int status();

    /**
     * Where the request came from.
     *
     * @return the peer's address
     */
    SocketAddress peer();

    /**
     * The session of TLS.
     *
     * @return empty on a plain connection
     */
    Optional<SSLSession> tls();
}
