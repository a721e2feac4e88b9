package io.github.h11j.examples.blocking;

import io.github.h11j.engine.Output;
import io.github.h11j.engine.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes what a session has queued: in one write if it is small, otherwise in blocks. */
final class OutputWriter {

    /** A usual size of the socket's own buffer: 64 KiB. */
    private static final int BLOCK = 64 * 1024;

    private final SocketTransport transport;

    /** How long a block may take. */
    private final Duration limit;

    /** Called before each block except the first, so that the session learns that the peer reads. */
    private final Runnable moves;

    OutputWriter(SocketTransport transport, Duration limit, Runnable moves) {
        this.transport = transport;
        this.limit = limit;
        this.moves = moves;
    }

    /** Takes all queued output of a session. */
    static List<Output> take(Session session) {
        Output first = session.take();
        if (first == null) {
            return List.of();
        }
        Output next = session.take();
        if (next == null) {
            return List.of(first);
        }
        List<Output> parts = new ArrayList<>();
        parts.add(first);
        for (; next != null; next = session.take()) {
            parts.add(next);
        }
        return parts;
    }

    /** Returns the total number of bytes. */
    static long length(List<Output> parts) {
        long length = 0;
        for (Output part : parts) {
            length += part.length();
        }
        return length;
    }

    /**
     * Writes what was taken.
     *
     * @throws IOException if the write fails, or a file is shorter than announced; all files are closed then
     */
    void write(List<Output> parts) throws IOException {
        ByteBuffer alone = parts.size() == 1 ? parts.get(0).memory().orElse(null) : null;
        if (alone != null && alone.hasArray()) { // the common case: no copy
            write(alone);
            return;
        }
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, length(parts)));
        int done = 0;
        try {
            for (Output part : parts) {
                copy(part, block);
                part.file().ifPresent(OutputWriter::close);
                done++;
            }
            write(block.flip());
        } finally {
            parts.subList(done, parts.size()).forEach(part -> part.file().ifPresent(OutputWriter::close));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (transport.hasNewlySent()) {
                moves.run();
            }
            int part = Math.min(BLOCK, bytes.remaining());
            transport.write(bytes.array(), bytes.arrayOffset() + bytes.position(), part, limit);
            bytes.position(bytes.position() + part);
        }
    }

    /** Copies through the block, which is written whenever it is full. */
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
