package io.github.h11j.examples.app;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.Request;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The protocol {@code h11j-echo}: each peer may send anything; the server sends back what it receives, until its stream
 * ends.
 */
public final class EchoProtocol implements ProtocolHandler {

    /** Its name in {@code Upgrade} fields. */
    public static final String NAME = "h11j-echo";

    private @Nullable Duplex duplex;

    /**
     * Answers a request: with 101 if it offers the protocol, otherwise with 426 (RFC 9110 §7.8, §15.5.22).
     *
     * @param request any request
     * @param exchange switched if the protocol was offered
     */
    public static void handle(Request request, Exchange exchange) {
        Headers asked = request.headers();
        boolean offered = asked.containsToken("Connection", "upgrade")
                && asked.containsToken("Upgrade", NAME)
                && request.version().compareTo(HttpVersion.HTTP_1_1) >= 0;
        if (offered) {
            // the content of the request is not used, but a client may wait for 100 (Continue), which precedes 101
            exchange.receiveBody(new BodyHandler() {
                @Override
                public void data(Data data) {
                    // dropped
                }

                @Override
                public void end(EndOfMessage end) {
                    exchange.send(Responses.switching(NAME));
                    exchange.switchTo(new EchoProtocol());
                }
            });
        } else {
            exchange.send(Responses.empty(426, Headers.of("Connection", "upgrade", "Upgrade", NAME)));
        }
    }

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
    public void stopping() {
        duplex().close();
    }

    @Override
    public void failed(Exception cause) {
        duplex = null;
    }

    private Duplex duplex() {
        return Objects.requireNonNull(duplex, "not opened");
    }
}
