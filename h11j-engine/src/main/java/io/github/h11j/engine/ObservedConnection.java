package io.github.h11j.engine;

import io.github.h11j.CloseReason;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection, as an {@link Observer} sees it: the same object from its beginning to its end. */
public final class ObservedConnection {

    private final @Nullable SocketAddress peer;
    private final long begun;

    // Set once, before the observer hears of the end

    long ended;
    long received;
    long sent;
    Optional<SSLSession> tls = Optional.empty();
    Optional<CloseReason> closeReason = Optional.empty();

    /** Why it was lost; null if it was not. */
    @Nullable
    Exception failure;

    ObservedConnection(@Nullable SocketAddress peer, long begun) {
        this.peer = peer;
        this.begun = begun;
    }

    /**
     * Where a server's connection comes from.
     *
     * @return empty for a client's
     */
    public Optional<SocketAddress> peer() {
        return Optional.ofNullable(peer);
    }

    /**
     * When it began.
     *
     * @return in nanoseconds of the session's clock
     */
    public long begun() {
        return begun;
    }

    /**
     * When it ended.
     *
     * @return in nanoseconds of the session's clock; 0 before
     */
    public long ended() {
        return ended;
    }

    /**
     * How many bytes the session has received, without those of TLS.
     *
     * @return in bytes; 0 before its end
     */
    public long received() {
        return received;
    }

    /**
     * How many bytes of the session were written, without those of TLS.
     *
     * @return in bytes; 0 before its end
     */
    public long sent() {
        return sent;
    }

    /**
     * The agreement on TLS.
     *
     * @return empty without TLS, if it was never reached, and before the end of the connection
     */
    public Optional<SSLSession> tls() {
        return tls;
    }

    /**
     * Why it could not be used for another exchange.
     *
     * @return empty if it could: it was closed because it rested too long, or because of a stop, or it was lost. Also empty
     *     before its end
     */
    public Optional<CloseReason> closeReason() {
        return closeReason;
    }

    /**
     * Why it was lost or aborted.
     *
     * @return empty if it was closed in order, and before its end
     */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }
}
