package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The response to a request of a {@link BlockingClient}: its head, and its body as it comes. */
public final class ClientResponse implements AutoCloseable {

    private final BlockingClient client;
    private final int statusCode;
    private final Headers headers;

    ClientResponse(BlockingClient client, int statusCode, Headers headers) {
        this.client = client;
        this.statusCode = statusCode;
        this.headers = headers;
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
     * The header fields.
     *
     * @return as they came
     */
    public Headers headers() {
        return headers;
    }

    /**
     * The next part of the body.
     *
     * @return empty at its end, when the connection is free for the next request
     * @throws IOException if the body is truncated or malformed, or the server is silent for too long
     */
    public Optional<Data> next() throws IOException {
        return client.nextData(this);
    }

    /**
     * The rest of the body.
     *
     * @param limit how many octets at most
     * @return the octets
     * @throws IOException as {@link #next()}, and if there are more
     */
    public Bytes readAll(int limit) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Optional<Data> part = next(); part.isPresent(); part = next()) {
            if (all.size() + (long) part.get().bytes().length() > limit) {
                close();
                throw new IOException("the body has more than " + limit + " octets");
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
        return client.trailers(this);
    }

    /**
     * The connection, after it was switched to another protocol: by 101, or a 2xx to CONNECT.
     *
     * @return empty if it was not
     */
    public Optional<Tunnel> tunnel() {
        return client.tunnel(this);
    }

    /** Gives the rest of the body up, and the connection with it. Has no effect after the body's end. */
    @Override
    public void close() {
        client.giveUp(this);
    }
}
