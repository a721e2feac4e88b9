package io.github.h11j.examples.nio;

import io.github.h11j.Event;
import io.github.h11j.engine.Call;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.engine.Turns;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ResponseHandler;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's request that waits for a connection or is on one. Used on the loop's thread, except {@link #execute}. */
final class Pending implements Turns {

    private final Origin origin;
    private final EventLoop loop;
    private final ClientRequest request;

    /** Runs out if it waits for a connection too long. */
    final Timers.Timer waiting = new Timers.Timer(this::waitedTooLong);

    private @Nullable ClientConnection connection;

    /** How many addresses of its origin have failed. */
    private int tried;

    Pending(Origin origin, List<? extends Event> events, ResponseHandler handler, ClientRules rules, EventLoop loop) {
        this.origin = origin;
        this.loop = loop;
        this.request = new ClientRequest(events, handler, rules, this, loop.timers.now());
    }

    Origin origin() {
        return origin;
    }

    ClientRequest request() {
        return request;
    }

    void on(@Nullable ClientConnection taken) {
        connection = taken;
    }

    int tried() {
        return tried;
    }

    void tryNext() {
        tried++;
    }

    private void waitedTooLong() {
        fail(new SocketTimeoutException("no connection to " + origin.host() + " became free in time"));
    }

    /** The request is on no connection, and will not be on one. */
    void fail(Exception cause) {
        waiting.disarm();
        request.fail(cause);
        call();
    }

    private void call() {
        for (Call call = request.call(); call != null; call = request.call()) {
            try {
                call.run();
            } catch (Throwable e) {
                EventLoop.log(System.Logger.Level.WARNING, "failed()", e);
            }
        }
    }

    @Override
    public void execute(Runnable turn) {
        loop.execute(() -> {
            turn.run();
            call();
            ClientConnection current = connection;
            if (current != null) {
                current.proceed();
            }
        });
    }
}
