package io.github.h11j.spec.conformance;

import java.time.Duration;

/**
 * The client cases as a test class: a subclass that sends a request with the client under test has one test for each
 * case.
 */
public abstract non-sealed class ClientConformanceTest extends ConformanceTest {

    /** For subclasses. */
    protected ClientConformanceTest() {
        super(CaseKind.CLIENT);
    }

    /**
     * Sends a request with the client under test, and waits for the final response, to its end. The requests of one case
     * come one after another, from one thread; those of {@link #parallel()} cases at the same time. A client that keeps
     * connections may use them for all: no two runs of a case have the same port.
     *
     * @param request what to send
     * @return the final response, if it was a good one
     * @throws UnsupportedOperationException if the client does not make such requests; the case is then inconclusive
     * @throws Exception if the client does not accept the response
     */
    protected abstract ClientAnswer send(ClientRequest request) throws Exception;

    /**
     * Starts what the client needs, before the first request. Does nothing unless a subclass says what.
     *
     * @throws Exception if it does not start
     */
    protected void startClient() throws Exception {}

    /**
     * Stops it. Does nothing unless a subclass says what.
     *
     * @throws Exception if it does not stop
     */
    protected void stopClient() throws Exception {}

    /**
     * How many cases run at a time.
     *
     * @return 8 unless a subclass says otherwise; 1 for a client that only one thread can use
     */
    protected int parallel() {
        return 8;
    }

    /**
     * How long the kit waits for what should come.
     *
     * @return two seconds unless a subclass says otherwise
     */
    protected Duration timeout() {
        return ServerTarget.TIMEOUT;
    }

    @Override
    final ConformanceRunner startRunner() throws Exception {
        startClient();
        return new ClientRunner(this::send, timeout(), parallel());
    }

    @Override
    final void stopSubject() throws Exception {
        stopClient();
    }
}
