package io.github.h11j.examples.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which destinations a forward proxy may connect to. An unrestricted proxy gives anyone who can reach it access to its
 * network, so without rules only loopback addresses are allowed. A name is resolved once, and the proxy connects to the
 * addresses that were checked.
 *
 * @param allowed destinations besides loopback addresses: {@code host:port}, where either part can be {@code *}
 */
public record Destinations(List<String> allowed) {

    private static final int MAX_PORT = 65_535;

    /** Only loopback addresses. */
    public static final Destinations LOOPBACK = new Destinations(List.of());

    /**
     * Creates rules.
     *
     * @throws IllegalArgumentException if a rule is not in the form {@code host:port}
     */
    public Destinations {
        allowed = allowed.stream().map(rule -> rule.toLowerCase(Locale.ROOT)).toList();
        for (String rule : allowed) {
            if (!rule.matches("(\\*|[^*\\s]+):(\\*|[0-9]{1,5})")) {
                throw new IllegalArgumentException("not HOST:PORT, either of them *: " + rule);
            }
            String port = rule.substring(rule.lastIndexOf(':') + 1);
            if (!port.equals("*") && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > MAX_PORT)) {
                throw new IllegalArgumentException("not HOST:PORT with a port from 1 to 65535: " + rule);
            }
        }
    }

    /** The refusal of a destination. */
    static final class ForbiddenException extends IOException {
        private static final long serialVersionUID = 1L;

        ForbiddenException(HostAndPort destination) {
            super("not allowed: " + destination);
        }
    }

    /**
     * Returns the addresses to connect to: those of the host that are allowed. Blocks while the name is resolved.
     *
     * @return at least one address
     * @throws ForbiddenException if no rule allows one
     * @throws UnknownHostException if there is no such host
     */
    List<SocketAddress> resolve(HostAndPort destination) throws IOException {
        boolean named = isNamed(destination);
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(destination.host())) {
            if (named || address.isLoopbackAddress()) {
                addresses.add(new InetSocketAddress(address, destination.port()));
            }
        }
        if (addresses.isEmpty()) {
            throw new ForbiddenException(destination);
        }
        return addresses;
    }

    private boolean isNamed(HostAndPort destination) {
        String host = new HostAndPort(destination.host().toLowerCase(Locale.ROOT), 0).toString();
        String name = host.substring(0, host.length() - 2);
        return allowed.stream().anyMatch(rule -> {
            int colon = rule.lastIndexOf(':');
            String port = rule.substring(colon + 1);
            String ruleHost = rule.substring(0, colon);
            return (ruleHost.equals("*") || ruleHost.equals(name))
                    && (port.equals("*") || port.equals(Integer.toString(destination.port())));
        });
    }
}
