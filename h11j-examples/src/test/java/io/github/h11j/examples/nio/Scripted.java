package io.github.h11j.examples.nio;

import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that plays a script on each connection, one after the other, and knows nothing of HTTP. */
final class Scripted implements AutoCloseable {

    /** What is done to a connection, which is closed afterwards. */
    interface Script {
        void play(Peer peer, int number) throws Exception;
    }

    private final ServerSocketChannel listener;
    private final Thread thread;
    final AtomicInteger accepted = new AtomicInteger();

    /** The current connection, or the last one. */
    private volatile @Nullable SocketChannel current;

    Scripted(Script script) throws IOException {
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread = new Thread(() -> serve(script), "scripted");
        thread.start();
    }

    private void serve(Script script) {
        while (true) {
            SocketChannel channel;
            try {
                channel = listener.accept();
            } catch (IOException e) {
                return; // closed
            }
            current = channel;
            try (channel) {
                script.play(new Peer(channel), accepted.incrementAndGet());
            } catch (Exception e) {
                // the client has gone
            }
        }
    }

    Origin origin() throws IOException {
        return Origin.http("localhost", port());
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** The client, as this server sees it. */
    record Peer(SocketChannel channel) {

        /** Reads until a text has come. */
        String readUntil(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            ByteBuffer octet = ByteBuffer.allocate(1);
            while (text.indexOf(end) < 0) {
                if (channel.read(octet.clear()) < 0) {
                    throw new IOException("the end after " + text);
                }
                text.append((char) (octet.get(0) & 0xFF));
            }
            return text.toString();
        }

        void write(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Reads until the client closes. */
        void drain() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(8192);
            while (channel.read(bytes.clear()) >= 0) {
                // dropped
            }
        }

        void reset() throws IOException {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        SocketChannel open = current;
        if (open != null) {
            open.close(); // whatever its script waits for
        }
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
