package io.github.h11j.spec.conformance;

/** A client under test: it sends a request and waits for the final response, to its end. */
@FunctionalInterface
public interface RequestMaker {

    /**
     * Sends a request. Is called by several threads at a time, and with one case's requests by one thread.
     *
     * @param request what to send
     * @return the final response, if it was a good one
     * @throws UnsupportedOperationException if the client does not make such requests; the case is then inconclusive
     * @throws Exception if the client does not accept the response
     */
    ClientAnswer make(ClientRequest request) throws Exception;
}
