package io.github.h11j.engine;

import io.github.h11j.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange, as an {@link Observer} sees it: the same object from its beginning to its end. */
public final class ObservedExchange {

    private final ObservedConnection connection;
    private final @Nullable Request request;
    private final long begun;

    /** How many bytes of output came before its own. */
    final long outputBegins;

    /** How many bytes of output there are up to its end; less than 0 as long as that is not known. */
    long outputEnds = -1;

    // Set once, before the observer hears of the end

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
     * Its connection.
     *
     * @return the same for all its exchanges
     */
    public ObservedConnection connection() {
        return connection;
    }

    /**
     * The head of the request.
     *
     * @return empty if a server has got none that can be read
     */
    public Optional<Request> request() {
        return Optional.ofNullable(request);
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
     * The status code of the final response, or of the one that led to another protocol, that a server has queued or a client
     * received.
     *
     * @return 0 if there was none, and before the end
     */
    public int status() {
        return status;
    }

    /**
     * How many bytes were received and used: on a server since the end of the request before.
     *
     * @return in bytes; 0 before the end
     */
    public long received() {
        return received;
    }

    /**
     * How many of its bytes were written: heads, framing and interim responses included.
     *
     * @return in bytes; 0 before the end
     */
    public long sent() {
        return sent;
    }

    /**
     * How many bytes of content the response has, as far as a server has queued or a client received it. Of a failed exchange
     * not all of them were written: {@link #sent()}.
     *
     * @return in bytes; 0 of a response that has none, to HEAD for example
     */
    public long content() {
        return content;
    }

    /**
     * Why it has failed: its handler has thrown, the request was late or broken, or the connection was lost before all of the
     * response had been written, or had come. On a client the request may have been sent on another connection then.
     *
     * @return empty if it is complete, and before the end
     */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }
}
