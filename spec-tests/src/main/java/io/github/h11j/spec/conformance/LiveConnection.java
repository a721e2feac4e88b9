package io.github.h11j.spec.conformance;

import java.util.List;
import java.util.function.Consumer;

/**
 * A connection that its own thread reads continuously. What has arrived is guarded by the run's {@link Monitor}, and so
 * is each method that returns it.
 */
final class LiveConnection implements AutoCloseable {

    /** How many bytes are kept: more than any case needs, and few enough that a flood does not fill the memory. */
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
     * A connection that is not being read yet.
     *
     * @param news called by the reading thread, guarded by the monitor, when bytes have arrived and at the end
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

    /** Stops reading: the other side sends without end. */
    void cutOff() {
        if (!cutOff) {
            cutOff = true;
            link.note("the kit stops reading after " + received + " bytes without an end");
        }
    }

    /** Returns whether the kit has stopped reading although the other side may have more to send. */
    boolean isCutOff() {
        return cutOff;
    }

    WireReader reader() {
        return reader;
    }

    /** Returns how many bytes have arrived. */
    long received() {
        return received;
    }

    /** Returns whether nothing more will be read, whichever side ended the connection. */
    boolean isEnded() {
        return ended || cutOff;
    }

    /** Returns whether the other side ended the connection, not the kit. */
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
     * @param pieces each is sent separately
     * @param byteByByte whether each byte is sent separately
     * @param between lets the peer read: called between two pieces, and after the first of bytes that are sent one by
     *     one, because otherwise a slow peer may read all of them at once
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
