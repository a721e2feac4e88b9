package io.github.h11j.examples.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes what one connection has received to another. Parts that arrive before the receiver has its turn are sent
 * together, in one write. A receiver that does not keep up pauses the sender (backpressure): at most 64 KiB and one
 * part wait, in addition to what the receiver has queued.
 *
 * <p>No thread blocks. Each side is called in its own turns; on one event loop that is one thread.
 */
final class Pipe<T> {

    private static final int FULL = 1 << 16;

    /** The sending side. */
    interface Source {
        /** Runs a task in a turn of this side. Any thread may call this. */
        void execute(Runnable task);

        void pause();

        void resume();
    }

    /** The receiving side. */
    interface Sink<T> {
        /** Runs a task in a turn of this side. Any thread may call this. */
        void execute(Runnable task);

        /** Sends parts, in order. */
        void send(List<T> parts);

        boolean isWritable();

        /** Runs a task once it is writable; replaces one that is waiting. */
        void onWritable(Runnable task);
    }

    private final Source source;
    private final Sink<T> sink;

    /** Used in turns of the receiver: handles what a send has thrown. */
    private final Consumer<RuntimeException> failed;

    /** Used in turns of the receiver: how many bytes it has not sent yet. */
    private int unsent;

    private List<T> waiting = new ArrayList<>(4);
    private int bytesOfWaiting;

    /** How many bytes the sender counts as not sent yet. */
    private int bytes;

    private boolean paused;

    /** Used in turns of the sender: whether parts are dropped. */
    private boolean closed;

    Pipe(Source source, Sink<T> sink, Consumer<RuntimeException> failed) {
        this.source = source;
        this.sink = sink;
        this.failed = failed;
    }

    /**
     * Adds a part. Called in a turn of the sender.
     *
     * @param length its number of bytes; 0 if it is not a part of a body
     */
    void add(T part, int length) {
        if (closed) {
            return;
        }
        boolean first;
        boolean full;
        synchronized (this) {
            first = waiting.isEmpty();
            waiting.add(part);
            bytesOfWaiting += length;
            bytes += length;
            full = bytes >= FULL && !paused;
            paused |= full;
        }
        if (first) {
            sink.execute(this::send);
        }
        if (full) {
            source.pause();
        }
    }

    /**
     * Nothing more is wanted: later parts are dropped, and the sender is not paused. Called in a turn of the sender.
     */
    void close() {
        closed = true;
        boolean held;
        synchronized (this) {
            held = paused;
            paused = false;
        }
        if (held) {
            source.resume();
        }
    }

    private void send() {
        List<T> parts;
        synchronized (this) {
            parts = waiting;
            waiting = new ArrayList<>(4);
            unsent += bytesOfWaiting;
            bytesOfWaiting = 0;
        }
        try {
            sink.send(parts);
            if (sink.isWritable()) {
                sent();
            } else {
                sink.onWritable(this::sent);
            }
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    private void sent() {
        boolean room;
        synchronized (this) {
            bytes -= unsent;
            room = paused && bytes < FULL / 2;
            paused &= !room;
        }
        unsent = 0;
        if (room) {
            source.execute(source::resume);
        }
    }
}
