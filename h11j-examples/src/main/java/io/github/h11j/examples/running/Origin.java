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
 * The server to which a client's requests are sent. Requests to equal origins share connections, so keep
 * one origin for each server: another one may have its addresses in another order.
 *
 * @param addresses the addresses to connect to, one after the other until one accepts: each an
 *     {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}; at least one
 * @param host with TLS, the name that the certificate must have
 * @param port with TLS, used for session resumption; -1 if there is none
 * @param tls whether connections use TLS
 */
public record Origin(List<SocketAddress> addresses, String host, int port, boolean tls) {

    /**
     * Creates an origin.
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
     * Returns a server without TLS. Its name is looked up in this call, which may take time.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @return the origin; connecting fails if the name was not found
     */
    public static Origin http(String host, int port) {
        return new Origin(addresses(host, port), host, port, false);
    }

    /**
     * Returns a server with TLS. Its name is looked up in this call, which may take time.
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
     * Returns the addresses, after looking up those that are only names. This may take time.
     *
     * @return at least one address
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
     * Returns a server on a Unix-domain socket, without TLS.
     *
     * @param path the path of the socket
     * @return the origin
     */
    public static Origin unix(Path path) {
        return new Origin(List.of(UnixDomainSocketAddress.of(path)), "localhost", -1, false);
    }
}
