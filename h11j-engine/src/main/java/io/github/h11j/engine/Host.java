package io.github.h11j.engine;

/**
 * What a {@link Session} needs from the adapter that runs it and does the I/O. Except {@link #execute}, all methods are
 * called within calls of the session's methods, or within {@link Call#run()} when the application sends, and on the
 * thread of that call.
 */
public interface Host extends Turns {

    /**
     * Called when the application asks for a flush, or has queued {@code queueBytes} or as much as {@link #share()}
     * allows, and its call has not returned yet. The adapter may write now ({@link Session#take()},
     * {@link Session#written}). It may also wait until the peer has read, which is how a blocking adapter slows an
     * application down (backpressure), or do nothing.
     */
    void flush();

    /**
     * Called when the session holds more or fewer bytes of memory than before: input that is not used yet, output that
     * is not written.
     *
     * @param difference in bytes
     */
    void holds(long difference);

    /**
     * Returns how many bytes of memory the session may hold now. A session that holds more is not read, and is not
     * writable.
     *
     * @return in bytes, 0 or more; {@link Long#MAX_VALUE} for no limit
     */
    long share();

    /**
     * Returns whether the server or client is stopping. An adapter whose thread makes a call cannot report
     * {@link Session#stop} before the end of the call, but a response that is sent in the call must already say that it
     * is the last one.
     *
     * @return true from the moment on at which the server or client is asked to stop
     */
    boolean isStopping();

    /**
     * Called when code of the application has thrown: a call, or a listener of the policy. The session has already
     * handled it; this is for logs and counters.
     *
     * @param what what failed, for a log
     * @param thrown what was thrown, of any class
     */
    void callFailed(String what, Throwable thrown);
}
