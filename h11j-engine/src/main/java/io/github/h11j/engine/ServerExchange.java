package io.github.h11j.engine;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One request and its response: what the handler has asked for, and how far it has come. */
final class ServerExchange extends CallOwner implements Exchange, SwitchedProtocol.Origin {

    final Request request;

    /** Whether the end of the request follows its head, so that taking it before the handler asks delays nothing. */
    final boolean hasNoBody;

    private final ServerProtocol http;
    private final SocketAddress peer;

    @Nullable
    BodyHandler body;

    @Nullable
    ProtocolHandler protocol;

    boolean requestComplete;

    boolean responseComplete;

    private int status;
    private @Nullable EndOfMessage keptEnd;
    private @Nullable Consumer<? super Exception> listener;

    ServerExchange(Request request, ServerProtocol http, ServerSession session) {
        super(session, "the exchange has failed");
        this.request = request;
        this.hasNoBody = !request.headers().contains("Content-Length")
                && !request.headers().contains("Transfer-Encoding");
        this.http = http;
        this.peer = session.peer;
    }

    /** Keeps the end of the request, because it arrived before the handler asked for it. */
    void keepEnd(EndOfMessage end) {
        keptEnd = end;
    }

    EndOfMessage takeEnd() {
        EndOfMessage end = Objects.requireNonNull(keptEnd);
        keptEnd = null;
        return end;
    }

    boolean owesEnd() {
        return keptEnd != null && body != null && !paused;
    }

    /** Events of the response have been sent, by the handler or by the server itself. */
    void sent(List<? extends Event> events) {
        for (Event event : events) {
            if (event instanceof Response response) {
                status = response.statusCode();
            } else if (event instanceof InformationalResponse response && response.statusCode() == 101) {
                status = 101;
            }
        }
    }

    @Override
    public void switched() {
        // it is not complete: the connection has switched to another protocol
    }

    /** Ends the exchange before it is complete. */
    @Override
    public void fail(Exception cause) {
        if (failure == null && !responseComplete) {
            failure = cause;
            session.watch.failed(cause);
            body = null;
            session.forget(this);
            tell();
        }
    }

    private void tell() {
        Consumer<? super Exception> whenFailed = listener;
        Exception cause = failure;
        if (whenFailed != null && cause != null) {
            listener = null;
            session.addNotice(new Call(Call.Listener.LISTENER, () -> whenFailed.accept(cause)));
        }
    }

    // ---- As the owner of its calls

    @Override
    public String description() {
        return "the handler";
    }

    @Override
    public void thrown(Throwable thrown, Session caller) {
        http.handlerFailed(this, thrown);
    }

    // ---- For the handler

    private void requireOpen() {
        requireNotFailed();
        if (responseComplete) {
            throw new IllegalStateException("the response is complete");
        }
        if (!session.isMakingAny()) { // nothing would write it, or the session may be running on another thread
            throw new IllegalStateException("no call is being made: pass a task to execute()");
        }
    }

    @Override
    public void send(List<? extends Event> events) {
        requireOpen();
        http.send(this, events);
        if (!session.isWritable()) {
            flush();
        }
    }

    @Override
    public void sendFile(Response head, FileChannel file, long position, long length) {
        boolean queued = false;
        try {
            requireOpen();
            if (position < 0) { // a transport would notice it only when the head has been written
                throw new IllegalArgumentException("negative position: " + position);
            }
            http.sendFile(this, head, file, position, length);
            queued = true;
        } finally {
            if (!queued) {
                OutputQueue.close(file);
            }
        }
    }

    @Override
    public void onWritable(Runnable task) {
        requireOpen();
        session.whenWritable(new Call(this, task::run));
    }

    @Override
    public void receiveBody(BodyHandler handler) {
        Objects.requireNonNull(handler, "handler");
        requireOpen();
        if (body != null) {
            throw new IllegalStateException("the body was asked for before");
        }
        body = handler;
        http.bodyWanted();
    }

    @Override
    public void switchTo(ProtocolHandler handler) {
        Objects.requireNonNull(handler, "handler");
        requireOpen();
        http.requireSwitched();
        protocol = handler;
    }

    @Override
    public void onFailure(Consumer<? super Exception> whenFailed) {
        listener = Objects.requireNonNull(whenFailed, "listener");
        tell();
    }

    @Override
    public void abort() {
        if (failure == null && !(responseComplete && requestComplete)) {
            session.lose(new IOException("the handler has given the connection up"));
        }
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public SocketAddress peer() {
        return peer;
    }

    @Override
    public Optional<SSLSession> tls() {
        return session.tls();
    }
}
