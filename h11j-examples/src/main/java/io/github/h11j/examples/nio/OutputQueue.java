package io.github.h11j.examples.nio;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits to be written to one connection: buffers and parts of files. Holds nothing while it is empty. */
final class OutputQueue {

    /** More buffers than this do not go into one write. */
    private static final int MAX_GATHERED = 256;

    /** What one connection may write before the others of its loop get their turn. */
    private static final long TURN = 4L << 20;

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final Transport transport;
    private final int full;
    private final EventLoop loop;
    private @Nullable ArrayDeque<Part> parts;
    private long pending;

    /** How much of what is pending is in memory. */
    private long inMemory;

    private long written;
    private boolean lost;

    OutputQueue(Transport transport, int full, EventLoop loop) {
        this.transport = transport;
        this.full = full;
        this.loop = loop;
    }

    private sealed interface Part {}

    private record Memory(ByteBuffer octets) implements Part {}

    private record File(FileChannel channel, long position, long length) implements Part {}

    void add(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            add(buffer);
        }
    }

    void add(ByteBuffer octets) {
        if (octets.hasRemaining()) {
            add(new Memory(octets), octets.remaining());
            inMemory += lost ? 0 : octets.remaining();
        }
    }

    /** Takes a part of a file, not empty, and the duty to close the file. */
    void add(FileChannel file, long position, long length) {
        add(new File(file, position, length), length);
    }

    private void add(Part part, long length) {
        if (lost) {
            close(part);
            return;
        }
        if (parts == null) {
            parts = new ArrayDeque<>(4);
        }
        parts.add(part);
        pending += length;
    }

    boolean isEmpty() {
        return parts == null && transport.isFlushed();
    }

    /** How many octets wait, those in files included. */
    long pending() {
        return pending;
    }

    /** How many bytes wait in memory. */
    long inMemory() {
        return inMemory;
    }

    /** Whether more may be queued. */
    boolean isWritable() {
        return pending < full && pending < loop.share() && !lost;
    }

    /** How many bytes the transport has taken since the connection was opened. */
    long written() {
        return written;
    }

    /**
     * Writes until nothing waits or the channel takes no more: all buffers at hand in one gathering write, never an
     * empty one. Returns the number of bytes.
     */
    long write() throws IOException {
        long before = written;
        if (parts == null && !transport.isFlushed()) {
            transport.write(NOTHING, 0, 1);
        }
        while (parts != null && written - before < TURN) {
            long asked = parts.element() instanceof File file ? Math.min(file.length, TURN) : gatherable(parts);
            long taken = parts.element() instanceof File file ? transfer(parts, file, asked) : gather(parts);
            pending -= taken;
            written += taken;
            if (parts.isEmpty()) {
                parts = null;
            }
            if (taken < asked) {
                break;
            }
        }
        return written - before;
    }

    private static long gatherable(ArrayDeque<Part> parts) {
        long octets = 0;
        int count = 0;
        for (Part part : parts) {
            if (!(part instanceof Memory memory) || count++ == MAX_GATHERED) {
                break;
            }
            octets += memory.octets.remaining();
        }
        return octets;
    }

    private long gather(ArrayDeque<Part> parts) throws IOException {
        ByteBuffer[] buffers = new ByteBuffer[Math.min(parts.size(), MAX_GATHERED)];
        int count = 0;
        for (Part part : parts) {
            if (count == buffers.length || !(part instanceof Memory memory)) {
                break;
            }
            buffers[count++] = memory.octets;
        }
        long taken = transport.write(buffers, 0, count);
        inMemory -= taken;
        while (parts.peek() instanceof Memory memory && !memory.octets.hasRemaining()) {
            parts.remove();
        }
        return taken;
    }

    private long transfer(ArrayDeque<Part> parts, File file, long asked) throws IOException {
        long taken = transport.write(file.channel, file.position, asked);
        if (taken == 0 && file.position >= file.channel.size()) {
            throw new EOFException("the file has become shorter than what was announced");
        }
        parts.remove();
        if (taken == file.length) {
            file.channel.close();
        } else {
            parts.addFirst(new File(file.channel, file.position + taken, file.length - taken));
        }
        return taken;
    }

    /** Drops what waits and what is still added: it cannot be written any more. */
    void lose() {
        lost = true;
        discard();
    }

    private void discard() {
        if (parts == null) {
            return;
        }
        parts.forEach(OutputQueue::close);
        parts = null;
        pending = 0;
        inMemory = 0;
    }

    private static void close(Part part) {
        if (part instanceof File file) {
            Channels.closeQuietly(file.channel);
        }
    }
}
