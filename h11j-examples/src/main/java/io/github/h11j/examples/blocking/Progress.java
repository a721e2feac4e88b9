package io.github.h11j.examples.blocking;

import io.github.h11j.InformationalResponse;

/** Callbacks for the progress of a request, called by the thread that sends it. */
public interface Progress {

    /** Wants to know nothing. */
    Progress UNWATCHED = new Progress() {};

    /**
     * The request is about to be sent. A pool may call this again, with another connection.
     *
     * @param client on this connection; any thread may {@link BlockingClient#abort()} it, which makes the request fail
     */
    default void sending(BlockingClient client) {}

    /** * An interim response has arrived.
     *
     * @param response any interim response except 101
     */
    default void interim(InformationalResponse response) {}
}
