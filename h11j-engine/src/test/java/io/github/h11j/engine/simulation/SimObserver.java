package io.github.h11j.engine.simulation;

import io.github.h11j.CloseReason;
import io.github.h11j.Request;
import io.github.h11j.engine.ObservedConnection;
import io.github.h11j.engine.ObservedExchange;
import io.github.h11j.engine.Observer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Observes the server, or one client, and compares its reports with what has happened. */
final class SimObserver implements Observer {

    /** What is known of a request that the application, or the user, has seen: whether it is complete. */
    interface Known {
        boolean isComplete();
    }

    private static final class Seen {
        final Set<ObservedExchange> open = new HashSet<>();
        long sent;
        long received;
    }

    private final World world;
    private final boolean ofServer;
    private final Map<ObservedConnection, Seen> open = new HashMap<>();
    private final IdentityHashMap<Request, Known> known = new IdentityHashMap<>();
    private final Set<Request> begun = new HashSet<>();

    SimObserver(World world, boolean ofServer) {
        this.world = world;
        this.ofServer = ofServer;
    }

    /** The handler sees it. */
    void knows(Request request, Known how) {
        world.require(!ofServer || begun.contains(request), "the handler knows it before the observer: ", request);
        known.put(request, how);
    }

    private void mayThrow() {
        if (world.chance(2)) {
            throw new AssertionError("an observer, on purpose");
        }
    }

    @Override
    public void connectionBegan(ObservedConnection connection) {
        world.require(open.put(connection, new Seen()) == null, "a connection begins twice");
        world.require(connection.peer().isPresent() == ofServer, "another role");
        mayThrow();
    }

    @Override
    public void exchangeBegan(ObservedExchange exchange) {
        Seen seen = open.get(exchange.connection());
        world.require(seen != null, "an exchange begins on no connection");
        world.require(ofServer || seen.open.isEmpty(), "two exchanges at a time");
        world.require(seen.open.add(exchange), "an exchange begins twice");
        exchange.request().ifPresent(begun::add);
        mayThrow();
    }

    @Override
    public void exchangeEnded(ObservedExchange exchange) {
        Seen seen = open.get(exchange.connection());
        world.require(seen != null && seen.open.remove(exchange), "an exchange ends that has not begun, or twice");
        seen.sent += exchange.sent();
        seen.received += exchange.received();
        world.require(exchange.ended() - exchange.begun() >= 0, "it ends before it begins");
        boolean fails = exchange.failure().isPresent();
        world.stats.count(
                (ofServer ? "observed at servers: " : "observed at clients: ") + (fails ? "failed" : "complete"));
        world.require(fails || exchange.status() > 0, "complete, and no status");
        world.require(fails || exchange.request().isPresent(), "complete, and no request");
        world.require(fails || !ofServer || exchange.sent() >= exchange.content(), "less was sent than its content");
        Known how = exchange.request().map(known::get).orElse(null);
        if (how != null) {
            world.require(fails || how.isComplete(), "observed as complete: ", exchange.request());
        }
        mayThrow();
    }

    @Override
    public void connectionEnded(ObservedConnection connection) {
        Seen seen = open.remove(connection);
        world.require(seen != null, "a connection ends that has not begun, or twice");
        world.require(seen.open.isEmpty(), "a connection ends before its exchanges");
        world.require(connection.ended() - connection.begun() >= 0, "it ends before it begins");
        world.require(connection.tls().isEmpty(), "TLS");
        boolean switched = connection.closeReason().equals(Optional.of(CloseReason.SWITCHED));
        world.require(seen.sent <= connection.sent(), "more was sent than written");
        world.require(
                !ofServer || switched || seen.sent == connection.sent(),
                "bytes are of no exchange: ",
                connection.sent() - seen.sent);
        world.require(seen.received <= connection.received(), "more was used than received");
        mayThrow();
    }

    void requireDone() {
        world.require(open.isEmpty(), "a connection is observed for ever");
    }
}
