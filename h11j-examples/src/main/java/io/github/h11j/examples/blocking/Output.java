package io.github.h11j.examples.blocking;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A stream to the peer that knows how many bytes were taken: if none were, the peer cannot have seen the request. A
 * channel reports that exactly; a stream that fails does not.
 */
final class Output extends OutputStream {

    /** A channel copies what it writes: so much at a time, 64 KiB. */
    private static final int PART = 1 << 16;

    private final @Nullable SocketChannel channel;
    private final @Nullable OutputStream stream;
    private volatile long taken;

    Output(SocketChannel channel) {
        this.channel = channel;
        this.stream = null;
    }

    Output(OutputStream stream) {
        this.channel = null;
        this.stream = stream;
    }

    /** How many bytes were taken; with a stream, how many at most. */
    long taken() {
        return taken;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes at a time
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (stream != null) {
            taken += length;
            stream.write(bytes, offset, length);
        } else if (channel != null) {
            for (int done = 0; done < length; ) {
                int n = channel.write(ByteBuffer.wrap(bytes, offset + done, Math.min(PART, length - done)));
                done += n;
                taken += n;
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (stream != null) {
            stream.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        } else if (channel != null) {
            channel.close();
        }
    }
}
