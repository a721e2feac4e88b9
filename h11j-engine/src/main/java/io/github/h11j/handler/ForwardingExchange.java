package io.github.h11j.handler;

import io.github.h11j.Event;
import io.github.h11j.Response;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/**
 * An exchange that forwards every call. It is for handlers that precede other handlers and change a part of what they
 * see. {@link #send(Event, Event...)} calls {@link #send(List)}, so overriding the latter is enough. A target has one
 * listener of failures: if the first handler needs its own, it must override {@link #onFailure} and call both.
 */
public abstract class ForwardingExchange implements Exchange {

    private final Exchange target;

    /**
     * Creates an exchange.
     *
     * @param target receives every call
     */
    protected ForwardingExchange(Exchange target) {
        this.target = target;
    }

    @Override
    public void send(List<? extends Event> events) {
        target.send(events);
    }

    @Override
    public void sendFile(Response head, FileChannel file, long position, long length) {
        target.sendFile(head, file, position, length);
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public boolean isWritable() {
        return target.isWritable();
    }

    @Override
    public void onWritable(Runnable task) {
        target.onWritable(task);
    }

    @Override
    public void receiveBody(BodyHandler handler) {
        target.receiveBody(handler);
    }

    @Override
    public void pause() {
        target.pause();
    }

    @Override
    public void resume() {
        target.resume();
    }

    @Override
    public void switchTo(ProtocolHandler handler) {
        target.switchTo(handler);
    }

    @Override
    public void onFailure(Consumer<? super Exception> listener) {
        target.onFailure(listener);
    }

    @Override
    public void execute(Runnable task) {
        target.execute(task);
    }

    @Override
    public void abort() {
        target.abort();
    }

    @Override
    public int status() {
        return target.status();
    }

    @Override
    public SocketAddress peer() {
        return target.peer();
    }

    @Override
    public Optional<SSLSession> tls() {
        return target.tls();
    }
}
