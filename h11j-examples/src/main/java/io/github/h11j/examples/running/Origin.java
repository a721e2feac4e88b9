package io.github.h11j.examples.running;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a client's requests go. Requests to equal origins share connections.
 *
 * @param addresses what is connected to, one after the other until one accepts: each an {@link InetSocketAddress} or a
 *     {@link UnixDomainSocketAddress}; at least one
 * @param host whose certificate is demanded with TLS
 * @param port told to TLS for the reuse of sessions; -1 if there is none
 * @param tls whether connections are secured
 */
public record Origin(List<SocketAddress> addresses, String host, int port, boolean tls) {

    /**
     * An origin.
     *
     * @throws IllegalArgumentException if there is no address
     */
    public Origin {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
    }

    /**
     * A server without TLS. Its name is looked up here, which may take time.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @return the origin; connecting fails if the name was not found
     */
    public static Origin http(String host, int port) {
        return new Origin(addresses(host, port), host, port, false);
    }

    /**
     * A server with TLS. Its name is looked up here, which may take time.
     *
     * @param host a name or an address, for which the server must have a certificate
     * @param port 1 to 65535
     * @return the origin; connecting fails if the name was not found
     */
    public static Origin https(String host, int port) {
        return new Origin(addresses(host, port), host, port, true);
    }

    private static List<SocketAddress> addresses(String host, int port) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .<SocketAddress>map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of(InetSocketAddress.createUnresolved(host, port));
        }
    }

    /**
     * The addresses, those looked up that are only names. That may take time.
     *
     * @return at least one
     * @throws UnknownHostException if there is no such host
     */
    public List<SocketAddress> resolved() throws UnknownHostException {
        List<SocketAddress> resolved = new ArrayList<>();
        for (SocketAddress address : addresses) {
            if (address instanceof InetSocketAddress named && named.isUnresolved()) {
                for (InetAddress found : InetAddress.getAllByName(named.getHostString())) {
                    resolved.add(new InetSocketAddress(found, named.getPort()));
                }
            } else {
                resolved.add(address);
            }
        }
        return resolved;
    }

    /**
     * A server on a Unix-domain socket, without TLS.
     *
     * @param path of the socket
     * @return the origin
     */
    public static Origin unix(Path path) {
        return new Origin(List.of(UnixDomainSocketAddress.of(path)), "localhost", -1, false);
    }
}
