package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes a client under test send requests. */
interface Caller {

    /**
     * What the client made of the responses.
     *
     * @param word accepted, rejected or hung
     * @param facts content and status, as far as the client exposes them
     */
    record Said(String word, Map<String, String> facts) {}

    /** A client at work. */
    interface Call {

        /** Completes, normally or not, as soon as the client is done. */
        CompletableFuture<?> done();

        /**
         * Waits for the client's verdict on the response, and stops the client if it takes too long.
         *
         * @return empty if it cannot be known
         * @throws IOException if the client cannot make the request at all
         */
        Optional<Said> conclude(Duration limit) throws IOException;

        /**
         * Waits until the client has accepted or rejected one more response.
         *
         * @return whether it has
         */
        default boolean awaitVerdict(Duration limit) {
            return false;
        }

        /** Lets the client make its next request, in a case that controls the timing. */
        default void next() {}
    }

    /**
     * Returns why the client cannot send the requests of a case.
     *
     * @return empty if it can, as far as is known
     */
    Optional<String> lacks(ConformanceCase test);

    /**
     * Begins.
     *
     * @param test whose requests are made
     * @param urls one for each
     */
    Call call(ConformanceCase test, List<String> urls, Transcript transcript) throws IOException;
}
