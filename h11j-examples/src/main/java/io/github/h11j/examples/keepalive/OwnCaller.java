package io.github.h11j.examples.keepalive;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Signal;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Makes the calls with the client of this project. */
final class OwnCaller implements Caller {

    /** How many requests are sent before the first response is read. */
    static final int DEPTH = 5;

    private static final int LIMIT = 1 << 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int TIMEOUT = 30_000;
    private static final int POST_BYTES = 2048;

    @Override
    public String name() {
        return Cell.OWN;
    }

    @Override
    public List<Double> call(MeasuredServer server, int calls) throws IOException {
        Request get = new Request("GET", "/", Headers.of("Host", server.host() + ":" + server.port()));
        return call(server, calls, get, RequestBody.NONE);
    }

    /** Makes the same calls, with a body in each request. */
    List<Double> post(MeasuredServer server, int calls) throws IOException {
        Headers fields =
                Headers.of("Host", server.host() + ":" + server.port(), "Content-Length", Integer.toString(POST_BYTES));
        RequestBody body = RequestBody.of(Bytes.wrap(new byte[POST_BYTES]));
        return call(server, calls, new Request("POST", "/", fields), body);
    }

    private static List<Double> call(MeasuredServer server, int calls, Request request, RequestBody body)
            throws IOException {
        List<Double> millis = new ArrayList<>(calls);
        Origin origin = Origin.http(server.host(), server.port());
        try (BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
            for (int i = 0; i < calls; i++) {
                long begun = System.nanoTime();
                ClientResponse response = client.send(origin, request, body);
                response.readAll(LIMIT);
                millis.add((System.nanoTime() - begun) / NANOS_PER_MILLI);
                if (response.statusCode() != 200) {
                    throw new IOException("the server answers " + response.statusCode());
                }
            }
        }
        return millis;
    }

    /**
     * Sends batches of {@link #DEPTH} requests in one write, each batch when the responses to the previous one have
     * arrived.
     */
    List<Double> pipeline(MeasuredServer server, int batches) throws IOException {
        Request get = new Request("GET", "/", Headers.of("Host", server.host()));
        Connection http = Connection.client();
        byte[] request = http.send(get, EndOfMessage.NO_TRAILERS);
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (int i = 0; i < DEPTH; i++) {
            batch.writeBytes(request);
        }
        List<Double> millis = new ArrayList<>(batches);
        try (Socket socket = new Socket(server.host(), server.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT);
            socket.getOutputStream().write(request);
            int expected = DEPTH * readAnswer(http, socket.getInputStream());
            for (int i = 0; i < batches; i++) {
                long begun = System.nanoTime();
                socket.getOutputStream().write(batch.toByteArray());
                if (socket.getInputStream().readNBytes(expected).length < expected) {
                    throw new EOFException("the server has closed in the middle of a batch");
                }
                millis.add((System.nanoTime() - begun) / NANOS_PER_MILLI);
            }
        }
        return millis;
    }

    /** Reads one response and returns its length, which all following responses have. */
    private static int readAnswer(Connection http, InputStream in) throws IOException {
        byte[] buffer = new byte[LIMIT];
        int bytes = 0;
        NextEvent next = http.nextEvent();
        while (!(next instanceof EndOfMessage)) {
            if (next == Signal.NEED_DATA) {
                int n = in.read(buffer);
                if (n < 0) {
                    http.receiveEof();
                } else {
                    bytes += n;
                    http.receiveData(buffer, 0, n);
                }
            }
            next = http.nextEvent();
        }
        return bytes;
    }
}
