package io.github.h11j.engine.simulation;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.Call;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.Outcome;
import io.github.h11j.engine.Turns;
import io.github.h11j.engine.simulation.Plan.Behaviour;
import io.github.h11j.engine.simulation.Plan.Framing;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One request of a {@link SimUser}: what its handler does, and what has come of it. */
final class SimRequest implements ResponseHandler, Turns {

    /** What the handler does. */
    enum Manner {
        USUAL,
        PAUSES,
        CANCELS,
        THROWS_IN_SEND_BODY,
        THROWS_IN_INTERIM,
        THROWS_IN_HEAD,
        THROWS_IN_DATA,
        THROWS_IN_END,
        THROWS_IN_TASK,
        THROWS_FOR_ROOM,
        THROWS_WHEN_FAILED,
        ILLEGAL,
        ILLEGAL_BODY,
        ILLEGAL_PART
    }

    private final SimUser user;
    private final World world;
    final int number;
    final Manner manner;
    final ClientRequest request;
    Plan plan;

    /** What a rude server does to it. */
    final SimRude.Manner rude;

    /** Whether the body is passed with the request. */
    private final boolean whole;

    private final long begun;

    int sends;
    int seen;
    int repeats;
    int refusals;
    private SimConnection connection;
    private long sentAt;
    private int sentBytes;
    private boolean asked;
    private boolean paused;
    private boolean everPaused;
    private boolean fresh;

    /** Whether its server has lied, or resets after the answer: that may not come. */
    boolean spoiled;

    private boolean cancelled;
    private boolean cancelHeard;
    private boolean headCome;
    private boolean switching;
    SimConnection switchedOn;
    private String id = "";
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean ended;
    private Exception failure;

    /** How much a rude server has sent of the answer; whether all, in order. */
    byte[] answer = {};

    boolean answeredWhole;

    SimRequest(SimUser user, Plan plan, int number) {
        this.user = user;
        this.world = user.world;
        this.plan = plan;
        this.number = number;
        this.manner = manner(world, plan);
        this.rude = rude(user, plan);
        this.whole = manner != Manner.THROWS_IN_SEND_BODY
                && manner != Manner.THROWS_FOR_ROOM
                && manner != Manner.ILLEGAL_PART
                && world.chance(60);
        this.begun = world.now();
        this.request = request();
        if (world.chance(20)) {
            request.execute(() -> world.require(failure == null && !ended, "a task after the end"));
        }
        if (manner == Manner.THROWS_IN_TASK && world.chance(50)) {
            request.execute(() -> at(Manner.THROWS_IN_TASK)); // maybe before it is on a connection, or while that dies
        }
        if (manner == Manner.CANCELS) {
            world.after(world.below(world.pick(3, 10, 1000, 10_000)) * World.MILLI, () -> {
                cancelled = true;
                world.tell(user, " cancels ", this);
                plan.hit(Fault.CANCELLED);
                request.abort();
            });
        }
    }

    private static Manner manner(World world, Plan plan) {
        Manner manner = world.chance(55) ? Manner.USUAL : world.pick(Manner.values());
        // otherwise nothing is too much, or the head is framed by what follows it
        boolean legal = (manner == Manner.ILLEGAL_BODY && plan.framing != Framing.LENGTH)
                || (manner == Manner.ILLEGAL_PART && plan.framing == Framing.CHUNKED);
        return legal ? Manner.USUAL : manner;
    }

    /** What is likely to matter to such a request, or anything. */
    private static SimRude.Manner rude(SimUser user, Plan plan) {
        World world = user.world;
        if (user.throwingPolicy && world.chance(50)) {
            return SimRude.Manner.BARE_LINES;
        }
        if (plan.body.length > 20_000 && world.chance(90)) {
            int how = world.below(100);
            return how < 65
                    ? SimRude.Manner.EARLY_REFUSAL
                    : how < 85 ? SimRude.Manner.READS_NOTHING : SimRude.Manner.RESETS;
        }
        if (plan.behaviour == Behaviour.SWITCH && world.chance(60)) {
            return SimRude.Manner.SWITCHES;
        }
        return world.pick(world.chance(30) ? SimRude.Manner.GOOD : SimRude.Manner.values());
    }

    /** With its body, or a part of it, or without. */
    private ClientRequest request() {
        Request head = plan.request();
        if (manner == Manner.ILLEGAL) {
            head = new Request("GET", "/", Headers.EMPTY);
        }
        user.observer.knows(head, () -> ended || switchedOn != null);
        List<Event> events = new ArrayList<>(List.of(head));
        int length = 0;
        if (whole) {
            length = plan.body.length + (manner == Manner.ILLEGAL_BODY ? 1 : 0);
        } else if (world.chance(30)) {
            length = world.below(plan.body.length + 1);
        }
        sentBytes = Math.min(length, plan.body.length);
        List<Event> end = whole ? List.of(new EndOfMessage()) : List.of();
        if (length > 0 && world.chance(20)) {
            ClientRequest[] made = new ClientRequest[1];
            Lent.to(Arrays.copyOf(plan.body, length), lent -> {
                events.add(lent);
                events.addAll(end);
                made[0] = request(events);
            });
            return made[0];
        }
        if (length > 0) {
            events.add(new Data(Bytes.wrap(Arrays.copyOf(plan.body, length))));
        }
        events.addAll(end);
        return request(events);
    }

    private ClientRequest request(List<Event> events) {
        return new ClientRequest(events, this, user.rules, this, world.clock());
    }

    // ---- For its user

    void on(SimConnection taken) {
        connection = taken;
        plan.goes();
        fresh = !taken.isReused();
        sends++;
        sentAt = world.now();
    }

    /** It is on no connection now, though it was on one. */
    void drifts() {
        if (manner != Manner.USUAL || world.chance(50)) {
            return;
        }
        request.execute(() -> {
            if (connection == null || !connection.closed) {
                return; // it is on the next one already
            }
            world.stats.count("tasks on no connection");
            world.require(!request.isWritable() && request.tls().isEmpty(), this, ": it is on a connection");
            world.requireRefused(
                    "it is switched on no connection",
                    () -> request.switchTo(new Talker(world, user, this)),
                    IllegalStateException.class);
            if (asked && sentBytes < plan.body.length) {
                request.send(new Data(Bytes.wrap(plan.body, sentBytes, 1)));
                sentBytes++;
            }
            request.flush();
            boolean more = asked && sentBytes < plan.body.length;
            request.onWritable(more ? () -> part(request) : () -> world.stats.count("room on another connection"));
        });
    }

    /** It fails on no connection. */
    void fail(Exception cause) {
        request.fail(cause);
        calls();
    }

    private void calls() {
        for (Call call = request.call(); call != null; call = request.call()) {
            try {
                call.run();
            } catch (Broken e) {
                throw e;
            } catch (Throwable e) {
                world.tell(user, " | a call throws ", e);
            }
        }
    }

    @Override
    public void execute(Runnable turn) {
        boolean cancels = cancelled && !cancelHeard && failure == null;
        world.after(world.below(2) * World.MILLI, () -> {
            turn.run();
            cancelHeard |= cancels;
            calls();
            if (connection != null) {
                connection.settle();
                connection.afterClose();
            }
        });
    }

    /** Whether it was given up, and its session knows that. */
    boolean isGivenUp() {
        return cancelled && cancelHeard;
    }

    /** RFC 9110 §9.2.2, as the simulation understands it. */
    boolean mayBeRepeated() {
        return (whole || !asked) && repeats == 0 && (plan.method.equals("GET") || plan.method.equals("HEAD"));
    }

    // ---- As the handler

    private void requireOpen(String what) {
        world.require(!ended && failure == null, this, ": ", what, " after the end");
        world.require(
                world.now() - begun <= user.rules.timeouts().whole().toNanos() + World.SECOND, this, ": too late");
    }

    private void at(Manner here) {
        if (manner == here) {
            plan.hit(Fault.CLIENT_THROWS);
            throw new AssertionError("on purpose: " + here);
        }
    }

    private void requireReceiving(String what) {
        requireOpen(what);
        world.require(!paused, this, ": ", what, " while it is paused");
    }

    private void mayPause(ClientExchange exchange) {
        if (manner == Manner.PAUSES && !paused && world.chance(90)) {
            paused = true;
            everPaused = true;
            plan.hit(Fault.CLIENT_PAUSES);
            exchange.pause();
            world.after(
                    world.below(9000) * World.MILLI, // less than the server waits for it to read
                    () -> exchange.execute(() -> {
                        paused = false;
                        exchange.resume();
                    }));
        }
    }

    @Override
    public void sendBody(ClientExchange exchange) throws Exception {
        requireOpen("sendBody");
        world.require(!whole && !asked, this, ": the body is asked for");
        asked = true;
        world.stats.count("bodies asked for");
        if (manner == Manner.USUAL && plan.framing == Framing.NONE && world.chance(2)) {
            ResponseHandler.super.sendBody(exchange);
        }
        at(Manner.THROWS_IN_SEND_BODY);
        if (manner == Manner.THROWS_FOR_ROOM) {
            exchange.onWritable(() -> at(Manner.THROWS_FOR_ROOM));
        } else {
            part(exchange);
        }
    }

    private void part(ClientExchange exchange) {
        int before = sentBytes;
        while (sentBytes < plan.body.length && exchange.isWritable()) {
            int n = Math.min(plan.body.length - sentBytes, 1 + world.below(3000));
            if (world.chance(10)) {
                Lent.to(Arrays.copyOfRange(plan.body, sentBytes, sentBytes + n), exchange::send);
                exchange.send(List.of());
            } else {
                exchange.send(new Data(Bytes.wrap(plan.body, sentBytes, n)));
            }
            sentBytes += n;
        }
        world.require(sentBytes - before <= user.rules.queueBytes() + 3000 || connection.flushes, "no backpressure");
        if (manner == Manner.ILLEGAL_PART) {
            try {
                exchange.send(List.of(Data.utf8("too much"), new EndOfMessage()));
            } catch (LocalProtocolException e) {
                world.stats.count("illegal parts");
                throw e;
            }
        }
        if (sentBytes < plan.body.length) {
            Runnable more = () -> {
                world.require(connection.threaded || exchange.isWritable(), "there is no room");
                part(exchange);
            };
            exchange.onWritable(more);
            world.stats.count("uploads wait for room");
        } else if (world.chance(30)) {
            world.after(
                    world.below(3000) * World.MILLI,
                    () -> exchange.execute(() -> exchange.send(List.of(new EndOfMessage()))));
        } else {
            exchange.send(new EndOfMessage());
            if (world.chance(30)) {
                exchange.flush();
            }
        }
    }

    @Override
    public void interim(InformationalResponse response, ClientExchange exchange) throws Exception {
        requireReceiving("interim");
        world.require(!headCome, this, ": an interim response after the head");
        world.stats.count("interim responses");
        ResponseHandler.super.interim(response, exchange);
        at(Manner.THROWS_IN_INTERIM);
        if (response.statusCode() == 101) {
            switchTo(exchange);
        } else {
            mayPause(exchange);
        }
    }

    private void switchTo(ClientExchange exchange) {
        if (world.chance(90)) {
            switching = true;
            exchange.switchTo(new Talker(world, user, this));
            if (world.chance(4)) {
                world.after(world.below(4) * World.MILLI, user::stop); // maybe before the other protocol begins
            }
        } // otherwise no handler takes it over
    }

    /** The other protocol begins. */
    void switched() {
        switchedOn = connection;
        world.stats.count("outcome of a client's exchange: another protocol");
    }

    @Override
    public void head(Response response, ClientExchange exchange) throws Exception {
        requireReceiving("head");
        world.require(!headCome, this, ": two heads");
        headCome = true;
        id = response.headers().first("X-Id").orElse("");
        world.tell(user, " gets ", response.statusCode(), " ", id, " for ", this);
        connection.lied |= user.rude && id.equals("-1"); // nobody can tell that, once a request was sent
        boolean lie = connection.lied;
        world.require(
                lie || id.isEmpty() || id.equals(Integer.toString(plan.id)), this, " gets the answer to another: ", id);
        world.stats.count(lie ? "lies" : "heads of answers");
        at(Manner.THROWS_IN_HEAD);
        if (manner == Manner.THROWS_IN_TASK) {
            exchange.execute(() -> at(Manner.THROWS_IN_TASK));
        }
        if (plan.method.equals("CONNECT") && response.statusCode() < 300) {
            switchTo(exchange);
        } else {
            mayPause(exchange);
            if (manner == Manner.PAUSES && world.chance(50)) { // in the midst of the body, and of nothing
                world.after(
                        world.below(world.pick(5, 2000)) * World.MILLI,
                        () -> exchange.execute(() -> mayPause(exchange)));
            }
        }
        if (!switching && !plan.method.equals("CONNECT")) {
            world.requireRefused(
                    "switched, and nobody agreed",
                    () -> exchange.switchTo(new Talker(world, user, this)),
                    IllegalStateException.class);
        }
        if (!asked) {
            world.requireRefused(
                    "a body is sent that was not asked for",
                    () -> exchange.send(new EndOfMessage()),
                    IllegalStateException.class);
        }
        world.require(exchange.tls().isEmpty(), "TLS");
    }

    @Override
    public void data(Data data) {
        requireReceiving("data");
        world.require(headCome, this, ": data before the head");
        body.writeBytes(data.bytes().toByteArray());
        at(Manner.THROWS_IN_DATA);
        mayPause(request);
    }

    @Override
    public void end(EndOfMessage end) {
        requireReceiving("the end");
        world.require(headCome, this, ": the end before the head");
        at(Manner.THROWS_IN_END);
        ended = true;
        if (world.chance(20)) {
            request.abort(); // too late
        }
        world.stats.count("outcome of a client's exchange: complete");
        if (id.isEmpty() || connection.lied) {
            return;
        }
        byte[] got = body.toByteArray();
        if (user.rude) {
            world.require(answeredWhole, this, " takes for complete what is not");
            world.require(plan.method.equals("HEAD") || Arrays.equals(got, answer), this, " gets another body");
        } else {
            boolean isHead = plan.method.equals("HEAD");
            world.require(plan.ended || isHead, this, " takes for complete what is not");
            world.require(isHead || Arrays.equals(got, plan.sent.toByteArray()), this, " gets another body");
        }
    }

    /** Those of its head and of the whole have one timer, and say which has passed. */
    private static String timeOut(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        return message.startsWith("the head") ? "HEAD" : message.startsWith("the exchange") ? "WHOLE" : "other";
    }

    @Override
    public void failed(Exception cause) {
        world.tell(user, " fails: ", this, ": ", cause);
        requireOpen("a failure");
        world.require(switchedOn == null, this, ": a failure after the switch");
        failure = cause;
        if (manner == Manner.ILLEGAL || manner == Manner.ILLEGAL_BODY || manner == Manner.ILLEGAL_PART) {
            plan.hit(Fault.CLIENT_ILLEGAL);
        }
        if (cause instanceof SocketTimeoutException) {
            world.stats.count("deadline of a client: " + timeOut(cause));
        }
        world.stats.count("outcome of a client's exchange: failed, "
                + (connection == null ? Outcome.NOT_GIVEN : connection.session.outcome()));
        world.stats.count("failures of sessions: "
                + (cause instanceof IOException || cause instanceof LocalProtocolException
                        ? cause.getClass().getSimpleName()
                        : "thrown"));
        if (connection != null && !cancelled) {
            connection.requireNotLost(cause);
        }
        boolean slow = user.rude && rude.isLate() && !everPaused && sends > 0;
        world.require(
                !slow || world.now() - sentAt <= (whole ? 45 : 90) * World.SECOND,
                this,
                " has waited for too long: ",
                cause);
        world.requireRefused(
                "sent after the failure", () -> request.send(new EndOfMessage()), IllegalStateException.class);
        request.abort(); // has no effect any more
        request.fail(new IOException("again"));
        request.execute(() -> world.require(false, "a task after the failure"));
        at(Manner.THROWS_WHEN_FAILED);
    }

    // ---- In the end

    void requireDone(boolean faultless) {
        world.require(ended || failure != null || switchedOn != null, this, ": neither an end nor a failure");
        boolean good = faultless
                && (manner == Manner.USUAL || manner == Manner.PAUSES)
                && plan.behaviour.answers()
                && whole
                && (plan.method.equals("GET") || plan.method.equals("HEAD"));
        if (good) {
            world.stats.count("answers that are due");
            world.require(ended, this, " has got no answer: ", failure);
        }
        boolean dueFromRude = user.isFaultless()
                && user.rude
                && fresh
                && sends == 1
                && !spoiled
                && rude.answers()
                && manner == Manner.USUAL
                && whole
                && plan.behaviour != Behaviour.SWITCH;
        if (dueFromRude) {
            world.stats.count("answers that are due from foreign servers");
            world.require(ended, this, " has got no answer though one was sent: ", failure);
        }
        boolean begins = plan.begun && !user.rude;
        world.require(
                !begins || plan.ended || plan.failed || plan.switched || plan.behaviour == Behaviour.SHORT_FILE,
                this,
                " | has begun, and no end");
    }

    @Override
    public String toString() {
        return "request " + number + " " + manner + " " + (user.rude ? rude : "") + " " + plan
                + (whole ? " whole" : "");
    }
}
