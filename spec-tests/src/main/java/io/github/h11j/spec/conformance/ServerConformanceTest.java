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
     * Starts the server under test. The server must answer GET, HEAD and POST of the path of the returned URI with a
     * status of 2xx. 200, and an echo of the content for POST, lets most cases be judged. Up to eight cases run at a
     * time, each with a connection or more.
     *
     * @return where it listens, such as {@code http://127.0.0.1:8080/}
     * @throws Exception if it does not start
     */
    protected abstract URI startServer() throws Exception;

    /**
     * Stops the server. Does nothing by default. Also called if it has not started.
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
