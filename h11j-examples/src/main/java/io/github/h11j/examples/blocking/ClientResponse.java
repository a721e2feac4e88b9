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

/** The response to a request of a {@link BlockingClient}: its head, and its body as it arrives. */
public final class ClientResponse implements AutoCloseable {

    private final ClientCall call;
    private final int statusCode;
    private final String reason;
    private final Headers headers;
    private final HttpVersion version;

    /** With the head of a final response, or a 101. */
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
     * Returns the status code.
     *
     * @return 200 to 999, or 101
     */
    public int statusCode() {
        return statusCode;
    }

    /**
     * Returns the reason phrase.
     *
     * @return the phrase as received, possibly empty
     */
    public String reason() {
        return reason;
    }

    /**
     * Returns the header fields.
     *
     * @return the fields as received
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the version of the status line.
     *
     * @return the version as received
     */
    public HttpVersion version() {
        return version;
    }

    /**
     * Returns the next part of the body.
     *
     * @return the part; empty at the end of the body. Then the connection is free for the next request, unless it will
     *     be closed or the server has answered before it has read all of this request
     * @throws IOException if the body is truncated or malformed, a timeout has passed, the response was closed, or the
     *     thread is interrupted
     */
    public Optional<Data> next() throws IOException {
        return call.next();
    }

    /**
     * Returns whether {@link #next()} would return without waiting for the server. This reads nothing, so do not poll
     * it.
     *
     * @return whether the next part or the end of the body has been read, or there will be none
     */
    public boolean isReady() {
        return call.isReady();
    }

    /**
     * Returns the rest of the body.
     *
     * @param limit the maximum number of bytes
     * @return the bytes
     * @throws IOException as {@link #next()}, and if there are more bytes
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
     * Returns the fields after the body.
     *
     * @return the trailers; empty before the end of the body
     */
    public Headers trailers() {
        return call.trailers();
    }

    /**
     * Returns the connection, after it was switched to another protocol by 101, or by a 2xx to CONNECT.
     *
     * @return empty if it was not switched
     */
    public Optional<Tunnel> tunnel() {
        return call.tunnel();
    }

    /**
     * Discards the rest of the body, and closes the connection. Has no effect after the end of the body. After a switch
     * it resets the tunnel.
     */
    @Override
    public void close() {
        call.abort();
    }
}
