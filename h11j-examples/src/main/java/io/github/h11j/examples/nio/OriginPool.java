package io.github.h11j.examples.nio;

import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** The connections to one origin, and the requests that wait for one. Used on the loop's thread. */
final class OriginPool {

    private final LoopPools client;
    private final Origin origin;
    private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private int connections;
    private boolean serving;

    OriginPool(LoopPools client, Origin origin) {
        this.client = client;
        this.origin = origin;
    }

    ClientRules rules() {
        return client.settings.rules();
    }

    /** The connection can take another request. */
    void free(ClientConnection free) {
        idle.push(free);
        client.becomesIdle(free);
        serveLater();
    }

    /** The connection has closed: another one may be opened. */
    void retire(ClientConnection closed) {
        client.closed(closed);
        idle.remove(closed);
        release();
        serveLater();
    }

    /**
     * The connection has closed, and its request is sent on a new one: to the next address, if the connection was not
     * made.
     */
    void replace(ClientConnection closed, Pending pending, Exception cause) {
        retire(closed);
        if (closed.hasStarted()) {
            connect(pending);
        } else {
            connectToNext(pending, cause);
        }
    }

    /**
     * Serves in a separate task: a connection may report that it is free while bytes that it has received are still
     * being processed, and no others can be read then.
     */
    private void serveLater() {
        if (!serving && !client.loop.execute(this::serve)) {
            stop(); // the loop has ended: no request gets a connection any more
        }
    }

    void submit(Pending pending) {
        waiting.add(pending);
        serve();
        if (waiting.peekLast() == pending) {
            long now = client.loop.timers.now();
            long limit = rules().timeouts().start().toNanos();
            client.loop.timers.armAt(
                    pending.waiting, now + Math.min(limit, pending.request().deadline() - now));
        }
    }

    /**
     * Serves waiting requests with free connections, the most recently used one first. Called in a task of the loop.
     */
    private void serve() {
        serving = true;
        while (!waiting.isEmpty() && serveNext()) {
            // serves the next one
        }
        serving = false;
        if (connections == 0 && waiting.isEmpty()) {
            client.unused(origin, this);
        }
    }

    /** Returns whether there was a connection for the first waiting request. */
    private boolean serveNext() {
        if (waiting.element().request().isOver()) {
            waiting.remove();
        } else if (!idle.isEmpty()) {
            ClientConnection reused = idle.pop();
            client.noLongerIdle(reused);
            if (reused.isAlive()) {
                reused.send(next());
            } // otherwise it has been retired
        } else if (connections < client.settings.connectionsPerOrigin()) {
            connect(next());
        } else {
            return false;
        }
        return true;
    }

    private Pending next() {
        Pending next = waiting.remove();
        next.waiting.disarm();
        return next;
    }

    /** Connects to the first address that has not failed for this request. */
    private void connect(Pending pending) {
        connections++;
        client.taken();
        SocketAddress address = origin.addresses().get(pending.tried());
        SocketChannel channel = null;
        try {
            channel = NioClient.connecting(address);
            ClientConnection.open(client.transport(channel, origin), client, this, pending);
        } catch (IOException | RuntimeException | Error e) {
            if (channel != null) {
                Channels.closeQuietly(channel);
            }
            release();
            connectToNext(pending, Failures.asException(e));
        }
    }

    private void release() {
        connections--;
        client.free();
    }

    private void connectToNext(Pending pending, Exception cause) {
        pending.tryNext();
        if (pending.tried() < origin.addresses().size() && !client.isStopped()) {
            connect(pending);
        } else {
            pending.fail(cause);
            serveLater();
        }
    }

    /** The client stops: no request gets a connection any more. */
    void stop() {
        for (Pending left : waiting) {
            left.fail(new IOException("the client has stopped"));
        }
        waiting.clear();
    }
}
