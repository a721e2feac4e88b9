package io.github.h11j.examples.blocking;

import io.github.h11j.InformationalResponse;

/** Callbacks for the progress of a request, called by the thread that sends it. What they throw ends the request. */
@FunctionalInterface
public interface Progress {

    /** Ignores everything. */
    Progress UNWATCHED = response -> {};

    /**
     * Called once, before everything else: the request is about to be sent.
     *
     * @param abort aborts the request and closes its connection; any thread may run it, at any time
     */
    default void sending(Runnable abort) {}

    /**
     * Called when an interim response has arrived.
     *
     * @param response any interim response except 101
     */
    void interim(InformationalResponse response);
}
