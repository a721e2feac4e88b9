package io.github.h11j.engine;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something to be written: bytes in memory, or a part of a file. It is never empty. */
public final class Output {

    private final @Nullable ByteBuffer memory;
    private final @Nullable FileChannel file;
    private final long position;
    private final long length;

    /** The next one to be written. */
    @Nullable
    Output following;

    /** How many of its bytes have not been written. */
    long left;

    Output(ByteBuffer memory) {
        this.memory = memory;
        this.file = null;
        this.position = 0;
        this.length = memory.remaining();
        this.left = length;
    }

    Output(FileChannel file, long position, long length) {
        this.memory = null;
        this.file = file;
        this.position = position;
        this.length = length;
        this.left = length;
    }

    /**
     * Returns the bytes, if they are in memory.
     *
     * @return a buffer with the bytes from position to limit, the same in each call; the adapter may move its position.
     *     It may be read-only or direct, so {@link ByteBuffer#hasArray()} may be false. Empty for a part of a file
     */
    public Optional<ByteBuffer> memory() {
        return Optional.ofNullable(memory);
    }

    /**
     * Returns the file, if this is a part of one.
     *
     * @return the file, which the adapter must close in any case; empty for bytes in memory
     */
    public Optional<FileChannel> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Returns where in the file the part begins.
     *
     * @return in bytes; 0 for bytes in memory
     */
    public long position() {
        return position;
    }

    /**
     * Returns the length of all of it, however much has been written.
     *
     * @return in bytes, more than 0
     */
    public long length() {
        return length;
    }

    /**
     * Reads bytes of the file, for a transport that cannot send directly from a file.
     *
     * @param from offset in the part, in bytes, 0 or more
     * @param into is filled, from its position to its limit. {@code from + into.remaining()} must not be more than
     *     {@link #length()}, which is not checked
     * @throws EOFException if the file is shorter than the part
     * @throws IOException if it cannot be read
     * @throws NoSuchElementException if this is not a part of a file
     */
    public void read(long from, ByteBuffer into) throws IOException {
        FileChannel channel = file().orElseThrow();
        long at = position + from;
        while (into.hasRemaining()) {
            int length = channel.read(into, at);
            if (length < 0) {
                throw new EOFException("the file is shorter than announced");
            }
            at += length;
        }
    }

    boolean isMemory() {
        return memory != null;
    }
}
