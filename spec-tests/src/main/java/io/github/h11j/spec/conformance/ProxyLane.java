package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** An origin of the kit and the proxy before it. One case at a time uses it: all that comes to the origin is that case's. */
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
            socket.close(); // between cases: some proxies connect for later use
        } catch (IOException e) {
            // it was gone already
        }
    }

    /** The proxy that forwards to this origin; it is started after the origin. */
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

    /** Gives the connections that come to a case; to none with null. */
    void use(@Nullable OriginSide side) {
        this.origin = side;
    }

    @Override
    public void close() {
        listener.close();
    }
}
