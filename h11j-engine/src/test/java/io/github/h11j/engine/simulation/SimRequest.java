package io.github.h11j.engine.simulation;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.Call;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.engine.Outcome;
import io.github.h11j.engine.Turns;
import io.github.h11j.engine.simulation.Plan.Behaviour;
import io.github.h11j.engine.simulation.Plan.Framing;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

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
    private Request head;

    int sends;
    int seen;
    int repeats;
    int refusals;
    private SimConnection connection;
    private long sentAt;
    private long sentClock;
    private int sentBytes;
    private boolean asked;
    private boolean paused;
    private boolean everPaused;
    private boolean fresh;

    /** Whether its server has lied, or resets after the answer: that may not come. */
    boolean spoiled;

    /** Whether all of the request was passed on to be sent. */
    private boolean endSent;

    private long endSentAt;

    /** Whether a task waits for room. */
    boolean waitsForRoom;

    /** Whether the response has said that the rest of the request is not wanted, before that was sent. */
    private boolean refused;

    /** Whether another request could follow on the connection, as far as the messages say. */
    private boolean reusable;

    /** What the handler has thrown while the exchange was not over, and where. */
    private Throwable thrown;

    private SimConnection thrownOn;

    private boolean cancelled;
    private boolean cancelHeard;
    private boolean headCome;
    boolean switching;
    SimConnection switchedOn;
    private String id = "";
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean ended;
    private Exception failure;

    /** How much a rude server has sent of the answer; whether all, in order. */
    byte[] answer = {};

    boolean answeredWhole;

    /** How much its server had sent on the connection when it had sent all of the answer; 0 if it has not. */
    long answerEnds;

    /** Whether its server has sent more than the answer. */
    boolean unasked;

    private int interims;

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
        this.endSent = whole;
        if (world.chance(20)) {
            task(() -> {});
        }
        if (manner == Manner.THROWS_IN_TASK && world.chance(50)) {
            task(() -> at(Manner.THROWS_IN_TASK)); // maybe before it is on a connection, or while that dies
        }
        if (manner == Manner.CANCELS) {
            world.after(world.below(world.pick(3, 10, 1000, 10_000)) * World.MILLI, () -> {
                cancelled = true;
                world.tell(user, " cancels ", this);
                plan.hit(Fault.CANCELLED);
                request.abort();
                world.after(World.SECOND, () -> world.require(request.isOver(), this, " was given up, and goes on"));
            });
        }
    }

    /** A task runs soon, and once, unless the exchange is over. */
    private void task(Runnable what) {
        boolean[] ran = {false};
        request.execute(() -> {
            requireGoing("a task");
            world.require(!ran[0], this, ": a task runs twice");
            ran[0] = true;
            what.run();
        });
        world.after(2 * World.SECOND, () -> world.require(ran[0] || request.isOver(), this, ": a task does not run"));
    }

    private void onWritable(Runnable what) {
        waitsForRoom = true;
        request.onWritable(() -> {
            requireGoing("room");
            boolean arrived = answerEnds > 0 && connection.readInAll >= answerEnds && !connection.threaded;
            boolean known = refused || (rude == SimRude.Manner.EARLY_REFUSAL && arrived && !endSent);
            world.require(!user.rude || !known, this, ": room for what is not wanted");
            waitsForRoom = false;
            what.run();
        });
    }

    /** What was sent is passed to the host at once if it was asked for, or if it is much. */
    private void flush() {
        SimConnection on = connection;
        int before = on.flushCalls;
        request.flush();
        world.require(on.session.isClosing() || on.flushCalls > before, this, ": nothing is flushed");
    }

    private void send(List<Event> events) {
        SimConnection on = connection;
        int before = on.flushCalls;
        request.send(events);
        boolean over = events.isEmpty()
                || on.hasRead()
                || on.outputFailed
                || on.session.isClosing()
                || !on.isOpened()
                || sends > 1; // it may not have begun on the next connection
        world.require(
                over || request.isWritable() || on.flushCalls > before, this, ": much is queued, and not flushed");
        if (!endSent) {
            endSentAt = world.now();
        }
        endSent |= !events.isEmpty() && events.get(events.size() - 1) instanceof EndOfMessage;
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
                    ? how < 61 ? SimRude.Manner.EARLY_REFUSAL : SimRude.Manner.EARLY
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
        this.head = head;
        user.observer.knows(head, new SimObserver.Known() {
            @Override
            public boolean isComplete() {
                return ended || switchedOn != null;
            }

            @Override
            public long content() {
                return body.size();
            }

            @Override
            public OptionalLong sentAt() {
                return sends == 1 ? OptionalLong.of(sentClock) : OptionalLong.empty();
            }
        });
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
        answerEnds = 0;
        sentAt = world.now();
        sentClock = world.clock();
        if (world.chance(30)) {
            world.after(world.below(world.pick(5, 100)) * World.MILLI, () -> {
                if (!request.isOver()) {
                    task(() -> at(Manner.THROWS_IN_TASK));
                }
            });
        }
    }

    /** It is on no connection now, though it was on one. */
    void drifts() {
        if (manner != Manner.USUAL || world.chance(20)) {
            return;
        }
        task(() -> {
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
            onWritable(more ? () -> part(request) : () -> world.stats.count("room on another connection"));
        });
    }

    /** It fails on no connection. */
    void fail(Exception cause) {
        request.fail(cause);
        calls();
    }

    /** Makes the calls that are due while it is on no connection. */
    void calls() {
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
        return (whole || !asked) && repeats == 0 && !plan.method.equals("POST") && !plan.method.equals("CONNECT");
    }

    // ---- As the handler

    private void requireOpen(String what) {
        world.require(!ended && failure == null, this, ": ", what, " after the end");
        world.require(
                world.now() - begun <= user.rules.timeouts().whole().toNanos() + World.SECOND, this, ": too late");
    }

    private void at(Manner here) {
        if (manner == here) {
            throw thrown(new AssertionError("on purpose: " + here));
        }
    }

    private <T extends Throwable> T thrown(T what) {
        plan.hit(Fault.CLIENT_THROWS);
        if (!request.isOver()) {
            thrown = what;
            thrownOn = connection;
        }
        return what;
    }

    /** The exchange is not over, and this connection has not seen its handler fail. */
    private void requireGoing(String what) {
        requireOpen(what);
        if (connection != null && !connection.closed) {
            requireObserved(user.observer::requireBegun);
        }
        world.require(switchedOn == null, this, ": ", what, " after the switch");
        boolean lost = connection != null && connection.closed;
        boolean late =
                lost || thrownOn != connection || sends > 1; // it may have thrown in a call of a connection before
        world.require(thrown == null || late, this, ": ", what, " after it has thrown");
    }

    private void requireReceiving(String what) {
        requireGoing(what);
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
                    () -> {
                        if (!request.isOver()) {
                            task(() -> {
                                paused = false;
                                exchange.resume();
                            });
                        }
                    });
        }
    }

    @Override
    public void sendBody(ClientExchange exchange) throws Exception {
        requireGoing("sendBody");
        world.require(!whole && !asked, this, ": the body is asked for");
        asked = true;
        world.stats.count("bodies asked for");
        if (manner == Manner.USUAL && plan.framing == Framing.NONE && world.chance(2)) {
            try {
                ResponseHandler.super.sendBody(exchange);
            } catch (IllegalStateException e) {
                throw thrown(e);
            }
        }
        at(Manner.THROWS_IN_SEND_BODY);
        if (manner == Manner.THROWS_FOR_ROOM) {
            onWritable(() -> at(Manner.THROWS_FOR_ROOM));
        } else {
            part(exchange);
        }
    }

    private void part(ClientExchange exchange) {
        int before = sentBytes;
        while (sentBytes < plan.body.length && exchange.isWritable()) {
            int n = Math.min(plan.body.length - sentBytes, 1 + world.below(3000));
            if (world.chance(10)) {
                Lent.to(Arrays.copyOfRange(plan.body, sentBytes, sentBytes + n), lent -> send(List.of(lent)));
                send(List.of());
            } else {
                send(List.of(new Data(Bytes.wrap(plan.body, sentBytes, n))));
            }
            sentBytes += n;
        }
        world.require(sentBytes - before <= user.rules.queueBytes() + 3000 || connection.flushes, "no backpressure");
        if (manner == Manner.ILLEGAL_PART) {
            try {
                send(List.of(Data.utf8("too much"), new EndOfMessage()));
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
            onWritable(more);
            world.stats.count("uploads wait for room");
        } else if (world.chance(30)) {
            world.after(world.below(user.rude && world.chance(20) ? 45_000 : 3000) * World.MILLI, () -> {
                if (!request.isOver()) {
                    task(() -> send(List.of(new EndOfMessage())));
                }
            });
        } else {
            send(List.of(new EndOfMessage()));
            if (world.chance(30)) {
                flush();
            }
        }
    }

    @Override
    public void interim(InformationalResponse response, ClientExchange exchange) throws Exception {
        requireReceiving("interim");
        world.require(!headCome, this, ": an interim response after the head");
        world.stats.count("interim responses");
        interims += response.statusCode() == 103 ? 1 : 0;
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
        } else { // no handler takes it over
            world.after(
                    World.SECOND, () -> world.require(request.isOver(), this, " is switched, and nobody takes over"));
        }
    }

    /** The other protocol begins. */
    SimConnection switched(Talker talker) {
        switchedOn = connection;
        connection.talker = talker;
        world.stats.count("outcome of a client's exchange: another protocol");
        return connection;
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
        boolean closes = response.headers().containsToken("Connection", "close");
        refused = closes && response.statusCode() >= 300 && !endSent;
        boolean framed = !plan.hasContent()
                || response.headers().first("Content-Length").isPresent()
                || response.headers().first("Transfer-Encoding").isPresent();
        reusable = framed && !closes && !plan.saysClose && !plan.expects;
        int sent103 = user.rude ? (rude == SimRude.Manner.EARLY_INTERIM ? 1 : 0) : plan.interims;
        world.require(lie || id.isEmpty() || interims == sent103, this, ": interim responses are missing: ", sent103);
        at(Manner.THROWS_IN_HEAD);
        if (manner == Manner.THROWS_IN_TASK) {
            task(() -> at(Manner.THROWS_IN_TASK));
        }
        if (plan.method.equals("CONNECT") && response.statusCode() < 300) {
            switchTo(exchange);
        } else {
            mayPause(exchange);
            if (manner == Manner.PAUSES && world.chance(50)) { // in the midst of the body, and of nothing
                world.after(world.below(world.pick(5, 2000)) * World.MILLI, () -> {
                    if (!request.isOver()) {
                        task(() -> mayPause(exchange));
                    }
                });
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
        world.require(request.isOver() || exchange.tls().equals(connection.tls), this, ": another TLS session");
    }

    @Override
    public void data(Data data) {
        requireReceiving("data");
        world.require(headCome, this, ": data before the head");
        body.writeBytes(data.bytes().toByteArray());
        at(Manner.THROWS_IN_DATA);
        if (world.chance(50)) {
            mayPause(request);
        } else if (manner == Manner.PAUSES) { // while the next call is due, maybe
            task(() -> mayPause(request));
        }
    }

    @Override
    public void end(EndOfMessage end) {
        requireReceiving("the end");
        world.require(headCome, this, ": the end before the head");
        at(Manner.THROWS_IN_END);
        ended = true;
        if (world.chance(20)) {
            reusable = false; // the connection is not needed any more
            request.abort(); // too late
        }
        if (world.chance(20)) {
            request.execute(() -> world.require(false, this, ": a task after the end"));
            request.onWritable(() -> world.require(false, this, ": room after the end"));
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
            boolean isShown = plan.hasContent();
            world.require(plan.ended || !isShown, this, " takes for complete what is not");
            world.require(!isShown || Arrays.equals(got, plan.sent.toByteArray()), this, " gets another body");
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
        boolean illegal = manner == Manner.ILLEGAL || manner == Manner.ILLEGAL_BODY || manner == Manner.ILLEGAL_PART;
        if (illegal) {
            plan.hit(Fault.CLIENT_ILLEGAL);
        }
        if (cause instanceof SocketTimeoutException) {
            requireTimeOut(cause);
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
            boolean arrived = answerEnds > 0 && connection.readInAll >= answerEnds && !connection.lied;
            boolean readable = !(cause instanceof SocketTimeoutException) && !user.throwingPolicy && thrown == null;
            world.require(
                    !arrived || !readable || illegal || plan.behaviour == Behaviour.SWITCH,
                    this,
                    " fails though its answer has arrived: ",
                    cause);
        }
        boolean slow = user.rude && rude.isLate() && !everPaused && sends > 0;
        world.require(
                !slow || world.now() - sentAt <= (whole ? 45 : 90) * World.SECOND,
                this,
                " has waited for too long: ",
                cause);
        requireRefusedAfterTheEnd();
        boolean ofOthers =
                cause instanceof IOException || cause instanceof RemoteProtocolException || user.throwingPolicy;
        world.require(ofOthers || illegal || isThrown(cause), this, ": fails with ", cause);
        world.require(illegal || !(cause instanceof LocalProtocolException), this, ": refused: ", cause);
        request.abort(); // has no effect any more
        request.fail(new IOException("again"));
        request.execute(() -> world.require(false, "a task after the failure"));
        at(Manner.THROWS_WHEN_FAILED);
    }

    /** The server had the time that the rules give it, and had not gone. */
    private void requireTimeOut(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        ClientRules.Timeouts times = user.rules.timeouts();
        long waited = Long.MAX_VALUE;
        Duration limit = Duration.ZERO;
        if (message.startsWith("the exchange")) {
            waited = world.now() - begun;
            limit = times.whole();
        } else if (message.startsWith("the head")) {
            world.require(manner != Manner.ILLEGAL_BODY || !whole, this, ": what must not be sent was sent");
            boolean lost = connection.outputFailed; // then nothing more of the request is sent
            waited = world.now() - Math.max(connection.writtenAt, lost ? 0 : endSentAt);
            limit = times.head();
        } else if (message.startsWith("the server has been silent")) {
            waited = world.now() - connection.readAt;
            limit = times.silence();
        } else if (message.contains("does not read")) {
            waited = world.now() - Math.max(connection.writtenAt, sentAt);
            limit = times.silence();
        }
        world.require(waited >= limit.toNanos(), this, ": too early: ", cause);
        boolean ofWhole = message.startsWith("the exchange") || message.startsWith("there was no");
        world.require(
                ofWhole || connection == null || !connection.inputFailed, this, ": waits for what is lost: ", cause);
    }

    /** Whether the failure of the request is what its handler has thrown. */
    private boolean isThrown(Exception cause) {
        return thrown != null && (cause == thrown || cause.getCause() == thrown);
    }

    private void requireRefusedAfterTheEnd() {
        String what = "it goes on after the end";
        world.requireRefused(what, () -> request.send(new EndOfMessage()), IllegalStateException.class);
        world.requireRefused(what, request::flush, IllegalStateException.class);
        world.requireRefused(what, () -> request.onWritable(() -> {}), IllegalStateException.class);
    }

    /** Whether what is too much may be sent: before the rest of the body, or with the head, on another connection. */
    boolean sendsTooMuch() {
        return manner == Manner.ILLEGAL_PART;
    }

    /** Whether all of it can be sent at once, and its handler does nothing beside. */
    boolean beginsAtOnce() {
        return whole && manner == Manner.USUAL;
    }

    // ---- As others see it

    /** What its observer must know by now, if there is one. */
    void requireObserved(BiConsumer<Request, Boolean> what) {
        what.accept(head, user.rules.observer().isPresent());
    }

    boolean isOn(SimConnection one) {
        return connection == one;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether its connection can be used again. */
    boolean leavesReusable() {
        return ended && endSent && reusable && !cancelled;
    }

    /** Whether the response is complete, and the request is not. */
    boolean isAnsweredEarly() {
        return ended && !endSent;
    }

    // ---- In the end

    void requireDone(boolean faultless) {
        world.require(ended || failure != null || switchedOn != null, this, ": neither an end nor a failure");
        boolean passedOn = failure != null && isThrown(failure);
        boolean mayBeOther = thrownOn != null && thrownOn.threaded; // which may have been lost at the same time
        world.require(
                thrown == null || passedOn || (mayBeOther && failure != null),
                this,
                " has thrown, and fails with ",
                failure);
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
