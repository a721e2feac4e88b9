package io.github.h11j.engine;

import io.github.h11j.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange, as an {@link Observer} sees it. It is the same object from its beginning to its end. */
public final class ObservedExchange {

    private final ObservedConnection connection;
    private final @Nullable Request request;
    private final long begun;

    /** How many bytes of output preceded its own. */
    final long outputBegins;

    /** How many bytes of output there are up to its end; negative as long as that is not known. */
    long outputEnds = -1;

    // Set once, before the observer is notified of the end

    long ended;
    int status;
    long received;
    long sent;
    long content;

    @Nullable
    Exception failure;

    ObservedExchange(ObservedConnection connection, @Nullable Request request, long outputBegins, long begun) {
        this.connection = connection;
        this.request = request;
        this.outputBegins = outputBegins;
        this.begun = begun;
    }

    /**
     * Returns its connection.
     *
     * @return the same object for all exchanges of the connection
     */
    public ObservedConnection connection() {
        return connection;
    }

    /**
     * Returns the head of the request.
     *
     * @return empty if a server has received none that can be read
     */
    public Optional<Request> request() {
        return Optional.ofNullable(request);
    }

    /**
     * Returns when the exchange began.
     *
     * @return in nanoseconds of the session's clock
     */
    public long begun() {
        return begun;
    }

    /**
     * Returns when the exchange ended.
     *
     * @return in nanoseconds of the session's clock; 0 before the end
     */
    public long ended() {
        return ended;
    }

    /**
     * Returns the status code that a server has queued or a client has received: of the final response, or of the
     * response that led to another protocol.
     *
     * @return 0 if there was none; not final before the end
     */
    public int status() {
        return status;
    }

    /**
     * Returns how many received bytes the exchange used; on a server, all since the end of the previous request.
     *
     * @return in bytes; not final before the end
     */
    public long received() {
        return received;
    }

    /**
     * Returns how many bytes of the exchange were written, including heads, framing and interim responses.
     *
     * @return in bytes; not final before the end
     */
    public long sent() {
        return sent;
    }

    /**
     * Returns how many bytes of content of the response a server has queued or a client has received. If the exchange
     * failed, not all of them may have been written: see {@link #sent()}.
     *
     * @return in bytes; 0 for a response that has no content, for example to HEAD
     */
    public long content() {
        return content;
    }

    /**
     * Returns why the exchange failed: its handler has thrown, the request was late or malformed, or the connection was
     * lost before all of the response had been written or received. On a client, the request may have been sent again
     * on another connection.
     *
     * @return empty if the exchange is complete; not final before the end
     */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }
}
