package io.github.h11j.handler;

import io.github.h11j.Bytes;

/**
 * A switched connection: writes to the peer, and controls what is received. Except {@link #execute(Runnable)}, these
 * methods may only be called in the calls that the server or client makes.
 */
public interface Duplex {

    /**
     * Queues bytes. They are written together when the call into the handler returns, on {@link #flush()}, or when many
     * bytes are queued.
     *
     * @param bytes possibly none; copied if they are {@linkplain Bytes#isBorrowed() borrowed}, otherwise not changed
     *     until they have been written
     * @throws IllegalStateException after {@link #end()} or {@link #close()}, or if the bytes were borrowed and their
     *     lease has ended
     * @throws java.io.UncheckedIOException if the connection is lost
     */
    void write(Bytes bytes);

    /**
     * Writes what is queued now.
     *
     * @throws java.io.UncheckedIOException if the connection is lost
     */
    void flush();

    /**
     * Ends our stream after what is queued (half-close). The peer may still send. The connection closes when both
     * streams have ended. Repeated calls have no effect.
     */
    void end();

    /** Writes what is queued and closes the connection. Nothing more is received. Repeated calls have no effect. */
    void close();

    /**
     * Aborts the connection at once: the peer sees a reset, and {@link ProtocolHandler#failed} is called, unless the
     * connection was closing already.
     */
    void abort();

    /**
     * Returns whether the peer keeps up (backpressure).
     *
     * @return as {@link Exchange#isWritable()}
     */
    boolean isWritable();

    /**
     * Runs a task once {@link #isWritable()}.
     *
     * @param task runs at most once, in a separate call; not run if the connection is lost or closed. It replaces a
     *     task that is still waiting
     */
    void onWritable(Runnable task);

    /**
     * Stops the calls of {@link ProtocolHandler#received} and {@link ProtocolHandler#ended}. Meanwhile the peer soon
     * has to wait (backpressure), and the timeout for an idle connection does not run. A second call has no effect.
     */
    void pause();

    /** Resumes these calls, however often {@link #pause()} was called. Has no effect if they are not paused. */
    void resume();

    /**
     * Runs a task as one of the calls of this connection, as {@link Exchange#execute(Runnable)} does. Any thread may
     * call this.
     *
     * @param task may use this duplex; not run once the connection is lost or closed
     * @throws java.util.concurrent.RejectedExecutionException as {@link Exchange#execute(Runnable)}
     */
    void execute(Runnable task);
}
