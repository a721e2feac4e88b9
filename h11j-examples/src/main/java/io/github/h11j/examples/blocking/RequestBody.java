package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request. It is either in memory, so that it can be sent again if the request may be repeated, or taken
 * part by part while it is sent.
 */
public final class RequestBody {

    /** No body. */
    public static final RequestBody NONE = of(List.of(), Headers.EMPTY);

    /** The complete body, if it is in memory. */
    final List<Event> whole;

    /** The source of the body otherwise. */
    final @Nullable Parts parts;

    private RequestBody(List<Event> whole, @Nullable Parts parts) {
        this.whole = whole;
        this.parts = parts;
    }

    /** A body that is taken part by part, by one thread at a time. */
    public interface Parts extends Closeable {
        /**
         * Returns the next part.
         *
         * @return the part; empty at the end
         * @throws IOException ends the connection: a truncated body is never completed
         */
        Optional<Data> next() throws IOException;

        /**
         * Returns whether {@link #next()} would return without blocking. If not, the parts taken so far are sent, and
         * the response is read, while it blocks.
         *
         * @return whether it would not block
         * @throws IOException as {@link #next()}
         */
        default boolean isReady() throws IOException {
            return false;
        }

        /**
         * Returns the fields after the body. Called at its end.
         *
         * @return must be empty unless the body is chunked
         */
        default Headers trailers() {
            return Headers.EMPTY;
        }

        /**
         * Called when no more parts are needed. Another thread may be blocked in {@link #next()}, and should be
         * released.
         */
        @Override
        default void close() throws IOException {}
    }

    /**
     * Returns a body in memory.
     *
     * @param bytes not changed afterwards
     * @return the body
     */
    public static RequestBody of(Bytes bytes) {
        return of(List.of(new Data(bytes)), Headers.EMPTY);
    }

    /**
     * Returns a body in memory, with trailers.
     *
     * @param parts the parts, in order
     * @param trailers the fields after them
     * @return the body
     */
    public static RequestBody of(List<Data> parts, Headers trailers) {
        List<Event> whole = new ArrayList<>(parts);
        whole.add(trailers.isEmpty() ? EndOfMessage.NO_TRAILERS : new EndOfMessage(trailers));
        return new RequestBody(whole, null);
    }

    /**
     * Returns a body that is taken part by part, and can be sent once.
     *
     * @param parts closed by the client
     * @return the body
     */
    public static RequestBody once(Parts parts) {
        return new RequestBody(List.of(), parts);
    }

    /**
     * Returns a body from a stream, which can be sent once.
     *
     * @param stream read while it is sent, then closed
     * @return the body
     */
    public static RequestBody once(InputStream stream) {
        return once(new Parts() {
            @Override
            public Optional<Data> next() throws IOException {
                byte[] block = new byte[1 << 14];
                int n = stream.read(block);
                return n < 0 ? Optional.empty() : Optional.of(new Data(Bytes.wrap(block, 0, n)));
            }

            @Override
            public boolean isReady() throws IOException {
                return stream.available() > 0;
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        });
    }
}
