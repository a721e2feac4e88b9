package io.github.h11j.examples.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** A socket as it is. */
final class PlainTransport implements Transport {

    private final SocketChannel channel;
    /** The socket's channel, but in tests. */
    private final GatheringByteChannel sink;

    PlainTransport(SocketChannel channel, GatheringByteChannel sink) {
        this.channel = channel;
        this.sink = sink;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int start() throws IOException {
        return start(channel);
    }

    static int start(SocketChannel channel) throws IOException {
        return channel.isConnected() || channel.finishConnect() ? 0 : SelectionKey.OP_CONNECT;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public boolean hasUnread() {
        return false;
    }

    @Override
    public boolean endedInOrder() {
        return true;
    }

    @Override
    public long write(ByteBuffer[] octets, int offset, int length) throws IOException {
        return length == 1 ? sink.write(octets[offset]) : sink.write(octets, offset, length);
    }

    @Override
    public long write(FileChannel file, long position, long length) throws IOException {
        return file.transferTo(position, length, sink);
    }

    @Override
    public boolean isFlushed() {
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public int drain(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public void close() {
        OutputQueue.closeQuietly(channel);
    }

    @Override
    public Optional<SSLSession> session() {
        return Optional.empty();
    }
}
