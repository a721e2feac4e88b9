package io.github.h11j.engine;

import io.github.h11j.Bytes;
import io.github.h11j.TrailingData;
import io.github.h11j.handler.ProtocolHandler;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client that never speaks HTTP, without its socket: for example the far end of a tunnel. It has
 * the deadlines, limits and calls of a connection that was switched to another protocol.
 */
public final class RawSession extends Session {

    private @Nullable Exception failure;

    /**
     * Creates a session, before there is a connection.
     *
     * @param rules how the client behaves. Of their timeouts, {@code start} is for connecting, {@code idle} for silence
     *     in both directions, {@code silence} for a peer that does not read, and {@code stop} for the end after a stop;
     *     {@code linger} for the peer to close after {@code Duplex.close()}
     * @param handler receives the peer's bytes. It is not called before there is a connection; if it cannot be made, it
     *     is never called: see {@link #failure()}
     * @param host the adapter that runs the session
     * @param now the time
     */
    public RawSession(ClientRules rules, ProtocolHandler handler, Host host, long now) {
        super(host, ClientSession.bounds(rules), now);
        TrailingData nothing = new TrailingData(Bytes.EMPTY, false);
        ProtocolHandler required = Objects.requireNonNull(handler, "handler");
        begin(new SwitchedProtocol(this, new Beginning(), required, nothing, 0), rules.observer(), null, now);
    }

    /**
     * Returns why the connection could not be made.
     *
     * @return empty while it is being made, and once the handler has been called
     */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    /** Takes the place of the exchange that leads to another protocol: here there is none. */
    private final class Beginning implements SwitchedProtocol.Origin {
        @Override
        public void switched() {
            // there was nothing before
        }

        @Override
        public void fail(Exception cause) {
            failure = cause;
        }
    }
}
