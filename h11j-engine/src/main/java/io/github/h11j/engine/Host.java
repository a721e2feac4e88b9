package io.github.h11j.engine;

/**
 * What a {@link ServerSession} needs from the adapter that runs it and does the I/O. All methods but {@link #execute} are called
 * within calls of the session's methods, or within {@link Call#run()}, where the application sends.
 */
public interface Host {

    /**
     * Runs a task while no method of the session is running, and then makes the calls that are due. The only method that any
     * thread may call.
     *
     * @param turn the task; may only be dropped after the transport has been closed
     * @throws java.util.concurrent.RejectedExecutionException if too many tasks wait, so this one will not be run
     */
    void execute(Runnable turn);

    /**
     * The application asks for a flush, or has queued more than {@link ServerRules#queueBytes()}, and its call has not
     * returned yet. The adapter may write now ({@link ServerSession#take()}, {@link ServerSession#written}). It may also wait
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
     * Whether the server stops. An adapter whose thread makes a call cannot report {@link ServerSession#stop} before its end,
     * but the response that is sent in the call says already that no other follows.
     *
     * @return true from the moment on at which the server is asked to stop
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
