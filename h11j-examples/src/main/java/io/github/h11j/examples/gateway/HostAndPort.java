package io.github.h11j.examples.gateway;

/**
 * A host and its port.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 0 to 65535; 0 cannot be connected to
 */
public record HostAndPort(String host, int port) {

    /**
     * Parses {@code host}, {@code host:port} or {@code [v6]:port}.
     *
     * @param authority the text
     * @param defaultPort used if the port is missing or empty
     * @return host and port
     * @throws IllegalArgumentException if the text has none of these forms
     */
    public static HostAndPort parse(String authority, int defaultPort) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || !port.matches("[0-9]{0,5}")) {
            throw new IllegalArgumentException("expected host and port: " + authority);
        }
        int number = port.isEmpty() ? defaultPort : Integer.parseInt(port);
        if (number > 65_535) {
            throw new IllegalArgumentException("no port: " + authority);
        }
        return new HostAndPort(host, number);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
