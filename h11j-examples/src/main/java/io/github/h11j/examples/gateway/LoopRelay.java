package io.github.h11j.examples.gateway;

import io.github.h11j.Bytes;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connects a client's switched connection to the next server's, or to the far end of a tunnel, on event loops. Bytes flow in
 * both directions, in each at the speed of the slower side (backpressure) and with a separate end (half-close), until both have
 * ended or one is lost. The rules of each connection limit how long it may be silent.
 */
final class LoopRelay {

    private final Side ofClient = new Side();
    private final Side ofServer = new Side();
    private final Exchange exchange;
    private final Runnable agree;

    /**
     * Creates a relay that connects nothing yet.
     *
     * @param exchange the exchange on the client's connection
     * @param agree sends the response that the switch follows. It runs in a call of the exchange, once the server's side is open
     */
    LoopRelay(Exchange exchange, Runnable agree) {
        this.exchange = exchange;
        this.agree = agree;
        ofClient.other = ofServer;
        ofServer.other = ofClient;
    }

    /** Returns the handler that receives the server's bytes. It is opened first; then the client is switched. */
    ProtocolHandler ofServer() {
        return ofServer;
    }

    /** The client has disconnected before its switch. Any thread may call this. */
    void clientFailed() {
        ofServer.giveUp();
    }

    private void switchClient() {
        try {
            agree.run();
            exchange.switchTo(ofClient);
        } catch (RuntimeException e) {
            ofServer.giveUp();
            throw e;
        }
    }

    /** Stands for the end of a stream, among its bytes. */
    private static final Bytes END = Bytes.wrap(new byte[0]);

    /** One of the two connections: sends what the other one has received. */
    private final class Side implements ProtocolHandler, Pipe.Source, Pipe.Sink<Bytes> {

        private @Nullable Side other;

        /** Null until the connection is switched. */
        private volatile @Nullable Duplex duplex;

        /** Whether it was aborted before it was switched. */
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
        public boolean hasIndependentDirections() {
            return true;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // that very side
        public void opened(Duplex opened) {
            boolean late;
            synchronized (LoopRelay.this) {
                duplex = opened;
                late = givenUp;
            }
            if (late) {
                opened.abort();
            } else if (this == ofServer) {
                opened.pause(); // the client is not connected yet
                exchange.execute(LoopRelay.this::switchClient);
            } else {
                other().execute(other()::resume);
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
        @SuppressWarnings("ReferenceEquality") // the same object
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
