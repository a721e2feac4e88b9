package io.github.h11j.spec.conformance;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A proxy under test, and how to talk to it.
 *
 * @param address where it listens
 * @param host its authority
 * @param forward whether it is a forward proxy, which receives targets in absolute form; otherwise a reverse proxy
 *     (gateway), which is configured to forward everything to the kit's origin
 * @param timeout how long the kit waits for something that should arrive
 */
public record ProxyTarget(InetSocketAddress address, String host, boolean forward, Duration timeout) {

    /**
     * Returns a target.
     *
     * @param uri where it listens, {@code http://host:port}
     * @param forward as above
     * @return the target, with the usual time limit
     * @throws IllegalArgumentException if it is not an http URI
     */
    public static ProxyTarget of(URI uri, boolean forward) {
        ServerTarget front = ServerTarget.of(uri);
        return new ProxyTarget(front.address(), front.host(), forward, front.timeout());
    }

    /**
     * Returns this target with another time limit.
     *
     * @param limit how long to wait for something that should arrive
     * @return a changed copy
     */
    public ProxyTarget withTimeout(Duration limit) {
        return new ProxyTarget(address, host, forward, limit);
    }

    /** Returns the variables for the bytes and patterns of a case. */
    Map<String, String> variables(String origin, String id) {
        String get = (forward ? "http://" + origin : "") + "/" + id;
        return Map.of("host", forward ? origin : host, "origin", origin, "get", get, "post", get, "id", id);
    }

    /** Returns the proxy as a server for plain requests, with a target that begins like those of the case. */
    ServerTarget server(Map<String, String> variables, String suffix) {
        String get = variables.get("get") + suffix;
        return new ServerTarget(address, String.valueOf(variables.get("host")), get, get, timeout);
    }
}
