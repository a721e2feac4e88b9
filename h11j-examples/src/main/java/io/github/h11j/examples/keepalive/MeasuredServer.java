package io.github.h11j.examples.keepalive;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.gateway.ConnectionCloseHandler;
import io.github.h11j.examples.gateway.Gateway;
import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Cell.Mode;
import io.github.h11j.examples.keepalive.Cell.Variant;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * A server for one cell. The adapters are used unchanged; the trap is built around them: {@link TwoWrites} precedes the
 * handler, and TCP_NODELAY stays off.
 */
final class MeasuredServer implements AutoCloseable {

    private final CountedConnections handler;
    private final int port;
    private final Runnable close;

    private MeasuredServer(CountedConnections handler, int port, Runnable close) {
        this.handler = handler;
        this.port = port;
        this.close = close;
    }

    static MeasuredServer start(Cell cell) throws IOException {
        boolean closing = cell.mode() == Mode.CLOSE;
        boolean trap = cell.variant() == Variant.TRAP;
        Handler answer = new Answer(cell.handlerMillis());
        Handler sent = trap ? new TwoWrites(answer) : answer;
        CountedConnections handler = new CountedConnections(
                closing ? Gateway.to(sent).withResponseHandler(new ConnectionCloseHandler()) : sent, closing);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (cell.io() == Io.NIO) {
            NioServer server = new NioServer(any, handler, NioSettings.DEFAULT.withTcpNoDelay(!trap));
            return new MeasuredServer(handler, ((InetSocketAddress) server.address()).getPort(), server::close);
        }
        ServerSocket listener = trap ? new DelayingServerSocket() : new ServerSocket();
        listener.bind(any);
        BlockingServer server = new BlockingServer(listener, handler, BlockingSettings.DEFAULT);
        return new MeasuredServer(handler, server.port(), () -> stop(server));
    }

    private static void stop(BlockingServer server) {
        try {
            server.stop(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Accepts sockets with Java's default options, whatever the adapter sets. */
    private static final class DelayingServerSocket extends ServerSocket {

        DelayingServerSocket() throws IOException {
            super();
        }

        @Override
        public Socket accept() throws IOException {
            Socket socket = new Socket() {
                @Override
                public void setTcpNoDelay(boolean on) {
                    // it is off, and that is the trap
                }
            };
            implAccept(socket);
            return socket;
        }
    }

    String host() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    int port() {
        return port;
    }

    String url() {
        return "http://" + host() + ":" + port + "/";
    }

    int connections() {
        return handler.count();
    }

    @Override
    public void close() {
        close.run();
    }
}
