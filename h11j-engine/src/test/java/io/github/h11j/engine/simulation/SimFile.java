package io.github.h11j.engine.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/** A file in memory, of which it is known whether it is open. */
final class SimFile extends FileChannel {

    private static final int LARGEST_READ = 4000;

    private final World world;
    /** What the file has before the part that is sent. */
    static final int BEFORE = 1000;

    private final byte[] content;
    private final boolean failsToClose;

    SimFile(World world, byte[] content) {
        this.world = world;
        this.content = content;
        this.failsToClose = world.chance(10);
        world.openFiles++;
    }

    byte[] read(long position, int length) {
        if (!isOpen()) {
            throw world.broken("the file was closed too early");
        }
        int from = (int) Math.min(position - BEFORE, content.length);
        world.require(from >= 0, "another part of the file is read");
        return Arrays.copyOfRange(content, from, Math.min(content.length, from + length));
    }

    @Override
    protected void implCloseChannel() throws IOException {
        world.openFiles--;
        if (failsToClose) {
            throw new IOException("on purpose");
        }
    }

    private static UnsupportedOperationException no() {
        return new UnsupportedOperationException("the engine does no I/O");
    }

    @Override
    public int read(ByteBuffer target) {
        throw no();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw no();
    }

    @Override
    public int write(ByteBuffer source) {
        throw no();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw no();
    }

    @Override
    public long position() {
        throw no();
    }

    @Override
    public FileChannel position(long position) {
        throw no();
    }

    @Override
    public long size() {
        throw no();
    }

    @Override
    public FileChannel truncate(long size) {
        throw no();
    }

    @Override
    public void force(boolean metaData) {
        throw no();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw no();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw no();
    }

    /** As {@link io.github.h11j.engine.Output#read} does, for an adapter that copies. */
    @Override
    public int read(ByteBuffer target, long position) {
        if (target.hasRemaining() && world.chance(5)) {
            return 0; // as a file may
        }
        byte[] read = read(position, Math.min(target.remaining(), LARGEST_READ));
        target.put(read);
        return read.length == 0 ? -1 : read.length;
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw no();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw no();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw no();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw no();
    }
}
