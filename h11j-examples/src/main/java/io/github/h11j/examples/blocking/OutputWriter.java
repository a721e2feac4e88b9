package io.github.h11j.examples.blocking;

import io.github.h11j.engine.Output;
import io.github.h11j.engine.ServerSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Writes what a session has queued: in one write if it is small, else in blocks. */
final class OutputWriter {

    /** A usual size of the socket's own buffer: 64 KiB. */
    private static final int BLOCK = 64 * 1024;

    private final SocketTransport transport;

    /** How long a block may take. */
    private final Duration limit;

    OutputWriter(SocketTransport transport, Duration limit) {
        this.transport = transport;
        this.limit = limit;
    }

    /**
     * Takes all queued output and writes it.
     *
     * @return how many bytes
     * @throws IOException if the write fails, or a file is shorter than announced; all files are closed then
     */
    long write(ServerSession session) throws IOException {
        Output first = session.take();
        if (first == null) {
            return 0;
        }
        Output second = session.take();
        ByteBuffer alone = second == null ? first.memory().orElse(null) : null;
        if (alone != null && alone.hasArray()) { // the common case: no copy
            return write(alone);
        }
        Queue<Output> parts = new ArrayDeque<>();
        parts.add(first);
        for (Output part = second; part != null; part = session.take()) {
            parts.add(part);
        }
        long length = parts.stream().mapToLong(Output::length).sum();
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, length));
        try {
            for (Output part = parts.peek(); part != null; part = parts.peek()) {
                copy(part, block);
                parts.remove().file().ifPresent(OutputWriter::close);
            }
            write(block.flip());
        } finally {
            parts.forEach(part -> part.file().ifPresent(OutputWriter::close));
        }
        return length;
    }

    private long write(ByteBuffer bytes) throws IOException {
        long length = bytes.remaining();
        while (bytes.hasRemaining()) {
            int part = Math.min(BLOCK, bytes.remaining());
            transport.write(bytes.array(), bytes.arrayOffset() + bytes.position(), part, limit);
            bytes.position(bytes.position() + part);
        }
        return length;
    }

    /** Through the block, which is written whenever it is full. */
    private void copy(Output part, ByteBuffer block) throws IOException {
        ByteBuffer memory = part.memory().orElse(null);
        long done = 0;
        while (done < part.length()) {
            int length = (int) Math.min(block.remaining(), part.length() - done);
            if (memory != null) {
                block.put(block.position(), memory, memory.position(), length);
                memory.position(memory.position() + length);
                block.position(block.position() + length);
            } else {
                part.read(done, block.limit(block.position() + length));
                block.limit(block.capacity());
            }
            done += length;
            if (!block.hasRemaining()) {
                write(block.flip());
                block.clear();
            }
        }
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
