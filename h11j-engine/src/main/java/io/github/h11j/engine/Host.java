package io.github.h11j.engine;

/**
 * What a {@link Session} needs from the adapter that runs it and does the I/O. All methods but {@link #execute} are called
 * within calls of the session's methods, or within {@link Call#run()}, where the application sends.
 */
public interface Host extends Turns {

    /**
     * The application asks for a flush, or has queued more than its rules' {@code queueBytes}, and its call has not
     * returned yet. The adapter may write now ({@link Session#take()}, {@link Session#written}). It may also wait
     * until the peer has read, which is how a blocking adapter slows an application down (backpressure), or do nothing.
     */
    void flush();

    /**
     * The session holds more bytes of memory than before, or less: input that is not used yet, output that is not written.
     *
     * @param difference in bytes
     */
    void holds(long difference);

    /**
     * How many bytes of memory the session may hold now. A session that holds more is not read, and is not writable.
     *
     * @return in bytes; {@link Long#MAX_VALUE} for no bound
     */
    long share();

    /**
     * Whether the server or client stops. An adapter whose thread makes a call cannot report {@link Session#stop} before its
     * end, but the response that is sent in the call says already that no other follows.
     *
     * @return true from the moment on at which the server or client is asked to stop
     */
    boolean isStopping();

    /**
     * Code of the application has thrown: a call, or a listener of the policy. The session has dealt with it already; this is
     * for logs and counters.
     *
     * @param what failed, for a log
     * @param thrown anything
     */
    void callFailed(String what, Throwable thrown);
}
