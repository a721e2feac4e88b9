package io.github.h11j.spec.conformance;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A server under test, and how to talk to it.
 *
 * @param address where it listens
 * @param host its authority, for Host and absolute-form targets
 * @param getPath a path for which the server answers GET and HEAD
 * @param postPath a path for which the server answers POST
 * @param timeout how long the kit waits for something that should arrive
 */
public record ServerTarget(InetSocketAddress address, String host, String getPath, String postPath, Duration timeout) {

    /** How long the kit waits by default. */
    public static final Duration TIMEOUT = Duration.ofSeconds(2);

    /**
     * Returns a target with the default time limit. The path of the URI is used for all methods; a query is ignored.
     *
     * @param uri {@code http://host:port/path}; 80 and {@code /} if they are missing
     * @return the target
     * @throws IllegalArgumentException if it is not an http URI, or has no host that {@link URI} accepts
     */
    public static ServerTarget of(URI uri) {
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("expected an http URI such as http://127.0.0.1:8080, not " + uri);
        }
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        String host = uri.getHost();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        InetSocketAddress address = new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
        return new ServerTarget(address, port == 80 ? host : host + ":" + port, path, path, TIMEOUT);
    }

    /**
     * Returns this target with other paths.
     *
     * @param get for GET and HEAD
     * @param post for POST
     * @return a changed copy
     */
    public ServerTarget withPaths(String get, String post) {
        return new ServerTarget(address, host, get, post, timeout);
    }

    /**
     * Returns this target with another time limit.
     *
     * @param limit how long to wait for something that should arrive
     * @return a changed copy
     */
    public ServerTarget withTimeout(Duration limit) {
        return new ServerTarget(address, host, getPath, postPath, limit);
    }

    /** Returns an ordinary request after which the connection ends. */
    byte[] plainGet(String uri) {
        return Latin.bytes("GET " + uri + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: h11j-conformance\r\nConnection: close\r\n\r\n");
    }

    /** Returns a last request with content, by which the response of an application that echoes is recognized. */
    byte[] probe(String content) {
        return Latin.bytes("POST " + postPath + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: h11j-conformance\r\nConnection: close\r\nContent-Length: " + content.length()
                + "\r\n\r\n" + content);
    }

    Map<String, String> variables(String id) {
        return Map.of("host", host, "get", getPath, "post", postPath, "id", id);
    }
}
