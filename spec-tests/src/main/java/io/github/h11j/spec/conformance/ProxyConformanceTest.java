package io.github.h11j.spec.conformance;

import java.net.InetSocketAddress;
import java.net.URI;

/** The proxy cases as a test class: a subclass that starts a proxy has one test for each case. */
public abstract non-sealed class ProxyConformanceTest extends ConformanceTest {

    /** For subclasses. */
    protected ProxyConformanceTest() {
        super(CaseKind.PROXY);
    }

    /**
     * Starts a proxy in front of an origin of the kit. Called {@link #parallel()} times, once for each origin. A
     * reverse proxy must be a new one each time. A forward proxy can serve all origins, so this may return the same
     * address each time.
     *
     * @param origin where the kit listens as the origin server
     * @return where the proxy listens, such as {@code http://127.0.0.1:8080}
     * @throws Exception if it does not start
     */
    protected abstract URI startProxy(InetSocketAddress origin) throws Exception;

    /**
     * Stops everything that was started. Does nothing by default.
     *
     * @throws Exception if it does not stop
     */
    protected void stopProxies() throws Exception {}

    /**
     * Returns whether the proxy is a forward proxy, which receives targets in absolute form.
     *
     * @return false by default, for a reverse proxy
     */
    protected boolean isForward() {
        return false;
    }

    /**
     * How to talk to the proxy: its kind, and the time limit.
     *
     * @param proxy the result of {@link #startProxy}
     * @return the target
     */
    protected ProxyTarget target(URI proxy) {
        return ProxyTarget.of(proxy, isForward());
    }

    /**
     * Returns the number of origins, and so of cases that run at a time.
     *
     * @return 4 by default
     */
    protected int parallel() {
        return 4;
    }

    @Override
    final ConformanceRunner startRunner() throws Exception {
        return new ProxyRunner(origin -> target(startProxy(origin)), parallel());
    }

    @Override
    final void stopSubject() throws Exception {
        stopProxies();
    }
}
