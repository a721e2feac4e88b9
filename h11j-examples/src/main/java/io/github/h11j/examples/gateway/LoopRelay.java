package io.github.h11j.examples.gateway;

import io.github.h11j.Bytes;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connects a client's switched connection to the next server's, on event loops. Bytes flow both ways, each way at the speed
 * of its slower side (backpressure) and with its own end (half-close), until both have ended or one is lost; how long a side
 * may be silent is a rule of its connection.
 */
final class LoopRelay {

    private final Side ofClient = new Side();
    private final Side ofServer = new Side();
    private final Exchange exchange;
    private final ClientExchange sent;

    /**
     * Connects nothing yet.
     *
     * @param exchange what the client's connection has been so far
     * @param sent what the next server's has been
     */
    LoopRelay(Exchange exchange, ClientExchange sent) {
        this.exchange = exchange;
        this.sent = sent;
        ofClient.other = ofServer;
        ofServer.other = ofClient;
    }

    /** What takes the client's bytes. */
    ProtocolHandler ofClient() {
        return ofClient;
    }

    /** What takes the next server's bytes. */
    ProtocolHandler ofServer() {
        return ofServer;
    }

    /** The client has gone, before or after its switch. From any thread. */
    void clientFailed() {
        ofServer.giveUp();
        sent.abort();
    }

    /** The end of a stream, among its bytes. */
    private static final Bytes END = Bytes.wrap(new byte[0]);

    /** One of the two connections: sends what the other has received. */
    private final class Side implements ProtocolHandler, Pipe.Source, Pipe.Sink<Bytes> {

        private @Nullable Side other;

        /** Null until the connection is switched. */
        private volatile @Nullable Duplex duplex;

        /** Whether it was given up before it was switched. */
        private boolean givenUp;

        private final Pipe<Bytes> pipe = new Pipe<>(
                this,
                new Pipe.Sink<>() {
                    @Override
                    public void execute(Runnable task) {
                        other().execute(task);
                    }

                    @Override
                    public void send(List<Bytes> parts) {
                        other().send(parts);
                    }

                    @Override
                    public boolean isWritable() {
                        return other().isWritable();
                    }

                    @Override
                    public void onWritable(Runnable task) {
                        other().onWritable(task);
                    }
                },
                cause -> failed(cause));

        private Side other() {
            return Objects.requireNonNull(other);
        }

        private Duplex duplex() {
            return Objects.requireNonNull(duplex);
        }

        // ---- What its connection calls

        @Override
        public void opened(Duplex opened) {
            boolean both;
            synchronized (LoopRelay.this) {
                duplex = opened;
                both = other().duplex != null;
                if (givenUp) {
                    opened.abort();
                    return;
                }
            }
            if (both) {
                other().execute(other()::resume);
            } else {
                opened.pause(); // there is nobody yet to pass it to
            }
        }

        @Override
        public void received(Bytes bytes) {
            pipe.add(bytes.detach(), bytes.length());
        }

        @Override
        public void ended() {
            pipe.add(END, 0);
        }

        @Override
        public void failed(Exception cause) {
            other().giveUp();
            if (this == ofServer) {
                exchange.abort();
            }
        }

        void giveUp() {
            Duplex open;
            synchronized (LoopRelay.this) {
                open = duplex;
                givenUp = true;
            }
            if (open != null) {
                open.execute(open::abort);
            }
        }

        // ---- As a side of a pipe

        @Override
        public void execute(Runnable task) {
            duplex().execute(task);
        }

        @Override
        public void pause() {
            duplex().pause();
        }

        @Override
        public void resume() {
            duplex().resume();
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // that very object is the end
        public void send(List<Bytes> parts) {
            for (Bytes part : parts) {
                if (part == END) {
                    duplex().end();
                } else {
                    duplex().write(part);
                }
            }
        }

        @Override
        public boolean isWritable() {
            return duplex().isWritable();
        }

        @Override
        public void onWritable(Runnable task) {
            duplex().onWritable(task);
        }
    }
}
