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
 * <p>A server has one thread per connection (a virtual thread on JDK 21 and later) and calls handlers through its
 * {@linkplain HttpServer#setExecutor executor}. Without an executor, it calls them one after another on one dedicated
 * thread, as the JDK's server does: a handler that was written for that server need not be thread-safe.
 */
public final class H11jServerProvider extends HttpServerProvider {

    /** Creates a provider, for {@link java.util.ServiceLoader} and the system property. */
    public H11jServerProvider() {}

    /**
     * Creates a server for plain connections.
     *
     * @param address where to listen; port 0 picks a free port; null for a server that is not bound yet
     * @param backlog how many connections may wait to be accepted; 0 or less for the system's default
     * @return the server, not started
     * @throws IOException if it cannot listen there
     */
    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return bound(new PlainServer(), address, backlog);
    }

    /**
     * Creates a server for TLS connections.
     *
     * @param address as {@link #createHttpServer}
     * @param backlog as {@link #createHttpServer}
     * @return the server, not started. As long as it has no {@link com.sun.net.httpserver.HttpsConfigurator}, it closes
     *     all connections
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
