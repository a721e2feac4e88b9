package io.github.h11j.jdkserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A {@link ServedExchange} on a connection without TLS, as the application sees it. */
final class PlainExchange extends HttpExchange {

    final ServedExchange exchange;

    PlainExchange(ServedExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public Headers getRequestHeaders() {
        return exchange.requestHeaders;
    }

    @Override
    public Headers getResponseHeaders() {
        return exchange.responseHeaders;
    }

    @Override
    public URI getRequestURI() {
        return exchange.uri();
    }

    @Override
    public String getRequestMethod() {
        return exchange.request.method();
    }

    @Override
    public HttpContext getHttpContext() {
        return exchange.context();
    }

    @Override
    public void close() {
        exchange.close();
    }

    @Override
    public InputStream getRequestBody() {
        return exchange.in();
    }

    @Override
    public OutputStream getResponseBody() {
        return exchange.out();
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        exchange.sendHead(code, length);
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.connection.transport.peer();
    }

    @Override
    public int getResponseCode() {
        return exchange.status();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.connection.transport.local();
    }

    @Override
    public String getProtocol() {
        return "HTTP/" + exchange.request.version();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return exchange.attribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        exchange.setAttribute(name, value);
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        exchange.setStreams(in, out);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return exchange.principal();
    }
}
