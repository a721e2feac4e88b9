package io.github.h11j.engine;

/**
 * What a {@link ServerSession} needs of whoever runs it and does the I/O. All methods but {@link #execute} are called
 * within calls of the session's methods, or within {@link Call#run()}, where the application sends.
 */
public interface Host {

    /**
     * Runs something when no method of the session is running, and then looks for the calls that are due. The only method
     * that any thread may call.
     *
     * @param turn may be dropped only once the transport has been closed
     * @throws java.util.concurrent.RejectedExecutionException if it will not be run because too many wait
     */
    void execute(Runnable turn);

    /**
     * The application wants what is queued to be written now, or more than {@link ServerRules#queueBytes()} is queued,
     * while it is still at it. To write now ({@link ServerSession#take()}, {@link ServerSession#written}) is allowed, and
     * to wait for the peer if that is this adapter's way of slowing an application down; so is to do nothing.
     */
    void flush();

    /**
     * The session holds more bytes of memory than before, or less: input that is not used yet, output that is not written.
     *
     * @param difference in bytes
     */
    void holds(long difference);

    /**
     * How many bytes of memory the session may hold now. One that holds more is not read and not writable.
     *
     * @return {@link Long#MAX_VALUE} for any number
     */
    long share();

    /**
     * Something of the application has thrown: a call, or a listener of the policy. What becomes of it is decided; this is
     * for logs and counters.
     *
     * @param what it was, for a log
     * @param thrown anything
     */
    void callFailed(String what, Throwable thrown);
}
