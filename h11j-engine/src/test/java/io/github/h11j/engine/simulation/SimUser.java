package io.github.h11j.engine.simulation;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.engine.Idle;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client made of sessions: sends requests on a few connections, and uses those again. */
final class SimUser implements Asker {

    private static final int MOST_CONNECTIONS = 2;

    final World world;
    private final int number;
    final ClientRules rules;
    final SimObserver observer;
    final boolean throwingPolicy;

    /** Whether its server is not one of ours, and does what it likes. */
    final boolean rude;

    final List<SimRequest> requests = new ArrayList<>();
    private final List<SimRequest> waiting = new ArrayList<>();
    private final List<SimConnection> connections = new ArrayList<>();

    /** They were on a connection that has died, and are on none yet. */
    private final List<SimRequest> adrift = new ArrayList<>();

    private int largestSend;
    boolean stopped;

    /** Why nothing can be expected; empty if all is expected. */
    private String fault = "";

    SimUser(World world, int number) {
        this.world = world;
        this.number = number;
        this.rude = world.chance(50);
        this.throwingPolicy = world.chance(8);
        Policy policy = world.chance(80) ? Policy.STRICT : Policy.H11;
        if (throwingPolicy) {
            policy = Policy.H11.with((sender, violation, offset, excerpt) -> {
                throw new AssertionError("the listener of the policy, on purpose");
            });
        }
        Duration whole = Duration.ofSeconds(world.pick(3, 50, 1000, 1000, 1000, 1000));
        this.observer = new SimObserver(world, false);
        ClientRules unobserved = ClientRules.DEFAULT
                .withPolicy(policy)
                .withQueueBytes(world.pick(1, 1000, 256 * 1024))
                .withTimeouts(ClientRules.Timeouts.DEFAULT.withWhole(whole));
        this.rules = world.chance(70) ? unobserved.withObserver(observer) : unobserved;
        world.users.add(this);
        if (whole.toSeconds() < 100 || throwingPolicy || world.throwingPolicy || world.tightMemory) {
            fault = "it has little time, or memory, or a policy that throws";
        }
    }

    void begin() {
        int count = 1 + world.below(8);
        long at = world.chance(10) ? 0 : world.below(5000);
        for (int i = 0; i < count; i++) {
            world.after(at * World.MILLI, this::request);
            at += world.chance(30) ? 0 : world.below(world.chance(20) ? 40_000 : 3000);
        }
        if (world.chance(25)) {
            world.after(world.below(10_000) * World.MILLI, this::stop);
        }
    }

    private void request() {
        if (world.chance(5)) {
            List<Event> headless = world.chance(50) ? List.of() : List.of(new EndOfMessage());
            world.requireRefused("a request without a head", () -> another(headless), IllegalArgumentException.class);
        }
        SimRequest request = new SimRequest(this, world.application.plan(this, true), requests.size());
        requests.add(request);
        largestSend = Math.max(largestSend, request.plan.length + request.plan.body.length + 60_000);
        world.stats.count("requests of sessions");
        if (stopped || (world.stopped && !rude)) {
            faulty("there is nobody to ask");
            request.fail(new IOException("stopped"));
        } else {
            waiting.add(request);
            serve();
            // while it is on no connection, its time is the adapter's duty
            world.after(world.fromClock(request.request.deadline()) - world.now(), () -> {
                if (waiting.remove(request) || adrift.remove(request)) {
                    request.fail(new SocketTimeoutException("there was no connection in time"));
                }
            });
        }
    }

    /** Not in the midst of something: a connection may say that it is free while it is being looked at. */
    void free(SimConnection connection) {
        if (!waiting.isEmpty()) {
            world.after(0, this::serve);
        }
    }

    private void serve() {
        while (!waiting.isEmpty()) {
            if (waiting.get(0).request.isOver()) {
                waiting.remove(0);
                continue;
            }
            SimConnection idle = idleConnection();
            if (idle != null) {
                reuse(idle, waiting.remove(0));
            } else if (connections.size() < MOST_CONNECTIONS) {
                connect(waiting.remove(0));
            } else {
                return;
            }
        }
    }

    private void reuse(SimConnection idle, SimRequest next) {
        world.stats.count("connections used again");
        for (SimRequest other : requests) {
            if (other != next && !waiting.contains(other) && !adrift.contains(other) && world.chance(5)) {
                idle.requireRefused(other.request, "it takes " + other);
            }
        }
        idle.send(next);
    }

    private SimConnection idleConnection() {
        for (SimConnection connection : List.copyOf(connections)) {
            if (connection.isAlive()) {
                return connection;
            }
        }
        return null;
    }

    private void connect(SimRequest request) {
        Pipe out = new Pipe(world);
        Pipe in = new Pipe(world);
        world.tell(this, " connects");
        SimConnection connection = new SimConnection(world, this, in, out);
        connections.add(connection);
        if (rude) {
            new SimRude(world, this, out, in);
        } else {
            new SimServer(world, this, out, in);
        }
        connection.send(request);
        connection.connect();
    }

    /** A connection has closed. */
    void closed(SimConnection connection) {
        connections.remove(connection);
        free(connection);
    }

    /** A request needs another connection. */
    void moved(SimRequest request, SimConnection from) {
        world.require(!request.isGivenUp(), this, " | sends once more what was given up: ", request);
        world.tell(this, " sends once more: ", request);
        world.stats.count(
                "outcome of a client's exchange: " + (from.isOpened() ? "sent again" : "sent to another address"));
        if (from.isOpened() && from.hasWritten()) {
            request.repeats++;
        }
        boolean gone = stopped || (world.stopped && !rude);
        if (gone || (!from.isOpened() && ++request.refusals > 1)) {
            request.fail(from.session.failure().orElseThrow());
        } else {
            adrift.add(request);
            request.drifts();
            long left = world.fromClock(request.request.deadline()) - world.now();
            long delay = world.chance(50) ? 0 : Math.min(world.below(3000) * World.MILLI, left);
            if (delay > 0) {
                request.calls(); // its tasks do not wait for the next connection
            }
            world.after(delay, () -> {
                if (!adrift.remove(request) || request.request.isOver()) {
                    return;
                }
                if (world.clock() - request.request.deadline() >= 0) {
                    request.fail(new SocketTimeoutException("there was no other connection in time"));
                    return;
                }
                SimConnection idle = world.chance(50) ? idleConnection() : null;
                if (idle != null) {
                    reuse(idle, request);
                } else {
                    connect(request);
                }
            });
        }
    }

    /** A request that is sent on no connection. */
    ClientRequest another() {
        return another(List.of(new Request("GET", "/another", Headers.of("Host", "a"))));
    }

    private ClientRequest another(List<Event> events) {
        ResponseHandler nobody = new ResponseHandler() {
            @Override
            public void head(Response response, ClientExchange exchange) {
                throw world.broken("an answer to what was not sent");
            }

            @Override
            public void data(Data data) {
                throw world.broken("a body for what was not sent");
            }

            @Override
            public void end(EndOfMessage end) {
                throw world.broken("an end of what was not sent");
            }

            @Override
            public void failed(Exception cause) {
                throw world.broken("a failure of what was not sent");
            }
        };
        return new ClientRequest(events, nobody, rules, Runnable::run, world.clock());
    }

    void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        faulty("the client stops");
        world.stats.count("clients stop");
        hit(Fault.CLIENT_STOPS);
        waiting.addAll(adrift);
        adrift.clear();
        waiting.forEach(request -> request.fail(new IOException("stopped")));
        waiting.clear();
        for (SimConnection connection : List.copyOf(connections)) {
            boolean free = connection.session.idle(world.clock()) == Idle.KEEP;
            connection.session.stop(world.clock());
            world.require(!free || connection.session.isClosing(), this, " | a free connection does not stop");
            if (world.chance(10)) {
                connection.session.stop(world.clock());
            }
            connection.settle();
            if (connection.talker != null) {
                world.after(World.SECOND, connection.talker::requireToldToStop);
            }
        }
    }

    /** Whether a connection has become another protocol's, which may wait for ever. */
    boolean speaks(SimConnection connection) {
        return requests.stream().anyMatch(request -> request.switchedOn == connection);
    }

    // ---- As the server's side sees it

    @Override
    public void faulty(String why) {
        if (fault.isEmpty()) {
            fault = why;
        }
        world.tell(this, " | ", why);
    }

    @Override
    public void hit(Fault fault) {
        for (SimRequest request : requests) {
            if (!request.request.isOver()) {
                request.plan.hit(fault);
            }
        }
    }

    @Override
    public boolean isHostile() {
        return false;
    }

    @Override
    public int largestSend() {
        return largestSend;
    }

    @Override
    public Plan again(Plan plan) {
        for (SimRequest request : requests) {
            if (request.plan == plan && request.seen < request.sends) {
                request.seen++;
                request.plan = new Plan(plan);
                return request.plan;
            }
        }
        return null;
    }

    boolean isFaultless() {
        return fault.isEmpty();
    }

    void requireDone() {
        world.require(connections.isEmpty(), this, " | a connection has not ended");
        observer.requireDone();
        for (SimRequest request : requests) {
            world.require(request.request.isOver(), this, " | no end of ", request);
            if (request.switchedOn != null) {
                request.switchedOn.talker.requireDone();
            }
            request.requireDone(fault.isEmpty() && !rude && !world.stopped);
        }
    }

    @Override
    public String toString() {
        return "user " + number;
    }
}
