package io.github.h11j.examples.app;

import io.github.h11j.Bytes;
import io.github.h11j.examples.handler.Duplex;
import io.github.h11j.examples.handler.ProtocolHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The protocol {@code h11j-echo}: each peer may send anything; the server sends back what it gets, until its end. */
public final class EchoProtocol implements ProtocolHandler {

    /** Its name in {@code Upgrade} fields. */
    public static final String NAME = "h11j-echo";

    private @Nullable Duplex duplex;

    @Override
    public void opened(Duplex opened) {
        duplex = opened;
    }

    @Override
    public void received(Bytes bytes) {
        Duplex peer = duplex();
        peer.write(bytes.detach());
        if (!peer.isWritable()) {
            peer.pause();
            peer.onWritable(peer::resume);
        }
    }

    @Override
    public void ended() {
        duplex().end();
    }

    @Override
    public void failed(Exception cause) {
        duplex = null;
    }

    private Duplex duplex() {
        return Objects.requireNonNull(duplex, "not opened");
    }
}
