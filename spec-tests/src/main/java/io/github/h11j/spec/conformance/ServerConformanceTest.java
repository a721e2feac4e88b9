package io.github.h11j.spec.conformance;

import java.net.URI;

/** The server cases as a test class: a subclass that starts a server has one test for each case. */
public abstract non-sealed class ServerConformanceTest extends ConformanceTest {

    private static final int PARALLEL = 8;

    /** For subclasses. */
    protected ServerConformanceTest() {
        super(CaseKind.SERVER);
    }

    /**
     * Starts the server under test. It answers GET and HEAD, and POST, of the address's path with anything sensible.
     *
     * @return where it listens, such as {@code http://127.0.0.1:8080/}
     * @throws Exception if it does not start
     */
    protected abstract URI startServer() throws Exception;

    /**
     * Stops the server. Does nothing by default.
     *
     * @throws Exception if it does not stop
     */
    protected void stopServer() throws Exception {}

    /**
     * How to talk to the server: paths and time limit.
     *
     * @param server the result of {@link #startServer()}
     * @return the target; by default the path of the address for everything
     */
    protected ServerTarget target(URI server) {
        return ServerTarget.of(server);
    }

    @Override
    final ConformanceRunner startRunner() throws Exception {
        return new ServerRunner(target(startServer()), PARALLEL);
    }

    @Override
    final void stopSubject() throws Exception {
        stopServer();
    }
}
