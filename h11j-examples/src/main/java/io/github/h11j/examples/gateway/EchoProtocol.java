package io.github.h11j.examples.gateway;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.handler.Duplex;
import io.github.h11j.examples.handler.Exchange;
import io.github.h11j.examples.handler.ProtocolHandler;
import io.github.h11j.examples.handler.Responses;
import org.jspecify.annotations.Nullable;

/** A protocol that sends back what it gets, and ends when the peer does. A client asks for it with {@code Upgrade: echo}. */
public final class EchoProtocol implements ProtocolHandler {

    /** Its name in {@code Upgrade}. */
    public static final String NAME = "echo";

    private @Nullable Duplex duplex;

    /** The protocol, for one connection. */
    public EchoProtocol() {}

    /**
     * Answers a request: with 101 if it asks for the protocol, else with 426 (RFC 9110 §15.5.22).
     *
     * @param request any
     * @param exchange switched where it was asked for
     */
    public static void handle(Request request, Exchange exchange) {
        boolean asked = request.headers().containsToken("Connection", "upgrade")
                && request.headers().containsToken("Upgrade", NAME);
        if (asked) {
            exchange.send(Responses.switching(NAME));
            exchange.switchTo(new EchoProtocol());
        } else {
            exchange.send(Responses.of(
                    426, Headers.of("Connection", "upgrade", "Upgrade", NAME), Bytes.utf8("Upgrade: echo\n")));
        }
    }

    @Override
    public void opened(Duplex opened) {
        duplex = opened;
    }

    @Override
    public void received(Bytes bytes) {
        Duplex open = duplex;
        if (open != null) {
            open.write(bytes.detach());
            if (!open.isWritable()) {
                open.pause();
                open.onWritable(open::resume);
            }
        }
    }

    @Override
    public void ended() {
        if (duplex != null) {
            duplex.end();
        }
    }

    @Override
    public void failed(Exception cause) {}
}
