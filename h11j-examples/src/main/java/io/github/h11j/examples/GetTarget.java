package io.github.h11j.examples;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a URL leads.
 *
 * @param origin whom to connect to
 * @param target the request-target in origin-form
 */
record GetTarget(Origin origin, String target) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * Whom to connect to; URLs with the same one share a connection.
     *
     * @param tls whether the connection is secured
     * @param host a name or an address, an IPv6 address in brackets
     * @param port 1 to 65535
     */
    record Origin(boolean tls, String host, int port) {

        /** The value of {@code Host}: without the port where it is the scheme's own. */
        String authority() {
            return port == (tls ? HTTPS_PORT : HTTP_PORT) ? host : host + ":" + port;
        }

        @Override
        public String toString() {
            return (tls ? "https://" : "http://") + authority();
        }
    }

    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException if it is none that can be got; the message says why
     */
    static GetTarget of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + url + ": " + e.getReason(), e);
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("not a URL that begins with http:// or https://: " + url);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("there is no host in the URL: " + url);
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("there is a user name in the URL, which is not supported: " + url);
        }
        int usual = tls ? HTTPS_PORT : HTTP_PORT;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new GetTarget(new Origin(tls, uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort()), path + query);
    }
}
