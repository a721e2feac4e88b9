package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * An origin of the kit and the proxy in front of it. One case at a time uses it: everything that reaches the origin
 * belongs to that case.
 */
final class ProxyLane implements AutoCloseable {

    private final Listener listener;
    private volatile @Nullable OriginSide origin;
    private @Nullable ProxyTarget target;

    ProxyLane(InetAddress address, int port) throws IOException {
        this.listener = new Listener(address, port, this::accept);
    }

    private void accept(Socket socket) {
        OriginSide current = origin;
        if (current != null) {
            current.adopt(socket);
            return;
        }
        try {
            socket.close(); // between cases: some proxies open connections in advance
        } catch (IOException e) {
            // already closed
        }
    }

    /** The proxy that forwards to this origin. It starts after the origin. */
    void setTarget(ProxyTarget proxy) {
        this.target = proxy;
    }

    ProxyTarget target() {
        if (target == null) {
            throw new IllegalStateException("the lane has no proxy yet");
        }
        return target;
    }

    String authority() {
        return listener.authority();
    }

    int port() {
        return listener.port();
    }

    /** Assigns new connections to a case, or with null to none. */
    void use(@Nullable OriginSide side) {
        this.origin = side;
    }

    @Override
    public void close() {
        listener.close();
    }
}
