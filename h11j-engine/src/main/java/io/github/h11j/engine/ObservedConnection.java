package io.github.h11j.engine;

import io.github.h11j.CloseReason;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection, as an {@link Observer} sees it. It is the same object from its beginning to its end. */
public final class ObservedConnection {

    private final @Nullable SocketAddress peer;
    private final long begun;

    // Set once, before the observer is notified of the end

    long ended;
    long received;
    long sent;
    Optional<SSLSession> tls = Optional.empty();
    Optional<CloseReason> closeReason = Optional.empty();

    /** Why the connection was lost; null if it was not. */
    @Nullable
    Exception failure;

    ObservedConnection(@Nullable SocketAddress peer, long begun) {
        this.peer = peer;
        this.begun = begun;
    }

    /**
     * Returns where a server's connection comes from.
     *
     * @return the address; empty for a client's connection
     */
    public Optional<SocketAddress> peer() {
        return Optional.ofNullable(peer);
    }

    /**
     * Returns when the connection began.
     *
     * @return in nanoseconds of the session's clock
     */
    public long begun() {
        return begun;
    }

    /**
     * Returns when the connection ended.
     *
     * @return in nanoseconds of the session's clock; 0 before the end
     */
    public long ended() {
        return ended;
    }

    /**
     * Returns how many bytes the session has received, not counting those of TLS.
     *
     * @return in bytes; 0 before the end
     */
    public long received() {
        return received;
    }

    /**
     * Returns how many bytes of the session were written, not counting those of TLS.
     *
     * @return in bytes; 0 before the end
     */
    public long sent() {
        return sent;
    }

    /**
     * Returns the TLS session.
     *
     * @return empty without TLS, if the handshake was not completed, and before the end of the connection
     */
    public Optional<SSLSession> tls() {
        return tls;
    }

    /**
     * Returns why the connection could not be used for another exchange.
     *
     * @return empty if nothing prevented that, for example if it was closed while it was idle, or lost between two
     *     exchanges; also before its end
     */
    public Optional<CloseReason> closeReason() {
        return closeReason;
    }

    /**
     * Returns why the connection was lost or aborted.
     *
     * @return empty if it was closed in an orderly way; not final before its end
     */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }
}
