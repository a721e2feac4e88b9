package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.CloseReason;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.Violation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server: one request after another, each when the response before it was read to its end. While a
 * body is sent, the socket is looked at between the writes, so an early answer ends the sending; a server that neither
 * reads nor answers holds a write up until {@link #close()} is called from another thread. For one thread at a time.
 */
public final class BlockingClient implements AutoCloseable {

    /** How much of a response is kept while the request is still being sent: 1 MiB. */
    private static final int EARLY = 1 << 20;

    private final Wire wire;
    private final ClientOptions options;
    private final Connection http;
    private final Deque<Data> early = new ArrayDeque<>();
    private int earlyOctets;
    private long received;
    private boolean endSeen;
    private Headers trailers = Headers.EMPTY;
    private @Nullable ClientResponse current;
    private @Nullable Event head;
    private Runnable whenFree = () -> {};

    private BlockingClient(Wire wire, ClientOptions options) {
        this.wire = wire;
        this.options = options;
        this.http = Connection.client(options.policy());
    }

    /**
     * Connects.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @param options with TLS or without
     * @return a client that is connected
     * @throws IOException if that fails
     */
    public static BlockingClient connect(String host, int port, ClientOptions options) throws IOException {
        return connect(new Socket(), host, port, options);
    }

    /** With a socket that is not connected yet. */
    static BlockingClient connect(Socket socket, String host, int port, ClientOptions options) throws IOException {
        try {
            Wire.setNoDelay(socket);
            socket.connect(new InetSocketAddress(host, port), (int)
                    options.connectTimeout().toMillis());
            Wire wire = new Wire(socket, secured(socket, host, port, options));
            wire.handshake(options.connectTimeout());
            return new BlockingClient(wire, options);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket socket, String host, int port, ClientOptions options) throws IOException {
        if (options.tls().isEmpty()) {
            return socket;
        }
        SSLSocket tls = (SSLSocket) options.tls().get().getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    /**
     * Sends a request and waits for the head of the response.
     *
     * @param request with {@code Host}, and with {@code Content-Length} or {@code Transfer-Encoding} if it has a body
     * @param body what follows; not sent to its end if the response comes before and is no success
     * @return the response
     * @throws IOException {@link NoResponseException} if not an octet of a response came; the connection is closed
     * @throws io.github.h11j.LocalProtocolException if the request may not be sent; if only its body does not fit, the
     *     connection is closed
     */
    public ClientResponse send(Request request, RequestBody body) throws IOException {
        return send(request, body, interim -> {});
    }

    /**
     * Sends a request and waits for the head of the response.
     *
     * @param request as {@link #send(Request, RequestBody)}
     * @param body as there
     * @param interim is told of interim responses
     * @return the response
     * @throws IOException as there
     */
    public ClientResponse send(Request request, RequestBody body, Consumer<? super InformationalResponse> interim)
            throws IOException {
        if (current != null) {
            throw new IllegalStateException("the response before was not read to its end");
        }
        received = 0;
        endSeen = false;
        head = null;
        trailers = Headers.EMPTY;
        early.clear();
        earlyOctets = 0;
        http.check(request);
        boolean answered = false;
        try {
            sendAll(request, body, interim);
            Event response = awaitHead(interim);
            answered = true;
            return respond(response);
        } finally {
            if (!answered) {
                wire.abort();
            }
        }
    }

    private ClientResponse respond(Event response) {
        ClientResponse given = response instanceof Response last
                ? new ClientResponse(this, last.statusCode(), last.headers())
                : new ClientResponse(this, 101, ((InformationalResponse) response).headers());
        current = given;
        return given;
    }

    /** 4. Head and the first of the body leave together; an answer that comes early ends it. */
    private void sendAll(Request request, RequestBody body, Consumer<? super InformationalResponse> interim)
            throws IOException {
        try (RequestBody.Parts parts = body.open()) {
            queue(http.send(request));
            if (http.clientIsWaitingFor100Continue()) {
                awaitContinue(interim);
            }
            while (!isRefused()) {
                Optional<Data> part = parts.next();
                if (part.isEmpty()) {
                    queue(http.send(new EndOfMessage(parts.trailers())));
                    break;
                }
                queue(http.send(part.get()));
                if (part.get().bytes().length() > 0 && earlyOctets < EARLY) {
                    received(wire.poll());
                    takeEarly(interim);
                }
            }
            wire.flush(options.readTimeout());
        } catch (WriteFailedException e) {
            awaitAnswerAfter(e, interim);
        }
        if (isSending()) {
            http.sendFailed(); // the rest of the body will not come
        }
    }

    private boolean isSending() {
        return http.ourState() == State.SEND_BODY;
    }

    /** Whether the server has answered and will not want the rest. */
    private boolean isRefused() {
        return head instanceof Response response
                && (response.statusCode() >= 300 || response.headers().containsToken("Connection", "close"));
    }

    private static final class WriteFailedException extends IOException {
        private static final long serialVersionUID = 1L;

        WriteFailedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private void queue(byte[] bytes) throws IOException {
        try {
            wire.queue(bytes, options.readTimeout());
        } catch (IOException e) {
            throw new WriteFailedException(e);
        }
    }

    /** The server may have answered before it stopped to read. */
    private void awaitAnswerAfter(WriteFailedException failure, Consumer<? super InformationalResponse> interim)
            throws IOException {
        http.sendFailed();
        try {
            if (head == null) {
                head = awaitHead(interim);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw e instanceof NoResponseException ? e : failure;
        }
    }

    private void awaitContinue(Consumer<? super InformationalResponse> interim) throws IOException {
        flush();
        long deadline = Wire.deadline(options.continueTimeout());
        while (head == null && http.clientIsWaitingFor100Continue()) {
            try {
                receive(deadline);
            } catch (SocketTimeoutException e) {
                return; // RFC 9110 §10.1.1: a client does not wait for ever
            }
            takeEarly(interim);
        }
    }

    private void flush() throws IOException {
        try {
            wire.flush(options.readTimeout());
        } catch (IOException e) {
            throw new WriteFailedException(e);
        }
    }

    /** Takes the events that are there, while the request is still being sent. */
    private void takeEarly(Consumer<? super InformationalResponse> interim) throws IOException {
        for (NextEvent next = next(); next instanceof Event event; next = next()) {
            take(event, interim);
            if (endSeen || event instanceof ConnectionClosed) {
                return;
            }
        }
    }

    private void take(Event event, Consumer<? super InformationalResponse> interim) {
        if (event instanceof Response) {
            head = event;
        } else if (event instanceof InformationalResponse response) {
            if (response.statusCode() == 101) {
                head = event;
            } else {
                interim.accept(response);
            }
        } else if (event instanceof Data data) {
            early.add(data);
            earlyOctets += data.bytes().length();
        } else if (event instanceof EndOfMessage end) {
            endSeen = true;
            trailers = end.trailers();
        }
    }

    private Event awaitHead(Consumer<? super InformationalResponse> interim) throws IOException {
        while (head == null) {
            NextEvent next = next(); // 1.
            if (next == Signal.NEED_DATA) { // 2.
                receive(Wire.deadline(options.readTimeout()));
            } else if (next instanceof Event event) { // 3.
                take(event, interim);
            }
        }
        return head;
    }

    private NextEvent next() throws IOException {
        try {
            return http.nextEvent();
        } catch (RemoteProtocolException e) {
            boolean none = e.violation() == Violation.EOF_BEFORE_RESPONSE
                    || (e.violation() == Violation.CONNECTION_ABORTED && received == 0);
            wire.abort();
            throw none ? new NoResponseException(e) : new IOException(e.getMessage(), e);
        }
    }

    private void receive(long deadline) throws IOException {
        try {
            received(wire.read(deadline));
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            http.receiveAbort();
        }
    }

    private void received(int n) {
        if (n < 0) {
            http.receiveEof();
        } else {
            received += n;
            http.receiveData(wire.buffer(), 0, n);
        }
    }

    Optional<Data> nextData(ClientResponse response) throws IOException {
        if (response != current) {
            return Optional.empty();
        }
        boolean done = false;
        try {
            Optional<Data> data = readData();
            done = true;
            return data;
        } finally {
            if (!done) {
                giveUp(response);
            }
        }
    }

    private Optional<Data> readData() throws IOException {
        if (!early.isEmpty()) {
            return Optional.of(early.remove());
        }
        while (!endSeen && http.theirState() != State.SWITCHED_PROTOCOL) {
            NextEvent next = next();
            if (next instanceof Data data) {
                return Optional.of(data);
            } else if (next instanceof EndOfMessage end) {
                endSeen = true;
                trailers = end.trailers();
            } else if (next == Signal.NEED_DATA) {
                receive(Wire.deadline(options.readTimeout()));
            } else {
                break;
            }
        }
        if (http.theirState() != State.SWITCHED_PROTOCOL) {
            endCycle();
        }
        return Optional.empty();
    }

    /** 5. The connection is used again, or closed. */
    private void endCycle() {
        if (http.isReusable()) {
            http.startNextCycle();
        } else {
            wire.close();
        }
        free();
    }

    private void free() {
        current = null;
        Runnable told = whenFree;
        whenFree = () -> {};
        told.run();
    }

    void giveUp(ClientResponse response) {
        if (response == current) {
            wire.abort();
            free();
        }
    }

    Headers trailers(ClientResponse response) {
        return current == null || response == current ? trailers : Headers.EMPTY;
    }

    Optional<Tunnel> tunnel(ClientResponse response) {
        if (response != current || http.theirState() != State.SWITCHED_PROTOCOL) {
            return Optional.empty();
        }
        Bytes first = http.trailingData().bytes();
        return Optional.of(new Tunnel(
                new SequenceInputStream(new ByteArrayInputStream(first.toByteArray()), wire.in()), wire.out()));
    }

    /** Calls back once when the response at hand has ended or was given up. */
    void whenFree(Runnable told) {
        whenFree = told;
    }

    /**
     * Whether another request can be sent.
     *
     * @return false too while a response is not read to its end
     */
    public boolean isReusable() {
        return current == null
                && http.ourState() == State.IDLE
                && http.closeReason().isEmpty()
                && !wire.isClosed();
    }

    /**
     * Why no other request can be sent.
     *
     * @return empty as long as one can
     */
    public Optional<CloseReason> closeReason() {
        return http.closeReason();
    }

    /** Looks whether the server has closed or sent what was not asked for; waits for a millisecond. */
    boolean isStale() {
        try {
            received(wire.tryRead());
            return http.nextEvent() != Signal.NEED_DATA;
        } catch (IOException | RemoteProtocolException e) {
            return true;
        }
    }

    /** How long a connection may rest without a look whether it still lives: 1 s. */
    static final Duration RESTED = Duration.ofSeconds(1);

    /** Closes the connection; any thread may call this. */
    @Override
    public void close() {
        wire.close();
    }
}
