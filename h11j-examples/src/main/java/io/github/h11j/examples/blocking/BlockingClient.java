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
 * One connection to a server: one request after another, each when the response before it was read to its end. A body
 * that is not small and at hand is sent by a thread of its own while the response is read; an answer that is no success
 * or says {@code Connection: close} ends the sending. Before each request but the first the connection is looked at:
 * if the server has closed it, or sent anything, since the response before, it is given up (RFC 9112 §9.2). For one
 * thread at a time, but for {@link #abort()} and {@link #close()}.
 */
public final class BlockingClient implements AutoCloseable {

    private final Wire wire;
    private final ClientOptions options;
    private final Connection http;

    /** Guards the protocol's state, the exchange at hand, and who is told of its end. */
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
     * @param options with TLS or without
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
     * @param body what follows; not sent to its end if the response comes before and is no success
     * @return the response
     * @throws IOException {@link NoResponseException} if not a byte of a response came, or if the server has ended the
     *     connection or sent something since the exchange before; the connection is closed
     * @throws io.github.h11j.LocalProtocolException if the request may not be sent; if only its body does not fit, the
     *     connection is closed
     */
    public ClientResponse send(Request request, RequestBody body) throws IOException {
        return send(request, body, Progress.UNWATCHED);
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
     * Sends a request and waits for the head of the response. It may come while the body is still being sent, and its
     * own body too: whoever sends a long body reads the response, or the server may stop to read.
     *
     * @param request as {@link #send(Request, RequestBody)}
     * @param body as there
     * @param progress is told how it gets on
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

    /** With parts that can be given to another connection if this throws a {@link NoResponseException} that allows it. */
    ClientResponse exchange(Request request, KeptParts parts, Progress progress) throws IOException {
        ClientExchange exchange;
        lock.lock();
        try {
            if (current != null) {
                throw new IllegalStateException("the exchange before is not over");
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
     * What has come before the first byte of a request is not its answer (RFC 9112 §9.2), and a request to a server that
     * has closed already would be lost.
     */
    private void requireQuiet() throws NoResponseException {
        if (used && !wire.isQuiet()) {
            wire.close();
            throw NoResponseException.unsent(
                    new IOException("the server has ended the connection, or sent what nobody asked for"));
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

    /** Calls back once when the exchange at hand has ended or was given up. */
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
     * @return false too while an exchange is not over
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

    /**
     * Why no other request can be sent.
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
