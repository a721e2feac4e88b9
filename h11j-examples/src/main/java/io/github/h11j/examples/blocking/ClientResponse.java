package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The response to a request of a {@link BlockingClient}: its head, and its body as it comes. */
public final class ClientResponse implements AutoCloseable {

    private final ClientCall call;
    private final int statusCode;
    private final String reason;
    private final Headers headers;
    private final HttpVersion version;

    /** With a final response, or a 101. */
    ClientResponse(ClientCall call, Event head) {
        this.call = call;
        if (head instanceof InformationalResponse interim) {
            this.statusCode = interim.statusCode();
            this.reason = interim.reason();
            this.headers = interim.headers();
            this.version = interim.version();
        } else {
            Response response = (Response) head;
            this.statusCode = response.statusCode();
            this.reason = response.reason();
            this.headers = response.headers();
            this.version = response.version();
        }
    }

    /**
     * The status.
     *
     * @return 200 to 999, or 101
     */
    public int statusCode() {
        return statusCode;
    }

    /**
     * The reason phrase.
     *
     * @return as received, possibly empty
     */
    public String reason() {
        return reason;
    }

    /**
     * The header fields.
     *
     * @return as received
     */
    public Headers headers() {
        return headers;
    }

    /**
     * The version of the status line.
     *
     * @return as received
     */
    public HttpVersion version() {
        return version;
    }

    /**
     * The next part of the body.
     *
     * @return the part; empty at the end of the body, when the connection is free for the next request, unless it will be closed or the
     *     server has answered before it has read the whole of this one
     * @throws IOException if the body is truncated or malformed, a time-out has passed, the response was closed, or the thread is
     *     interrupted
     */
    public Optional<Data> next() throws IOException {
        return call.next();
    }

    /**
     * Whether {@link #next()} would return without waiting for the server.
     *
     * @return whether the next part or the end of the body has arrived, or there will be none
     */
    public boolean isReady() {
        return call.isReady();
    }

    /**
     * The rest of the body.
     *
     * @param limit how many bytes at most
     * @return the bytes
     * @throws IOException as {@link #next()}, and if there are more
     */
    public Bytes readAll(int limit) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Optional<Data> part = next(); part.isPresent(); part = next()) {
            if (all.size() + (long) part.get().bytes().length() > limit) {
                close();
                throw new IOException("the body has more than " + limit + " bytes");
            }
            all.writeBytes(part.get().bytes().toByteArray());
        }
        return Bytes.wrap(all.toByteArray());
    }

    /**
     * The fields after the body.
     *
     * @return empty before its end
     */
    public Headers trailers() {
        return call.trailers();
    }

    /**
     * The connection, after it was switched to another protocol: by 101, or a 2xx to CONNECT.
     *
     * @return empty if it was not
     */
    public Optional<Tunnel> tunnel() {
        return call.tunnel();
    }

    /** Discards the rest of the body, and closes the connection. Has no effect after the end of the body. */
    @Override
    public void close() {
        call.abort();
    }
}
