package io.github.h11j.engine.simulation;

import io.github.h11j.CloseReason;
import io.github.h11j.Request;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.ObservedConnection;
import io.github.h11j.engine.ObservedExchange;
import io.github.h11j.engine.Observer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Observes the server, or one client, and compares its reports with what has happened. */
final class SimObserver implements Observer {

    /** What is known of a request that the application, or the user, has seen: whether it is complete. */
    interface Known {
        boolean isComplete();

        /** How much content its handler has received; less than 0 if that is not known. */
        default long content() {
            return -1;
        }

        /** When it was sent, if it was sent once. */
        default OptionalLong sentAt() {
            return OptionalLong.empty();
        }
    }

    /** What the handler knows of an exchange of the server. */
    private final IdentityHashMap<Request, Plan> plans = new IdentityHashMap<>();

    private static final class Seen {
        final Set<ObservedExchange> open = new HashSet<>();
        long sent;
        long received;
    }

    private final World world;
    private final boolean ofServer;
    private final Map<ObservedConnection, Seen> open = new HashMap<>();
    private final IdentityHashMap<Request, Known> known = new IdentityHashMap<>();
    private final Map<ObservedConnection, Optional<Exception>> failures = new HashMap<>();
    private final Set<Request> begun = new HashSet<>();
    private final Set<Request> ended = new HashSet<>();

    SimObserver(World world, boolean ofServer) {
        this.world = world;
        this.ofServer = ofServer;
    }

    /** The handler sees it. */
    void knows(Request request, Known how) {
        world.require(!ofServer || begun.contains(request), "the handler knows it before the observer: ", request);
        known.put(request, how);
    }

    void knows(Request request, Plan plan) {
        plans.put(request, plan);
        knows(request, () -> !plan.failed && (plan.ended || plan.switched));
    }

    /** The exchange of a server is as its handler knows it. */
    private void requireAsPlanned(ObservedExchange exchange, Plan plan) {
        boolean fails = exchange.failure().isPresent();
        long content = plan.hasContent() ? plan.sent.size() : 0;
        world.require(fails || plan.switched || exchange.content() == content, "another content: ", exchange.content());
        world.require(exchange.received() > plan.received, "less was received than the body: ", exchange.received());
        boolean isWhole = plan.behaviour.answers()
                && plan.ended
                && !plan.failed
                && plan == plan.server.last
                && !plan.server.mayHaveLost;
        world.require(!fails || !isWhole, "complete, and observed as failed: ", plan, ": ", exchange.failure());
        boolean sameStatus = plan.headAt < 0 || plan.status == 0 || exchange.status() == plan.status;
        world.require(fails || sameStatus, "another status: ", exchange.status());
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
        boolean inTime = !ofServer
                || world.peers.get(exchange.connection().peer().orElseThrow()).threaded
                || exchange.begun() == world.clock();
        world.require(inTime, "it has begun before: ", exchange.begun());
        exchange.request().ifPresent(begun::add);
        OptionalLong sentAt =
                exchange.request().map(known::get).map(Known::sentAt).orElse(OptionalLong.empty());
        sentAt.ifPresent(at -> world.require(at == exchange.begun(), "it begins at another time: ", exchange.begun()));
        mayThrow();
    }

    @Override
    public void exchangeEnded(ObservedExchange exchange) {
        Seen seen = open.get(exchange.connection());
        world.require(seen != null && seen.open.remove(exchange), "an exchange ends that has not begun, or twice");
        seen.sent += exchange.sent();
        seen.received += exchange.received();
        world.require(exchange.ended() - exchange.begun() >= 0, "it ends before it begins");
        exchange.request().ifPresent(ended::add);
        boolean fails = exchange.failure().isPresent();
        world.stats.count(
                (ofServer ? "observed at servers: " : "observed at clients: ") + (fails ? "failed" : "complete"));
        world.require(fails || exchange.status() > 0, "complete, and no status");
        boolean isFinal = exchange.status() == 0 || exchange.status() == 101 || exchange.status() >= 200;
        world.require(isFinal, "the status of an interim response: ", exchange.status());
        world.require(fails || exchange.request().isPresent(), "complete, and no request");
        world.require(fails || !ofServer || exchange.sent() >= exchange.content(), "less was sent than its content");
        Plan plan = exchange.request().map(plans::get).orElse(null);
        if (plan != null) {
            requireAsPlanned(exchange, plan);
        }
        if (exchange.request().isEmpty()) {
            world.require(exchange.status() >= 400, "a response without a request, and no error");
        }
        Known how = exchange.request().map(known::get).orElse(null);
        if (how != null) {
            world.require(fails || how.isComplete(), "observed as complete: ", exchange.request());
            boolean same = how.content() < 0 || how.content() == exchange.content();
            world.require(fails || same, "another length is observed: ", exchange.content());
        }
        mayThrow();
    }

    @Override
    public void connectionEnded(ObservedConnection connection) {
        Seen seen = open.remove(connection);
        world.require(seen != null, "a connection ends that has not begun, or twice");
        world.require(seen.open.isEmpty(), "a connection ends before its exchanges");
        failures.put(connection, connection.failure());
        world.require(connection.ended() - connection.begun() >= 0, "it ends before it begins");
        if (ofServer) {
            requireAsReported(connection, world.peers.get(connection.peer().orElseThrow()));
        }
        boolean switched = connection.closeReason().equals(Optional.of(CloseReason.SWITCHED));
        world.require(seen.sent <= connection.sent(), "more was sent than written");
        world.require(
                !ofServer || switched || seen.sent == connection.sent(),
                "bytes are of no exchange: ",
                connection.sent() - seen.sent);
        world.require(seen.received <= connection.received(), "more was used than received");
        mayThrow();
    }

    /** The connection of a server is as its adapter knows it. */
    private void requireAsReported(ObservedConnection connection, SimServer server) {
        world.require(connection.tls().equals(server.tls), "another TLS session");
        world.require(connection.sent() == server.writtenInAll, "another number of sent bytes: ", connection.sent());
        world.require(
                server.threaded || connection.received() == server.received,
                "it has received ",
                server.received,
                ", and not ",
                connection.received());
        boolean lost = server.session.next() == Next.ABORT || server.isLate();
        world.require(connection.failure().isPresent() == lost, "its failure: ", connection.failure());
        world.require(
                server.threaded || connection.ended() == world.clock(), "it has ended before: ", connection.ended());
        Plan last = server.last;
        boolean intact = last != null && !last.client.isHostile(); // otherwise it may not have said so
        boolean mustClose = intact && last.ended && !last.failed && (last.saysClose || last.oldVersion);
        world.require(!mustClose || connection.closeReason().isPresent(), "it does not say why it has closed");
    }

    void requireBegun(Request request, boolean observed) {
        world.require(!observed || begun.contains(request), "the handler is called before the observer: ", request);
    }

    /** An exchange that has led to another protocol. */
    void requireEnded(Request request, boolean observed) {
        world.require(!observed || ended.contains(request), "an exchange goes on after the switch: ", request);
    }

    void requireDone() {
        world.require(open.isEmpty(), "a connection is observed for ever");
        failures.forEach((connection, failure) -> world.require(
                connection.failure().equals(failure), "it has failed after its end: ", connection.failure()));
    }
}
