package io.github.h11j.examples.nio;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * Where a client's requests go. Requests to equal origins share connections.
 *
 * @param address what is connected to: an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}
 * @param host whose certificate is demanded with TLS
 * @param port told to TLS for the reuse of sessions; -1 if there is none
 * @param tls whether connections are secured
 */
public record Origin(SocketAddress address, String host, int port, boolean tls) {

    /**
     * A server without TLS. Its name is looked up here, which may take time.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @return the origin; connecting fails if the name was not found
     */
    public static Origin http(String host, int port) {
        return new Origin(new InetSocketAddress(host, port), host, port, false);
    }

    /**
     * A server with TLS. Its name is looked up here, which may take time.
     *
     * @param host a name or an address, for which the server must have a certificate
     * @param port 1 to 65535
     * @return the origin; connecting fails if the name was not found
     */
    public static Origin https(String host, int port) {
        return new Origin(new InetSocketAddress(host, port), host, port, true);
    }

    /**
     * A server on a Unix-domain socket, without TLS.
     *
     * @param path of the socket
     * @return the origin
     */
    public static Origin unix(Path path) {
        return new Origin(UnixDomainSocketAddress.of(path), "localhost", -1, false);
    }
}
