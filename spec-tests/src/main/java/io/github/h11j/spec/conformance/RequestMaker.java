package io.github.h11j.spec.conformance;

/** A client under test: it sends a request and waits for the final response, to its end. */
@FunctionalInterface
public interface RequestMaker {

    /**
     * Sends a request. Several threads call this at the same time, but the requests of one case come from one thread. A
     * thread is interrupted if the time is up: return then.
     *
     * @param request what to send
     * @return the final response, if the client accepted it; never null
     * @throws UnsupportedOperationException if the client cannot make such a request; the case is then inconclusive
     * @throws Exception if the client rejects the response
     */
    ClientAnswer make(ClientRequest request) throws Exception;
}
