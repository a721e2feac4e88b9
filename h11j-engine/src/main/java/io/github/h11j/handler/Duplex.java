package io.github.h11j.handler;

import io.github.h11j.Bytes;

/**
 * The sending side of a switched connection, and the tap of its receiving side. All methods but
 * {@link #execute(Runnable)} are for the calls that the server makes.
 */
public interface Duplex {

    /**
     * Queues bytes; they leave as those of {@link Exchange#send(java.util.List)}.
     *
     * @param bytes not borrowed, and not changed afterwards
     * @throws IllegalStateException after {@link #end()}
     * @throws java.io.UncheckedIOException if the connection is lost
     */
    void write(Bytes bytes);

    /** Writes what is queued now. */
    void flush();

    /** Ends our stream after what is queued. The peer may still send. When both have ended, the connection closes. */
    void end();

    /** Writes what is queued and closes the connection; nothing more is received. */
    void close();

    /** Aborts the connection at once. */
    void abort();

    /**
     * Whether the peer keeps up.
     *
     * @return as {@link Exchange#isWritable()}
     */
    boolean isWritable();

    /**
     * Waits until {@link #isWritable()}.
     *
     * @param task runs once, in a call of its own; replaces one that is waiting
     */
    void onWritable(Runnable task);

    /** Stops the calls of {@link ProtocolHandler#received} and {@link ProtocolHandler#ended}. */
    void pause();

    /** Lets them go on. */
    void resume();

    /**
     * Runs a task as one of the calls of this connection, as {@link Exchange#execute(Runnable)}.
     *
     * @param task may use this duplex
     */
    void execute(Runnable task);
}
