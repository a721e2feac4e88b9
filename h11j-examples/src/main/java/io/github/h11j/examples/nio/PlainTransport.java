package io.github.h11j.examples.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** A plain socket. */
final class PlainTransport implements Transport {

    private final SocketChannel channel;
    /** The socket's channel, except in tests. */
    private final GatheringByteChannel sink;

    /** A buffer of the loop; empty between two calls. */
    private final ByteBuffer gathering;

    PlainTransport(SocketChannel channel, GatheringByteChannel sink, ByteBuffer gathering) {
        this.channel = channel;
        this.sink = sink;
        this.gathering = gathering;
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
    public int read(ByteBuffer into, boolean answering) throws IOException {
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
    public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
        if (length == 1) {
            return sink.write(bytes[offset]);
        }
        if (!gather(bytes, offset, length)) {
            return sink.write(bytes, offset, length);
        }
        int written = sink.write(gathering.flip());
        skip(bytes, offset, written);
        return written;
    }

    /**
     * Copies many small buffers, such as pipelined responses, into one, which is faster than writing them one by one.
     */
    private boolean gather(ByteBuffer[] bytes, int offset, int length) {
        gathering.clear();
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i].remaining() > gathering.remaining()) {
                return false;
            }
            gathering.put(bytes[i].duplicate());
        }
        return true;
    }

    private static void skip(ByteBuffer[] bytes, int offset, int written) {
        int left = written;
        for (int i = offset; left > 0; i++) {
            int taken = Math.min(left, bytes[i].remaining());
            bytes[i].position(bytes[i].position() + taken);
            left -= taken;
        }
    }

    @Override
    public long write(FileChannel file, long position, long length) throws IOException {
        return file.transferTo(position, length, sink);
    }

    @Override
    public long held() {
        return 0;
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
        Channels.closeQuietly(channel);
    }

    @Override
    public Optional<SSLSession> session() {
        return Optional.empty();
    }
}
