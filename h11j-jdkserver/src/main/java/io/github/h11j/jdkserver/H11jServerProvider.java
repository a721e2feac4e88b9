package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Creates servers that read and write HTTP/1.1 with h11j.
 *
 * <p>A server has a thread for each connection (a virtual one on JDK 21 and later) and calls handlers through its
 * {@linkplain HttpServer#setExecutor executor}. Without one, it calls them one after another on one thread of its own, as
 * the JDK's server does: a handler that was written for that need not be safe for several threads.
 */
public final class H11jServerProvider extends HttpServerProvider {

    /** For {@link java.util.ServiceLoader} and the system property. */
    public H11jServerProvider() {}

    /**
     * A server for plain connections.
     *
     * @param address where to listen, port 0 picks a free one; null for a server that is not bound yet
     * @param backlog how many connections may wait to be accepted; 0 or less for the system's default
     * @return the server, not started
     * @throws IOException if it cannot listen there
     */
    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return bound(new PlainServer(), address, backlog);
    }

    /**
     * A server for connections with TLS.
     *
     * @param address as {@link #createHttpServer}
     * @param backlog as {@link #createHttpServer}
     * @return the server, not started. It closes all connections as long as it has no
     *     {@link com.sun.net.httpserver.HttpsConfigurator}
     * @throws IOException if it cannot listen there
     */
    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return bound(new TlsServer(), address, backlog);
    }

    private static <S extends HttpServer> S bound(S server, @Nullable InetSocketAddress address, int backlog)
            throws IOException {
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }
}
