package io.github.h11j.spec.conformance;

import java.util.List;
import java.util.function.Consumer;

/**
 * A connection that is read all the time, by a thread of its own. What came is guarded by the run's {@link Monitor};
 * so is each method that tells of it.
 */
final class LiveConnection implements AutoCloseable {

    /** How many bytes are kept: more than any case has use for, less than a flood needs to fill the memory. */
    static final int LIMIT = 2 << 20;

    private final Link link;
    private final WireReader reader;
    private final Monitor monitor;
    private final Consumer<LiveConnection> news;
    private long received;
    private boolean ended;
    private boolean cutOff;
    private volatile boolean endedByKit;

    /**
     * A connection that is not yet read.
     *
     * @param news is called when bytes have come, and at the end, by the thread that reads, guarded by the monitor
     */
    LiveConnection(Link link, WireReader reader, Monitor monitor, Consumer<LiveConnection> news) {
        this.link = link;
        this.reader = reader;
        this.monitor = monitor;
        this.news = news;
    }

    void start() {
        Daemons.start("h11j-conformance-reader", this::read);
    }

    private void read() {
        boolean more = true;
        while (more) {
            byte[] bytes = link.receive();
            monitor.change(() -> {
                reader.add(bytes, bytes.length);
                received += bytes.length;
                ended = bytes.length == 0;
                news.accept(this);
                if (received >= LIMIT) {
                    cutOff();
                }
            });
            more = bytes.length > 0 && !monitor.holds(this::isCutOff);
        }
    }

    /** Reads no more: the other side sends without end. */
    void cutOff() {
        if (!cutOff) {
            cutOff = true;
            link.note("the kit reads no more: " + received + " bytes have come, and no end");
        }
    }

    /** Whether the kit reads no more, though the other side may have more to send. */
    boolean isCutOff() {
        return cutOff;
    }

    WireReader reader() {
        return reader;
    }

    /** How many bytes have come. */
    long received() {
        return received;
    }

    /** Whether nothing more will be read, no matter which side ended it. */
    boolean isEnded() {
        return ended || cutOff;
    }

    /** Whether the other side ended it: what the kit ended or cut off by itself is no close of the other side. */
    boolean isEndedByPeer() {
        return ended && !cutOff && !endedByKit;
    }

    boolean isEndedByKit() {
        return endedByKit;
    }

    /** Sends bytes at once. */
    void send(byte[] bytes) {
        link.send(bytes);
    }

    /**
     * Sends bytes.
     *
     * @param pieces each is sent by itself
     * @param byteByByte whether each byte is sent by itself
     * @param between gives the peer time to read: between two pieces, and after the first of bytes that are sent one by one,
     *     since else a slow peer may read all of them at once
     */
    void send(List<byte[]> pieces, boolean byteByByte, Runnable between) {
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                between.run();
            }
            byte[] piece = pieces.get(i);
            if (byteByByte) {
                sendByteByByte(piece, between);
            } else {
                send(piece);
            }
        }
    }

    private void sendByteByByte(byte[] piece, Runnable between) {
        for (int i = 0; i < piece.length; i++) {
            if (i == 1) {
                between.run();
            }
            link.send(new byte[] {piece[i]});
        }
    }

    void end(Step.Ending ending) {
        endedByKit = endedByKit || (ending != Step.Ending.HALF_CLOSE && !monitor.holds(this::isEnded));
        link.end(ending);
    }

    @Override
    public void close() {
        endedByKit = endedByKit || !monitor.holds(this::isEnded);
        link.close();
    }
}
