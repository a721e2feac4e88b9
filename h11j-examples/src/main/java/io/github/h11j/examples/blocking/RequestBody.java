package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The body of a request, which the client takes part by part while it sends. */
public interface RequestBody {

    /** No body. */
    RequestBody NONE = of(List.of(), Headers.EMPTY);

    /**
     * Opens the body for reading.
     *
     * @return closed by the client
     * @throws IOException ends the connection
     */
    Parts open() throws IOException;

    /**
     * Whether {@link #open()} can be called again and returns the same parts.
     *
     * @return whether the request may be sent a second time
     */
    boolean isReplayable();

    /** The parts of one sending. */
    interface Parts extends Closeable {
        /**
         * The next part.
         *
         * @return empty at the end
         * @throws IOException ends the connection: a truncated body is never completed
         */
        Optional<Data> next() throws IOException;

        /**
         * Whether {@link #next()} would return without blocking. If not, the parts taken so far are sent, and the
         * response is read, while it waits.
         *
         * @return whether it would
         * @throws IOException as {@link #next()}
         */
        default boolean isReady() throws IOException {
            return false;
        }

        /**
         * The fields after the body, asked for at its end.
         *
         * @return none unless the body is chunked
         */
        default Headers trailers() {
            return Headers.EMPTY;
        }

        /** No more is wanted. Another thread may be waiting in {@link #next()}, and should be sent away. */
        @Override
        default void close() throws IOException {}
    }

    /**
     * A body in memory.
     *
     * @param bytes not changed afterwards
     * @return a replayable body
     */
    static RequestBody of(Bytes bytes) {
        return of(List.of(new Data(bytes)), Headers.EMPTY);
    }

    /**
     * A body in memory with trailers.
     *
     * @param parts in order
     * @param trailers after them
     * @return a replayable body
     */
    static RequestBody of(List<Data> parts, Headers trailers) {
        return new RequestBody() {
            @Override
            public Parts open() {
                Iterator<Data> rest = parts.iterator();
                return new Parts() {
                    @Override
                    public Optional<Data> next() {
                        return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
                    }

                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public Headers trailers() {
                        return trailers;
                    }
                };
            }

            @Override
            public boolean isReplayable() {
                return true;
            }
        };
    }

    /**
     * A body from a stream.
     *
     * @param stream read while it is sent, then closed
     * @return a body that can be sent once
     */
    static RequestBody once(InputStream stream) {
        return new RequestBody() {
            @Override
            public Parts open() {
                return new Parts() {
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
                };
            }

            @Override
            public boolean isReplayable() {
                return false;
            }
        };
    }
}
