package io.github.h11j.examples.nio;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.handler.BodyHandler;
import io.github.h11j.examples.handler.Exchange;
import io.github.h11j.examples.handler.ProtocolHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One request and its response on a {@link NioConnection}: what the handler has asked for, and how far it is. */
final class NioExchange implements Exchange {

    final Request request;
    /** Whether its end follows its head, so that nothing is held back by taking it before it is asked for. */
    final boolean hasNoBody;

    private final HttpDriver driver;
    private final NioConnection connection;

    @Nullable
    BodyHandler body;

    @Nullable
    ProtocolHandler protocol;

    boolean paused;
    boolean requestComplete;
    boolean responseComplete;
    private @Nullable EndOfMessage keptEnd;
    private @Nullable Exception failure;
    private @Nullable Consumer<? super Exception> listener;

    NioExchange(Request request, HttpDriver driver, NioConnection connection) {
        this.request = request;
        this.hasNoBody = !request.headers().contains("Content-Length")
                && !request.headers().contains("Transfer-Encoding");
        this.driver = driver;
        this.connection = connection;
    }

    /** The request has ended before its handler wanted to know. */
    void keepEnd(EndOfMessage end) {
        keptEnd = end;
    }

    boolean owesEnd() {
        return keptEnd != null && body != null && !paused && !responseComplete;
    }

    EndOfMessage takeEnd() {
        EndOfMessage end = Objects.requireNonNull(keptEnd);
        keptEnd = null;
        return end;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Ends it before its end. */
    void fail(Exception cause) {
        if (failure != null || responseComplete) {
            return;
        }
        failure = cause;
        body = null;
        tell();
    }

    private void tell() {
        Consumer<? super Exception> told = listener;
        Exception cause = failure;
        if (told != null && cause != null) {
            listener = null;
            try {
                told.accept(cause);
            } catch (Throwable e) {
                connection.owner.callFailed("a listener of an exchange's failure has failed", e);
            }
        }
    }

    private void requireOpen() {
        if (failure != null) {
            throw new UncheckedIOException(new IOException("the exchange has failed", failure));
        }
        if (responseComplete) {
            throw new IllegalStateException("the response is complete");
        }
    }

    @Override
    public void send(List<? extends Event> events) {
        requireOpen();
        driver.send(this, events);
    }

    @Override
    public void sendFile(Response head, FileChannel file, long position, long length) {
        boolean queued = false;
        try {
            requireOpen();
            queued = driver.sendFile(this, head, file, position, length);
        } finally {
            if (!queued) {
                OutputQueue.closeQuietly(file);
            }
        }
    }

    @Override
    public void flush() {
        if (failure != null) {
            requireOpen();
        }
        driver.flush();
    }

    @Override
    public boolean isWritable() {
        return connection.output.isWritable();
    }

    @Override
    public void onWritable(Runnable task) {
        requireOpen();
        connection.onWritable(() -> driver.run(this, task));
    }

    @Override
    public void receiveBody(BodyHandler handler) {
        requireOpen();
        if (body != null) {
            throw new IllegalStateException("the body was asked for before");
        }
        body = handler;
        driver.bodyWanted();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void switchTo(ProtocolHandler handler) {
        requireOpen();
        driver.requireSwitched();
        protocol = handler;
    }

    @Override
    public void onFailure(Consumer<? super Exception> told) {
        listener = told;
        tell();
    }

    @Override
    public void execute(Runnable task) {
        connection.loop.execute(() -> driver.run(this, task));
    }

    @Override
    public void abort() {
        if (failure == null && !(responseComplete && requestComplete)) {
            connection.abort(new IOException("the handler has given the connection up"));
        }
    }

    @Override
    public SocketAddress peer() {
        try {
            return connection.peer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<SSLSession> tls() {
        return connection.tls();
    }
}
