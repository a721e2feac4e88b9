package io.github.h11j.examples.blocking;

import io.github.h11j.BodyFrame;
import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Response;
import io.github.h11j.State;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A request and its response on a {@link ServerConnection}. */
final class BlockingExchange implements Exchange {

    private static final int FILE_BLOCK = 1 << 16;

    private final ServerConnection connection;
    private final Connection http;
    private final Wire wire;
    private @Nullable BodyHandler body;
    private @Nullable ProtocolHandler protocol;
    private @Nullable Consumer<? super Exception> listener;
    private @Nullable Exception failure;
    private boolean paused;
    private boolean over;

    BlockingExchange(ServerConnection connection) {
        this.connection = connection;
        this.http = connection.http();
        this.wire = connection.wire();
    }

    /** Whether the response has been sent to its end, or can no longer be. */
    boolean isComplete() {
        State state = http.ourState();
        return over
                || (state != State.IDLE
                        && state != State.SEND_RESPONSE
                        && state != State.SEND_BODY
                        && state != State.SWITCHED_PROTOCOL);
    }

    /** Whether the next part of the body may be read; before a switch it is, even if nobody wants it. */
    boolean takesBody() {
        return http.theirState() == State.SEND_BODY
                && (body == null ? http.ourState() == State.SWITCHED_PROTOCOL : !paused);
    }

    @Nullable
    BodyHandler body() {
        return body;
    }

    @Nullable
    ProtocolHandler protocol() {
        return protocol;
    }

    /** The connection goes on without this exchange. */
    void over() {
        over = true;
    }

    /** The exchange has ended too early, unless it is over. */
    void fail(Exception cause) {
        if (over) {
            return;
        }
        over = true;
        failure = cause;
        if (listener != null) {
            tell(listener, cause);
        }
    }

    /** What a listener throws is the application's fault, and must not cost more than itself. */
    private void tell(Consumer<? super Exception> told, Exception cause) {
        try {
            told.accept(cause);
        } catch (Throwable e) {
            connection.listenerFailed(e);
        }
    }

    @Override
    public void send(List<? extends Event> events) {
        requireOpen();
        Event[] complete = connection.options().fields().complete(events, mustClose(events));
        if (complete.length == 0) {
            return;
        }
        byte[] bytes;
        try {
            bytes = http.send(List.of(complete)); // 4.
        } catch (LocalProtocolException e) { // nothing has changed: a 500 is still possible
            if (http.ourState() != State.SEND_RESPONSE) {
                http.sendFailed(); // but not after a part of the response, which must not look complete
            }
            throw e;
        }
        queue(Bytes.wrap(bytes));
    }

    private void requireOpen() {
        if (connection.lost() != null) {
            throw new UncheckedIOException(connection.lost());
        }
        if (failure instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        if (over || isComplete()) {
            throw new IllegalStateException("the response is complete");
        }
    }

    /**
     * Whether a response is to say that no other follows: it does not wait for the rest of the request, which is more than
     * is dropped, or may be (RFC 9112 §9.6, RFC 9110 §10.1.1).
     */
    private boolean mustClose(List<? extends Event> events) {
        return connection.isStopping() || (leavesTooMuch() && (body == null || Responses.mayComeEarly(events)));
    }

    private boolean leavesTooMuch() {
        return http.theirState() == State.SEND_BODY
                && (http.theyAreWaitingFor100Continue()
                        || http.theirRemainingBodyLength().orElse(Long.MAX_VALUE)
                                > connection.options().drainOctets());
    }

    private void queue(Bytes bytes) {
        try {
            wire.queue(bytes, connection.options().writeTimeout());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private UncheckedIOException lost(IOException cause) {
        connection.lose(cause);
        return new UncheckedIOException(cause);
    }

    @Override
    public void sendFile(Response head, FileChannel file, long position, long length) {
        try (file) {
            requireOpen();
            Headers headers = head.headers();
            boolean framed = headers.contains("Content-Length") || headers.contains("Transfer-Encoding");
            Response response = framed
                    ? head
                    : new Response(
                            head.statusCode(),
                            head.reason(),
                            headers.with("Content-Length", Long.toString(length)),
                            head.version());
            Response complete =
                    connection.options().fields().complete(response, mustClose(List.of(EndOfMessage.NO_TRAILERS)));
            BodyFrame frame = http.sendBody(length, complete); // 4. head and body leave together
            queue(frame.before());
            copy(file, position, frame.length());
            queue(frame.after());
            queue(Bytes.wrap(http.send(EndOfMessage.NO_TRAILERS)));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void copy(FileChannel file, long from, long length) throws IOException {
        byte[] block = new byte[(int) Math.min(length, FILE_BLOCK)];
        long position = from;
        long left = length;
        while (left > 0) {
            int n = file.read(ByteBuffer.wrap(block, 0, (int) Math.min(left, block.length)), position);
            if (n < 0) {
                throw new EOFException("the file is shorter than was announced");
            }
            wire.queue(block, n, connection.options().writeTimeout());
            position += n;
            left -= n;
        }
    }

    @Override
    public void flush() {
        try {
            wire.flush(connection.options().writeTimeout());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void onWritable(Runnable task) {
        execute(task);
    }

    @Override
    public void receiveBody(BodyHandler handler) {
        requireOpen();
        if (body != null) {
            throw new IllegalStateException("the body was asked for before");
        }
        body = handler;
        if (http.theyAreWaitingFor100Continue() && http.ourState() == State.SEND_RESPONSE) {
            queue(Bytes.wrap(http.send(new InformationalResponse(100, Headers.EMPTY)))); // 4.
        }
        connection.turns().signal();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        connection.turns().signal();
    }

    @Override
    public void switchTo(ProtocolHandler handler) {
        if (http.ourState() != State.SWITCHED_PROTOCOL) {
            throw new IllegalStateException("no switch of protocols was sent");
        }
        protocol = handler;
        connection.turns().signal();
    }

    @Override
    public void onFailure(Consumer<? super Exception> told) {
        if (failure != null) {
            tell(told, failure);
        } else {
            listener = told;
        }
    }

    @Override
    public void execute(Runnable task) {
        connection.turns().execute(() -> {
            if (!over) {
                task.run();
            }
        });
    }

    @Override
    public void abort() {
        if (over) {
            return;
        }
        connection.lose(new IOException("the handler gave the connection up"));
    }

    @Override
    public SocketAddress peer() {
        return wire.raw().getRemoteSocketAddress();
    }

    @Override
    public Optional<SSLSession> tls() {
        return wire.tls();
    }
}
