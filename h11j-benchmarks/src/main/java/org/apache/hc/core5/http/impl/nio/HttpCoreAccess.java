package org.apache.hc.core5.http.impl.nio;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.apache.hc.core5.http.nio.SessionInputBuffer;

/** Reaches HttpCore's non-blocking session buffer, which is package-private. */
public final class HttpCoreAccess {

    private HttpCoreAccess() {}

    public static SessionInputBuffer sessionInputBuffer(int size) {
        return new SessionInputBufferImpl(size, 256);
    }

    /** A channel that has what it was last fed with. */
    public static final class Channel implements ReadableByteChannel {
        private byte[] bytes = new byte[0];
        private int at;
        private int end;

        public void feed(byte[] source, int offset, int length) {
            bytes = source;
            at = offset;
            end = offset + length;
        }

        @Override
        public int read(ByteBuffer target) {
            int n = Math.min(target.remaining(), end - at);
            target.put(bytes, at, n);
            at += n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
