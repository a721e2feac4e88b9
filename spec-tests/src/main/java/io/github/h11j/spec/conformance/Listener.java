package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** A port on which the kit listens as an origin server. */
final class Listener implements AutoCloseable {

    private final ServerSocket socket;

    /**
     * Listens until it is closed.
     *
     * @param port 0 for any
     * @param accepted receives each connection, on the listener's thread
     */
    Listener(InetAddress address, int port, Consumer<Socket> accepted) throws IOException {
        this.socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(address, port), 100);
        } catch (IOException e) {
            socket.close();
            throw new IOException("the kit cannot listen on port " + port + ": " + e.getMessage(), e);
        }
        Daemons.start("h11j-conformance-listener", () -> accept(accepted));
    }

    private void accept(Consumer<Socket> accepted) {
        while (!socket.isClosed()) {
            try {
                accepted.accept(socket.accept());
            } catch (IOException e) {
                // closed, or a connection that went away before it was accepted
            }
        }
    }

    /** Returns the address it listens on, as the authority of a URI. */
    String authority() {
        String host = socket.getInetAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getLocalPort();
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listening socket could not be closed", e);
        }
    }
}
