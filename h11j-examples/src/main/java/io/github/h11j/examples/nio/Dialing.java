package io.github.h11j.examples.nio;

import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection without HTTP: connects to one address after the other until one accepts. All methods run on the loop's
 * thread, except where they say otherwise.
 */
final class Dialing {

    private final LoopPools client;
    private final Iterator<SocketAddress> addresses;
    private final ClientRules rules;
    private final ProtocolHandler handler;
    private final Consumer<? super Exception> refused;

    /** The connection to the current address, or to the one that has accepted. */
    private @Nullable RawConnection connection;

    private boolean aborted;

    Dialing(
            LoopPools client,
            List<SocketAddress> addresses,
            ClientRules rules,
            ProtocolHandler handler,
            Consumer<? super Exception> refused) {
        this.client = client;
        this.addresses = List.copyOf(addresses).iterator();
        this.rules = rules;
        this.handler = handler;
        this.refused = refused;
    }

    ClientRules rules() {
        return rules;
    }

    ProtocolHandler handler() {
        return handler;
    }

    /** Begins. Any thread may call this. */
    void start() {
        IOException stopped = new IOException("the client has stopped");
        boolean taken = client.loop.execute(() -> {
            if (client.isStopped()) {
                refuse(stopped);
            } else {
                connectToNext(new IOException("there is no address"));
            }
        });
        if (!taken) {
            refuse(stopped);
        }
    }

    /** Aborts the connection, also while it is being made. Any thread may call this. */
    void abort() {
        client.loop.execute(() -> {
            aborted = true;
            RawConnection current = connection;
            if (current != null) {
                current.abort(new IOException("the connection was given up"));
            }
        });
    }

    /** The connection could not be made: tries the next address, unless the loop stops. */
    void failed(Exception cause) {
        connection = null;
        if (client.isStopped() || client.loop.isStopping()) {
            refuse(cause);
        } else {
            connectToNext(cause);
        }
    }

    private void connectToNext(Exception cause) {
        if (aborted || !addresses.hasNext()) {
            refuse(cause);
        } else {
            connect(addresses.next());
        }
    }

    private void connect(SocketAddress address) {
        client.taken();
        SocketChannel channel = null;
        try {
            channel = NioClient.connecting(address);
            RawConnection made = new RawConnection(client.plain(channel), client, this);
            connection = made;
            client.opened(made);
            made.open();
        } catch (IOException | RuntimeException | Error e) {
            if (channel != null) {
                Channels.closeQuietly(channel);
            }
            client.free();
            failed(Failures.asException(e));
        }
    }

    private void refuse(Exception cause) {
        EventLoop.run(() -> refused.accept(cause));
    }
}
