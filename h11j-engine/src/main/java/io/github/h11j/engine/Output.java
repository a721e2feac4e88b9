package io.github.h11j.engine;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something to be written: bytes in memory, or a part of a file. Never empty. */
public final class Output {

    private final @Nullable ByteBuffer memory;
    private final @Nullable FileChannel file;
    private final long position;
    private final long length;

    /** What is to be written after it. */
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
     * The bytes, if they are in memory.
     *
     * @return the bytes from position to limit, which the taker may move; empty for a part of a file
     */
    public Optional<ByteBuffer> memory() {
        return Optional.ofNullable(memory);
    }

    /**
     * The file, if it is a part of one.
     *
     * @return the file, which the taker has to close in any case; empty for bytes in memory
     */
    public Optional<FileChannel> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Where in the file the part begins.
     *
     * @return in bytes; 0 for bytes in memory
     */
    public long position() {
        return position;
    }

    /**
     * How long it is.
     *
     * @return in bytes, more than 0
     */
    public long length() {
        return length;
    }

    /**
     * Reads bytes of the file, for a transport that has to see them.
     *
     * @param from how far into the part, in bytes
     * @param into is filled, from its position to its limit, which must lie within the part
     * @throws EOFException if the file is shorter than the part
     * @throws IOException if it cannot be read
     * @throws NoSuchElementException if it is not a part of a file
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
