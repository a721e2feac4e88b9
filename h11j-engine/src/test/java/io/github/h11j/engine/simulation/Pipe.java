package io.github.h11j.engine.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** One direction of a connection: bytes arrive in order, in pieces, later; a window bounds how many are on their way. */
final class Pipe {

    private final World world;
    private final int window;
    private final int latency;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private final Deque<Runnable> arrivals = new ArrayDeque<>();

    /** How much of the first that has arrived was read. */
    private int offset;

    private int arrivedBytes;
    private int travelling;
    private long lastArrival;
    private boolean ended;
    private boolean endArrived;
    private boolean broken;
    private boolean writerWaits;
    private Runnable reader = () -> {};
    private Runnable writer = () -> {};

    Pipe(World world) {
        this(world, world.pick(500, 5000, 100_000, 1_000_000), world.pick(0, 0, 5, 40));
    }

    Pipe(World world, int window, int latency) {
        this.world = world;
        this.window = window;
        this.latency = latency;
    }

    void onReadable(Runnable run) {
        reader = run;
    }

    void onWritable(Runnable run) {
        writer = run;
    }

    /** Takes as much as there is room for. */
    int send(byte[] bytes, int from, int length) {
        int taken = Math.min(length, window - travelling - arrivedBytes);
        writerWaits = taken < length;
        if (taken > 0) {
            byte[] piece = new byte[taken];
            System.arraycopy(bytes, from, piece, 0, taken);
            travelling += taken;
            later(() -> {
                travelling -= taken;
                if (!broken) {
                    arrived.add(piece);
                    arrivedBytes += taken;
                }
            });
        }
        return Math.max(0, taken);
    }

    void end() {
        if (!ended) {
            ended = true;
            later(() -> endArrived = true);
        }
    }

    private void later(Runnable arrival) {
        long at = Math.max(lastArrival, world.now() + world.below(latency + 1) * World.MILLI);
        lastArrival = at;
        arrivals.add(arrival);
        world.after(at - world.now(), () -> {
            arrivals.remove().run(); // in order, though of happenings at one time any may come first
            reader.run();
        });
    }

    /** What has not been read is lost, and both sides see that when they look. */
    void reset() {
        if (!broken) {
            broken = true;
            arrived.clear();
            arrivedBytes = 0;
            world.after(0, () -> {
                reader.run();
                writer.run();
            });
        }
    }

    boolean isBroken() {
        return broken;
    }

    boolean isEnded() {
        return ended;
    }

    int available() {
        return arrivedBytes;
    }

    boolean isAtEnd() {
        return endArrived && arrivedBytes == 0 && !broken;
    }

    byte[] read(int most) {
        byte[] first = arrived.element();
        int n = Math.min(most, first.length - offset);
        byte[] read = new byte[n];
        System.arraycopy(first, offset, read, 0, n);
        offset += n;
        arrivedBytes -= n;
        if (offset == first.length) {
            arrived.remove();
            offset = 0;
        }
        if (writerWaits && window - travelling - arrivedBytes >= window / 2) {
            writerWaits = false;
            world.after(0, writer);
        }
        return read;
    }
}
