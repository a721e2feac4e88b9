package io.github.h11j.examples.blocking;

import io.github.h11j.CloseReason;
import io.github.h11j.Connection;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.State;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. It sends one request after another, each after the previous response was read to its end.
 * Another thread sends the body while the response is read, unless the body is small and already available; a response
 * that is not successful or says {@code Connection: close} stops the sending. Before each request except the first the
 * connection is checked: if the server has closed it, or sent anything, since the last response, it is given up (RFC
 * 9112 §9.2). Not thread-safe, except for {@link #abort()} and {@link #close()}.
 */
public final class BlockingClient implements AutoCloseable {

    private final Wire wire;
    private final ClientOptions options;
    private final Connection http;

    /** Guards the protocol's state, the current exchange, and the callback for its end. */
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable ClientExchange current;

    /** Whether an exchange has ended here, so that the connection has rested. */
    private boolean used;

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
     * @param options the options, with or without TLS
     * @return a client that is connected
     * @throws IOException if that fails
     */
    public static BlockingClient connect(String host, int port, ClientOptions options) throws IOException {
        return connect(SocketChannel.open().socket(), host, port, options);
    }

    /** With a socket that is not connected yet. */
    static BlockingClient connect(Socket socket, String host, int port, ClientOptions options) throws IOException {
        return new BlockingClient(Connector.connect(socket, host, port, options), options);
    }

    /**
     * Sends a request and waits for the head of the response.
     *
     * @param request with {@code Host}, and with {@code Content-Length} or {@code Transfer-Encoding} if it has a body
     * @param body the body; not sent completely if an unsuccessful response comes first
     * @return the response
     * @throws IOException {@link NoResponseException} if no byte of a response arrived, or if the server has ended the
     *     connection or sent something since the last exchange; the connection is closed
     * @throws io.github.h11j.LocalProtocolException if the request may not be sent; if only its body does not match its
     *     head, the connection is closed
     */
    public ClientResponse send(Request request, RequestBody body) throws IOException {
        return send(request, body, Progress.UNWATCHED);
    }

    /**
     * Sends a request and waits for the head of the response.
     *
     * @param request as {@link #send(Request, RequestBody)}
     * @param body as there
     * @param interim called for each interim response
     * @return the response
     * @throws IOException as there
     */
    public ClientResponse send(Request request, RequestBody body, Consumer<? super InformationalResponse> interim)
            throws IOException {
        return send(request, body, telling(interim));
    }

    static Progress telling(Consumer<? super InformationalResponse> interim) {
        return new Progress() {
            @Override
            public void interim(InformationalResponse response) {
                interim.accept(response);
            }
        };
    }

    /**
     * Sends a request and waits for the head of the response. The head and the body of the response may arrive while
     * the request body is still being sent: a caller that sends a long body must read the response, or the server may
     * stop reading.
     *
     * @param request as {@link #send(Request, RequestBody)}
     * @param body as there
     * @param progress called as the exchange proceeds
     * @return the response
     * @throws IOException as there
     */
    public ClientResponse send(Request request, RequestBody body, Progress progress) throws IOException {
        KeptParts parts = new KeptParts(body);
        boolean answered = false;
        try {
            ClientResponse response = exchange(request, parts, progress);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                parts.giveUp();
            }
        }
    }

    /**
     * With parts that can be given to another connection if this throws a {@link NoResponseException} that allows it.
     */
    ClientResponse exchange(Request request, KeptParts parts, Progress progress) throws IOException {
        ClientExchange exchange;
        lock.lock();
        try {
            if (current != null) {
                throw new IllegalStateException("the previous exchange is not finished");
            }
            http.check(request);
            requireQuiet();
            parts.open();
            exchange = new ClientExchange(this, parts, progress, this::ended);
            current = exchange;
        } finally {
            lock.unlock();
        }
        boolean told = false;
        try {
            progress.sending(this);
            told = true;
        } finally {
            if (!told) {
                exchange.giveUp();
            }
        }
        return exchange.send(request);
    }

    /**
     * Bytes that arrived before the first byte of a request are not its response (RFC 9112 §9.2), and a request to a
     * server that has already closed would be lost.
     */
    private void requireQuiet() throws NoResponseException {
        if (used && !wire.isQuiet()) {
            wire.close();
            throw NoResponseException.unsent(
                    new IOException("the server has ended the connection, or sent an unsolicited response"));
        }
    }

    private void ended(ClientExchange exchange) {
        Runnable told;
        lock.lock();
        try {
            current = null;
            used = true;
            told = whenFree;
            whenFree = () -> {};
        } finally {
            lock.unlock();
        }
        told.run();
    }

    /** Calls back once when the current exchange has ended or was aborted. */
    void whenFree(Runnable told) {
        lock.lock();
        try {
            whenFree = told;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether another request can be sent.
     *
     * @return whether it can; false also while an exchange is not finished
     */
    public boolean isReusable() {
        lock.lock();
        try {
            return current == null
                    && http.ourState() == State.IDLE
                    && http.closeReason().isEmpty()
                    && !wire.isClosed();
        } finally {
            lock.unlock();
        }
    }

    /** * Why no further request can be sent.
     *
     * @return empty as long as one can
     */
    public Optional<CloseReason> closeReason() {
        lock.lock();
        try {
            return http.closeReason();
        } finally {
            lock.unlock();
        }
    }

    Connection http() {
        return http;
    }

    ReentrantLock lock() {
        return lock;
    }

    Wire wire() {
        return wire;
    }

    ClientOptions options() {
        return options;
    }

    /** Breaks the connection off: what is being sent or read fails. Any thread may call this. */
    public void abort() {
        wire.abort();
    }

    /** Closes the connection; any thread may call this. */
    @Override
    public void close() {
        wire.close();
    }
}
