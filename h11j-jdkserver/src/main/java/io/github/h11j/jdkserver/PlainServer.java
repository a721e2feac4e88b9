package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A {@link Server} without TLS, as the application sees it. */
final class PlainServer extends HttpServer {

    private final Server server = new Server(this, Encryption.NONE);

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog);
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void setExecutor(@Nullable Executor executor) {
        server.setExecutor(executor);
    }

    @Override
    public @Nullable Executor getExecutor() {
        return server.executor();
    }

    @Override
    public void stop(int delay) {
        server.stop(delay);
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        return server.contexts.create(path, handler);
    }

    @Override
    public HttpContext createContext(String path) {
        return server.contexts.create(path);
    }

    @Override
    public void removeContext(String path) {
        server.contexts.remove(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        server.contexts.remove(context);
    }

    @Override
    public InetSocketAddress getAddress() {
        return server.address();
    }
}
