package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has been received of a response and not taken yet. Guarded by the lock of its call. After each part the response
 * is paused until the caller asks for the next: the time that this takes does not count as silence of the server.
 */
final class Incoming implements ResponseHandler, ProtocolHandler {

    /** Whether the request asks for a tunnel. */
    private final boolean tunnels;

    /** Whether the server has ended the connection without a response. */
    private final BooleanSupplier ignored;

    private final Deque<Event> come = new ArrayDeque<>(2);
    private @Nullable ClientExchange exchange;
    private boolean bodyWanted;
    private boolean ended;
    private Headers trailers = Headers.EMPTY;
    /** The connection after a switch; null before. */
    private @Nullable Duplex switched;

    private Bytes afterSwitch = Bytes.EMPTY;
    private @Nullable Exception failure;

    Incoming(boolean tunnels, BooleanSupplier ignored) {
        this.tunnels = tunnels;
        this.ignored = ignored;
    }

    // ---- As the handler

    @Override
    public void sendBody(ClientExchange to) {
        bodyWanted = true;
    }

    @Override
    public void interim(InformationalResponse response, ClientExchange from) {
        come.add(response);
        if (response.statusCode() == 101) {
            from.switchTo(this);
        }
    }

    @Override
    public void head(Response response, ClientExchange from) {
        come.add(response);
        exchange = from;
        if (tunnels && response.statusCode() < 300) {
            from.switchTo(this);
        } else {
            from.pause();
        }
    }

    @Override
    public void data(Data data) {
        come.add(data.bytes().isBorrowed() ? new Data(data.bytes().detach()) : data);
        if (exchange != null) {
            exchange.pause();
        }
    }

    @Override
    public void end(EndOfMessage end) {
        come.add(end);
    }

    @Override
    public void failed(Exception cause) {
        boolean lost = cause instanceof RemoteProtocolException
                || (cause instanceof IOException && !(cause instanceof SocketTimeoutException));
        failure = lost && ignored.getAsBoolean() ? new NoResponseException(cause) : cause;
    }

    @Override
    public void opened(Duplex duplex) {
        switched = duplex;
    }

    /** Only bytes that have arrived with the response. Later bytes are read without the session. */
    @Override
    public void received(Bytes bytes) {
        afterSwitch = bytes;
    }

    @Override
    public void ended() {
        // the socket reports it again
    }

    // ---- For the caller

    /** Returns whether the body of the request has been asked for. This is true once. */
    boolean takeBodyWanted() {
        boolean is = bodyWanted;
        bodyWanted = false;
        return is;
    }

    /** Returns an interim response if it is next; null otherwise. */
    @Nullable
    InformationalResponse takeInterim() {
        if (come.peek() instanceof InformationalResponse interim && interim.statusCode() != 101) {
            come.remove();
            return interim;
        }
        return null;
    }

    /**
     * Returns whether the head has arrived and, for a 101, the request has been sent, so that the switch is complete.
     */
    boolean hasHead() {
        return come.peek() instanceof Response || (come.peek() instanceof InformationalResponse && isSwitched());
    }

    boolean isEmpty() {
        return come.isEmpty();
    }

    /** Returns whether everything has been taken. */
    boolean hasEnded() {
        return ended || isSwitched();
    }

    boolean isSwitched() {
        return switched != null;
    }

    /** Returns the session's view of the connection after the switch. */
    Duplex duplex() {
        return Objects.requireNonNull(switched);
    }

    Bytes afterSwitch() {
        return afterSwitch;
    }

    Headers trailers() {
        return trailers;
    }

    /** Returns the head, or a 101. */
    Event takeHead() throws IOException {
        if (hasHead()) {
            return come.remove();
        }
        throw thrown();
    }

    /** Returns a part of the body; empty at the end. */
    Optional<Data> takeData() throws IOException {
        Event next = come.poll();
        if (next instanceof Data data) {
            return Optional.of(data);
        }
        if (next instanceof EndOfMessage end) {
            ended = true;
            trailers = end.trailers();
            return Optional.empty();
        }
        throw thrown();
    }

    /** Returns why there is nothing more. */
    private IOException thrown() {
        Exception cause = failure;
        if (cause instanceof UncheckedIOException && cause.getCause() instanceof IOException wrapped) {
            return wrapped;
        }
        if (cause instanceof IOException known) {
            return known;
        }
        if (cause instanceof LocalProtocolException own) {
            throw own;
        }
        return new IOException(cause instanceof RemoteProtocolException ? cause.getMessage() : "" + cause, cause);
    }
}
