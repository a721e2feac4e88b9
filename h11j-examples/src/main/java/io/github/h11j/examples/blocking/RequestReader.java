package io.github.h11j.examples.blocking;

import io.github.h11j.Connection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What a server reads of a connection, and how long it waits for it. The turn is others' while it waits. */
final class RequestReader {

    private final BlockingServer server;
    private final Wire wire;
    private final Connection http;
    private final ServerOptions options;
    private final Turns turns;

    /** When the wait for the next request, or for its head, has lasted too long. */
    private long deadline;

    private boolean headBegun;

    RequestReader(BlockingServer server, Wire wire, Connection http, ServerOptions options, Turns turns) {
        this.server = server;
        this.wire = wire;
        this.http = http;
        this.options = options;
        this.turns = turns;
    }

    /** The idle timer is armed at accept and after every cycle (rule 4). */
    void beginIdle() {
        headBegun = false;
        deadline = Wire.deadline(options.idleTimeout());
    }

    /** Whether octets of the next request have come. */
    boolean isHeadBegun() {
        return headBegun;
    }

    /** Reads while the next request is awaited; -1 at the end of the stream. */
    int readHead() throws IOException {
        if (!headBegun && http.bufferedBytes() > 0) {
            headBegun = true; // empty lines are dropped (RFC 9112 §2.2) and begin nothing
            deadline = Wire.deadline(options.headTimeout());
        }
        return headBegun ? turns.away(() -> wire.read(deadline)) : readFirst();
    }

    /** Glances in between whether the server stops; a request that is there already is read then too. */
    private int readFirst() throws IOException {
        while (true) {
            boolean last = server.isStopping();
            long glance = Wire.deadline(Duration.ofMillis(last ? 1 : BlockingServer.GLANCE));
            long until = deadline - glance < 0 ? deadline : glance;
            try {
                return turns.away(() -> wire.read(until));
            } catch (SocketTimeoutException e) {
                if (last || until == deadline) {
                    throw e;
                }
            }
        }
    }

    /** Reads a part of a body, or of what is dropped of it; -1 at the end of the stream. */
    int readBody(boolean dropped) throws IOException {
        Duration limit = dropped ? options.lingerTimeout() : options.bodyTimeout();
        return turns.away(() -> wire.read(Wire.deadline(limit)));
    }
}
