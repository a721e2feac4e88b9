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
     * Starts a proxy before an origin of the kit. Is called {@link #parallel()} times: each origin has a proxy of its
     * own, or all have the same, if it is a forward proxy.
     *
     * @param origin where the kit listens as the origin server
     * @return where the proxy listens, such as {@code http://127.0.0.1:8080}
     * @throws Exception if it does not start
     */
    protected abstract URI startProxy(InetSocketAddress origin) throws Exception;

    /**
     * Stops all that was started. Does nothing unless a subclass says what.
     *
     * @throws Exception if it does not stop
     */
    protected void stopProxies() throws Exception {}

    /**
     * Whether the proxy is a forward proxy, which gets targets in absolute form.
     *
     * @return false, for a reverse proxy, unless a subclass says otherwise
     */
    protected boolean isForward() {
        return false;
    }

    /**
     * How to speak to the proxy: what it is, and the time limit.
     *
     * @param proxy what {@link #startProxy} gave
     * @return the target
     */
    protected ProxyTarget target(URI proxy) {
        return ProxyTarget.of(proxy, isForward());
    }

    /**
     * How many origins, and so how many cases at a time.
     *
     * @return 4 unless a subclass says otherwise
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
