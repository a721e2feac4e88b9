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
     * Sends a request with the client under test, and waits for the end of the final response. The requests of one case
     * are made one after another by one thread; {@link #parallel()} cases run at the same time. A client may keep
     * connections in a pool, because each run of a case has a port of its own. Each run calls from a new thread, which
     * is interrupted if the time is up: return then.
     *
     * @param request what to send
     * @return the final response, if the client accepted it; never null
     * @throws UnsupportedOperationException if the client cannot make such a request; the case is then inconclusive
     * @throws Exception if the client rejects the response
     */
    protected abstract ClientAnswer send(ClientRequest request) throws Exception;

    /**
     * Starts what the client needs, before the first request. Does nothing by default.
     *
     * @throws Exception if it does not start
     */
    protected void startClient() throws Exception {}

    /**
     * Stops what {@link #startClient} started. Does nothing by default.
     *
     * @throws Exception if it does not stop
     */
    protected void stopClient() throws Exception {}

    /**
     * Returns how many cases run at the same time.
     *
     * @return 8 by default; use 1 for a client that is not thread-safe
     */
    protected int parallel() {
        return 8;
    }

    /**
     * Returns how long the kit waits for something that should arrive.
     *
     * @return two seconds by default
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
