package io.github.h11j.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be written, in order: first what was taken and has not been written yet, then what was not taken. */
final class OutputQueue {

    private @Nullable Output first;
    private @Nullable Output last;

    /** The first that was not taken. */
    private @Nullable Output untaken;

    private long pending;

    /** How many of the pending bytes are in memory. */
    private long inMemory;

    void add(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            add(buffer);
        }
    }

    void add(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            add(new Output(bytes));
        }
    }

    /** Adds a part of a file, which this queue or the adapter has to close from now on. */
    void add(FileChannel file, long position, long length) {
        if (length == 0) {
            close(file);
        } else {
            add(new Output(file, position, length));
        }
    }

    private void add(Output output) {
        if (last == null) {
            first = output;
        } else {
            last.following = output;
        }
        last = output;
        if (untaken == null) {
            untaken = output;
        }
        pending += output.length();
        inMemory += output.isMemory() ? output.length() : 0;
    }

    boolean isEmpty() {
        return first == null;
    }

    long pending() {
        return pending;
    }

    long inMemory() {
        return inMemory;
    }

    @Nullable
    Output take() {
        Output taken = untaken;
        if (taken != null) {
            untaken = taken.following;
        }
        return taken;
    }

    /**
     * Reports that this many of the taken bytes have been written. A number larger than the taken bytes counts as all
     * of them.
     */
    void written(long bytes) {
        long todo = bytes;
        for (Output output = first; output != null && output != untaken; output = first) {
            long done = Math.min(todo, output.left);
            output.left -= done;
            todo -= done;
            pending -= done;
            inMemory -= output.isMemory() ? done : 0;
            if (output.left > 0) {
                return;
            }
            first = output.following;
            if (first == null) {
                last = null;
            }
        }
    }

    /** Drops what is pending: it can no longer be written. */
    void lose() {
        for (Output output = untaken; output != null; output = output.following) {
            output.file().ifPresent(OutputQueue::close);
        }
        first = null;
        last = null;
        untaken = null;
        pending = 0;
        inMemory = 0;
    }

    static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // the file was only read, and is no longer needed
        }
    }
}
