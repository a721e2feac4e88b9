package io.github.h11j.examples.nio;

import io.github.h11j.examples.nio.Driver.Waiting;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The connections to one origin, and the exchanges that wait for one. On the loop's thread. */
final class OriginPool {

    private final NioClient client;
    private final Origin origin;
    private final ArrayDeque<ClientDriver> resting = new ArrayDeque<>();
    private final ArrayDeque<ClientExchange> waiting = new ArrayDeque<>();
    private int places;
    private boolean serving;

    OriginPool(NioClient client, Origin origin) {
        this.client = client;
        this.origin = origin;
    }

    /** A connection's place among those that the origin may have. */
    final class Place implements NioConnection.Owner {
        private boolean retired;
        private @Nullable ClientDriver driver;

        @Override
        public int queueOctets() {
            return client.settings.queueOctets();
        }

        @Override
        public Duration limit(Waiting limited) {
            NioClientSettings.Timeouts timeouts = client.settings.timeouts();
            return switch (limited) {
                case START -> timeouts.connect();
                case HEAD -> timeouts.response();
                case CONTINUE -> timeouts.expect();
                case IDLE -> timeouts.idle();
                default -> timeouts.transfer();
            };
        }

        @Override
        public void closed() {
            client.connectionClosed();
            retire();
        }

        @Override
        public void callFailed(String what, Throwable thrown) {
            EventLoop.log(System.Logger.Level.WARNING, what, thrown);
        }

        /** The connection can take another exchange. */
        void free(ClientDriver free) {
            driver = free;
            resting.push(free);
            serveLater();
        }

        /** The connection takes no more: another may have its place. */
        void retire() {
            if (!retired) {
                retired = true;
                places--;
                if (driver != null) {
                    resting.remove(driver);
                }
                serveLater();
            }
        }

        /** A new connection takes this one's place, and its exchange. */
        void replace(ClientExchange exchange) {
            retired = true;
            places--;
            connect(exchange);
            serveLater();
        }
    }

    /**
     * In a task of its own: a connection may say that it is free while bytes that it has received are still being looked
     * at, and others cannot be read then.
     */
    private void serveLater() {
        if (!serving) {
            client.loop.execute(this::serve);
        }
    }

    void submit(ClientExchange exchange) {
        waiting.add(exchange);
        serve();
        if (waiting.peekLast() == exchange) {
            client.loop.timers.arm(exchange.waiting, client.settings.timeouts().connect());
        }
    }

    /** Gives those who wait what is free, the connections used last first. In a task of the loop. */
    private void serve() {
        serving = true;
        while (!waiting.isEmpty() && serveNext()) {
            // the next
        }
        serving = false;
        if (places == 0 && waiting.isEmpty()) {
            client.unused(origin, this);
        }
    }

    /** Whether something was free for the first who waits. */
    private boolean serveNext() {
        if (waiting.element().isOver()) {
            waiting.remove();
        } else if (!resting.isEmpty()) {
            ClientDriver rested = resting.pop();
            if (rested.isAlive()) {
                rested.begin(next());
            } // else it has given its place back
        } else if (places < client.settings.connectionsPerOrigin()) {
            connect(next());
        } else {
            return false;
        }
        return true;
    }

    private ClientExchange next() {
        ClientExchange next = waiting.remove();
        next.waiting.disarm();
        return next;
    }

    private void connect(ClientExchange exchange) {
        Place place = new Place();
        places++;
        client.connectionOpened();
        SocketChannel channel = null;
        try {
            channel = client.channel(origin);
            Channels.prepare(channel, true);
            channel.connect(origin.address());
            NioConnection.open(
                    client.transport(channel, origin),
                    client.loop,
                    place,
                    connection -> new ClientDriver(connection, place, client.settings.policy(), exchange));
        } catch (IOException | RuntimeException | Error e) {
            if (channel != null) {
                Channels.closeQuietly(channel);
            }
            exchange.fail(Failures.asException(e));
            place.closed();
        }
    }

    /** The client stops: nobody gets a connection any more. */
    void stop() {
        for (ClientExchange left : waiting) {
            left.fail(new IOException("the client has stopped"));
        }
        waiting.clear();
    }
}
