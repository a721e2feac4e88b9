package io.github.h11j.examples.nio;

import io.github.h11j.engine.Output;
import io.github.h11j.engine.Session;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What waits to be written to one connection: buffers and parts of files. It holds no memory while it is empty. */
final class OutputQueue {

    /** At most this many buffers are written in one write. */
    private static final int MAX_GATHERED = 256;

    /** How much one connection may write before the other connections of its loop get their turn. */
    private static final long TURN = 4L << 20;

    /** Files of at most 16 KiB are written together with their head. */
    private static final int SMALL_FILE = 16 * 1024;

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

    private final Transport transport;
    private @Nullable ArrayDeque<Part> parts;
    private long written;

    /** How much of that {@link #newlyWritten()} has returned. */
    private long reported;

    private boolean lost;

    OutputQueue(Transport transport) {
        this.transport = transport;
    }

    private sealed interface Part {}

    private record Memory(ByteBuffer bytes) implements Part {}

    private record File(FileChannel channel, long position, long length) implements Part {}

    /** Takes everything that a session has to write. */
    void takeFrom(Session session) throws IOException {
        for (Output part = session.take(); part != null; part = session.take()) {
            FileChannel file = part.file().orElse(null);
            if (file == null) {
                add(part.memory().orElseThrow());
            } else if (part.length() <= SMALL_FILE) {
                try (file) {
                    ByteBuffer bytes = ByteBuffer.allocate((int) part.length());
                    part.read(0, bytes);
                    add(bytes.flip());
                }
            } else {
                add(file, part.position(), part.length());
            }
        }
    }

    /** Returns how many bytes have been sent since the last call. */
    long newlyWritten() {
        // the last byte has not been sent as long as TLS holds bytes back
        long more = Math.max(0, written - (transport.isFlushed() ? 0 : 1) - reported);
        reported += more;
        return more;
    }

    void add(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            add(new Memory(bytes));
        }
    }

    /** Adds a part of a file, which must not be empty. The queue has to close the file from now on. */
    void add(FileChannel file, long position, long length) {
        add(new File(file, position, length));
    }

    private void add(Part part) {
        if (lost) {
            close(part);
            return;
        }
        if (parts == null) {
            parts = new ArrayDeque<>(4);
        }
        parts.add(part);
    }

    boolean isEmpty() {
        return parts == null && transport.isFlushed();
    }

    /**
     * Writes until nothing waits or the channel takes no more: all buffers in one gathering write, and never an empty
     * one. Returns the number of bytes.
     */
    long write() throws IOException {
        long before = written;
        if (parts == null && !transport.isFlushed()) {
            transport.write(NOTHING, 0, 1);
        }
        while (parts != null && written - before < TURN) {
            long asked = parts.element() instanceof File file ? Math.min(file.length, TURN) : gatherable(parts);
            long taken = parts.element() instanceof File file ? transfer(parts, file, asked) : gather(parts);
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
        long bytes = 0;
        int count = 0;
        for (Part part : parts) {
            if (!(part instanceof Memory memory) || count++ == MAX_GATHERED) {
                break;
            }
            bytes += memory.bytes.remaining();
        }
        return bytes;
    }

    private long gather(ArrayDeque<Part> parts) throws IOException {
        ByteBuffer[] buffers = new ByteBuffer[Math.min(parts.size(), MAX_GATHERED)];
        int count = 0;
        for (Part part : parts) {
            if (count == buffers.length || !(part instanceof Memory memory)) {
                break;
            }
            buffers[count++] = memory.bytes;
        }
        long taken = transport.write(buffers, 0, count);
        while (parts.peek() instanceof Memory memory && !memory.bytes.hasRemaining()) {
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

    /** Drops what is waiting and what is added later: it can no longer be written. */
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
    }

    private static void close(Part part) {
        if (part instanceof File file) {
            Channels.closeQuietly(file.channel);
        }
    }
}
