package io.github.h11j.engine;

import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches one connection for an {@link Observer}. */
final class ObserverWatch extends Watch {

    private final Observer observer;
    private final SessionCore session;
    private final ObservedConnection connection;

    /** Whether an exchange ends when its output has been written, as a server's exchange does. */
    private final boolean endsWhenWritten;

    /** Used while there is no exchange. */
    private final ObservedExchange none;

    private ObservedExchange current;

    /** Exchanges that are over, except that their output has not been written yet. */
    private final Queue<ObservedExchange> unwritten = new ArrayDeque<>(2);

    private long received;
    private long sent;

    /** How many bytes of the peer were used at the end of the previous exchange. */
    private long used;

    /** The time of the last report. */
    private long now;

    private boolean over;

    ObserverWatch(Observer observer, SessionCore session, @Nullable SocketAddress peer, long now) {
        this.observer = observer;
        this.session = session;
        this.connection = new ObservedConnection(peer, now);
        this.none = new ObservedExchange(connection, null, 0, now);
        this.current = none;
        this.endsWhenWritten = peer != null;
        this.now = now;
        addNotice(observer::connectionBegan, connection);
    }

    /** What the observer throws does not change what has happened, and nothing waits for the observer. */
    private <T> void addNotice(Consumer<? super T> what, T with) {
        session.addNotice(new Call(Call.Listener.OBSERVER, () -> what.accept(with)));
    }

    // ---- The connection

    @Override
    void received(long bytes) {
        received += bytes;
    }

    @Override
    void written(long bytes) {
        sent += bytes;
    }

    @Override
    void lost(Exception cause) {
        connection.failure = cause;
    }

    private long queued() {
        return sent + session.output.pending();
    }

    // ---- An exchange

    /** An exchange begins; without a request if none could be read. */
    @Override
    void begin(@Nullable Request request) {
        ObservedExchange begun = new ObservedExchange(connection, request, queued(), now);
        current = begun;
        addNotice(observer::exchangeBegan, begun);
    }

    /** A response has been queued or received. */
    @Override
    void response(List<? extends Event> events) {
        for (Event event : events) {
            if (event instanceof Response response) {
                status(response.statusCode());
            } else if (event instanceof InformationalResponse response) {
                status(response.statusCode());
            } else if (event instanceof Data data) {
                content(data.bytes().length());
            }
        }
    }

    @Override
    void status(int code) {
        if (code >= 200 || code == 101) {
            current.status = code;
        }
    }

    @Override
    void content(long bytes) {
        if (hasContent(current)) {
            current.content += bytes;
        }
    }

    /** What a handler sends in a response to HEAD or in a 304 is dropped. With 204 it must not send any. */
    private static boolean hasContent(ObservedExchange exchange) {
        return exchange.status != 304
                && exchange.request()
                        .filter(head -> head.method().equals("HEAD"))
                        .isEmpty();
    }

    /** All of a response has been queued. */
    @Override
    void complete() {
        current.outputEnds = queued();
    }

    /** The exchange has failed or will fail. The first cause is kept. */
    @Override
    void failed(Exception cause) {
        if (current.failure == null) {
            current.failure = cause;
        }
    }

    /** Nothing more of the exchange will be received or queued. */
    @Override
    @SuppressWarnings("ReferenceEquality") // the same object
    void end() {
        ObservedExchange exchange = current;
        if (exchange != none) {
            current = none;
            long before = used;
            used = session.protocol.used();
            exchange.received = used - before;
            if (exchange.outputEnds < 0) {
                exchange.outputEnds = endsWhenWritten ? queued() : sent;
            }
            unwritten.add(exchange);
        }
    }

    // ---- After each report

    @Override
    void at(long time) {
        now = time;
    }

    /** Reports what has ended. While a call is being made, that call can still decide how its exchange ends. */
    @Override
    void settle() {
        if (session.isMakingAny()) {
            return;
        }
        if (session.hasEnded()) {
            end();
        }
        boolean closed = session.phase == SessionCore.Phase.CLOSED;
        ObservedExchange next = unwritten.peek();
        while (next != null && (closed || next.outputEnds <= sent)) {
            unwritten.remove();
            ended(next);
            next = unwritten.peek();
        }
        if (closed && !over) {
            over = true;
            connection.ended = now;
            connection.received = received;
            connection.sent = sent;
            connection.tls = session.tls;
            connection.closeReason = session.protocol.closeReason();
            addNotice(observer::connectionEnded, connection);
        }
    }

    private void ended(ObservedExchange exchange) {
        exchange.ended = now;
        exchange.sent = Math.max(0, Math.min(sent, exchange.outputEnds) - exchange.outputBegins);
        if (exchange.outputEnds > sent && exchange.failure == null) {
            exchange.failure = connection.failure; // only a lost connection leaves something unwritten
        }
        addNotice(observer::exchangeEnded, exchange);
    }
}
