package io.github.h11j.examples.nio;

import java.nio.ByteBuffer;
import tlschannel.BufferAllocator;

/** The memory that the library tls-channel has for one connection. */
final class TlsMemory {

    private final TlsBuffers buffers;

    /** How many buffers for records it has. */
    private int records;

    /** How many bytes it has for what was decrypted and did not fit into a read. */
    private int plain;

    TlsMemory(TlsBuffers buffers) {
        this.buffers = buffers;
    }

    /** Returns how many bytes it has. */
    long held() {
        return (long) records * TlsBuffers.RECORD + plain;
    }

    boolean hasRecords() {
        return records > 0;
    }

    /** Returns the source of buffers for records, which the connections of a loop share. */
    BufferAllocator ofRecords() {
        return new BufferAllocator() {
            @Override
            public ByteBuffer allocate(int size) {
                records++;
                return buffers.take(size);
            }

            @Override
            public void free(ByteBuffer buffer) {
                records--;
                buffers.give(buffer);
            }
        };
    }

    /** Returns the source of buffers for the rest. A connection keeps a small one, so these are not shared. */
    BufferAllocator ofPlain() {
        return new BufferAllocator() {
            @Override
            public ByteBuffer allocate(int size) {
                plain += size;
                return ByteBuffer.allocate(size);
            }

            @Override
            public void free(ByteBuffer buffer) {
                plain -= buffer.capacity();
            }
        };
    }
}
