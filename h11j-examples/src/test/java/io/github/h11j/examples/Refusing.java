package io.github.h11j.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Addresses that refuse connections. */
public final class Refusing {

    /** Bound, and not listening: no server gets one of their ports as long as the tests run. */
    private static final List<Socket> BOUND = new CopyOnWriteArrayList<>();

    private Refusing() {}

    /** Another loopback address each time. */
    public static InetSocketAddress address() throws IOException {
        Socket socket = new Socket();
        BOUND.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public static int port() throws IOException {
        return address().getPort();
    }
}
