package io.github.h11j.engine.simulation;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Option;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.simulation.Plan.Behaviour;
import io.github.h11j.engine.simulation.Plan.Framing;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The handler of a world: does to each request what its plan says. */
final class Application implements Handler {

    private static final int LARGEST_PART = 20_000;

    private final World world;
    private final Map<String, Plan> plans = new HashMap<>();

    /** The last one of each connection. */
    private final Map<SimServer, Run> runs = new HashMap<>();

    Application(World world) {
        this.world = world;
    }

    Plan plan(Asker client, boolean ofSession) {
        Plan plan = new Plan(world, client, plans.size(), ofSession);
        plans.put(plan.target, plan);
        return plan;
    }

    @Override
    public void handle(Request request, Exchange exchange) {
        Plan plan = plans.get(request.target());
        if (plan != null && plan.begun) {
            Plan again = plan.client.again(plan);
            if (again != null) {
                plan = again;
                plans.put(plan.target, plan);
            }
        }
        if (plan == null || plan.begun || !plan.method.equals(request.method())) {
            world.require(plan == null || plan.client.isHostile(), "a request comes twice, or another");
            exchange.send(Responses.text(200, "who is it?"));
            return;
        }
        if (world.rules.observer().isPresent()) {
            world.observer.knows(request, plan);
        }
        world.tell(plan.client, " | request ", plan);
        world.stats.count("requests that reach a handler");
        plan.behaviour.hits(plan);
        plan.begun = true;
        plan.server = world.peers.get(exchange.peer());
        world.require(exchange.tls().equals(plan.server.tls), "another TLS session");
        world.require(exchange.status() == 0, "a status before the response");
        new Run(plan, exchange).begin();
    }

    /** One exchange. */
    private final class Run implements BodyHandler {
        private final Plan plan;
        private final Exchange exchange;
        private final byte[] content;
        private int at;
        /** The exchange before on the same connection, which is complete; null if there was none. */
        private Run previous;

        private boolean headSent;
        private boolean asked;
        private boolean paused;
        private boolean over;

        /** Some refuse a body, for which they need not wait. Some send a 304, where its content may be passed: it is dropped. */
        private final int status;

        Run(Plan plan, Exchange exchange) {
            this.plan = plan;
            this.exchange = exchange;
            this.content = new byte[plan.length];
            Plan.fill(content, plan.id);
            boolean drops = world.rules.policy().has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
            int other = drops && plan.framing == Plan.Framing.NONE ? 304 : 413;
            this.status = world.chance(10) ? other : 200;
        }

        void begin() {
            previous = runs.put(plan.server, this);
            plan.server.begun(plan);
            exchange.onFailure(this::failed);
            switch (plan.behaviour) {
                case AT_ONCE, EARLY -> whole();
                case LATER -> later(this::whole);
                case PARTS -> later(this::parts);
                case STREAM -> stream();
                case WHOLE_BODY, AFTER_FIRST_PART, PAUSING, THROWS_IN_BODY, THROWS_AT_END -> receive();
                case ECHO -> {
                    head(-1);
                    receive();
                }
                case ASKS_LATER -> later(this::receive);
                case ANSWERS_MEANWHILE -> {
                    receive();
                    later(this::parts);
                }
                case FILE -> {
                    if (world.chance(30)) {
                        receive();
                    } else {
                        file(plan.length);
                    }
                }
                case SHORT_FILE -> file(plan.length);
                case THROWS -> raise();
                case THROWS_LATE -> {
                    head(world.chance(50) ? plan.length + 1 : -1);
                    raise();
                }
                case THROWS_IN_TASK -> {
                    later(() -> {
                        if (previous != null) {
                            previous.execute(() -> world.stats.count("tasks of the exchange before"));
                        }
                        exchange.execute(() -> world.require(false, "a task after the failure: ", plan));
                        raise();
                    });
                }
                case THROWS_FOR_ROOM -> exchange.onWritable(this::raise);
                case THROWS_IN_LISTENER -> {
                    exchange.onFailure(cause -> {
                        if (!plan.failed) {
                            failed(cause);
                        }
                        exchange.onFailure(again -> raise());
                        raise();
                    });
                    raise();
                }
                case ILLEGAL -> illegal();
                case ILLEGAL_FILE -> illegalFile();
                case NEVER -> {
                    // as it says
                }
                case ABORT -> {
                    if (world.chance(50)) {
                        abort();
                    } else {
                        later(this::abort);
                    }
                }
                default -> switchProtocols();
            }
        }

        private void raise() {
            if (world.chance(50)) {
                IllegalStateException exception = new IllegalStateException("on purpose");
                plan.thrown = exception;
                throw exception;
            }
            AssertionError error = new AssertionError("on purpose");
            plan.thrown = error;
            throw error;
        }

        /** What was thrown is the cause, an error as the cause of that; unless something else was faster. */
        private void requireCause(Exception cause) {
            boolean isThrown =
                    cause == plan.thrown || (plan.thrown instanceof Error && cause.getCause() == plan.thrown);
            world.require(isThrown || !(cause instanceof IllegalStateException), plan, ": another cause: ", cause);
        }

        /** A client without a response gets that of the server, or sees that the connection is aborted. */
        private void requireAnswered() {
            boolean lost = plan.server.session.next() == Next.ABORT;
            world.require(lost || plan.headAt < 0, "a truncated response may look complete: ", plan);
            if (plan.headAt >= 0) {
                plan.server.mayAbort = "a response is truncated";
            }
            world.require(lost || exchange.status() >= 400, "it has failed, and the server says nothing: ", plan);
        }

        private void failed(Exception cause) {
            requireCause(cause);
            requireAnswered();
            world.require(!plan.switched, "a failure after the switch: ", plan);
            world.tell(plan.client, " | ", plan.target, " has failed: ", cause);
            world.stats.count("exchanges failed");
            world.require(!plan.failed, "a failure is reported twice");
            world.require(!over || plan.behaviour.breaks(), "a failure after the end: ", plan);
            plan.failed = true;
            over();
            world.requireRefused(
                    "sent after the failure", () -> exchange.send(new EndOfMessage()), UncheckedIOException.class);
            int before = plan.server.flushCalls;
            world.requireRefused("flushed after the failure", exchange::flush, UncheckedIOException.class);
            world.require(plan.server.flushCalls == before, "what has failed is flushed");
            world.requireRefused(
                    "waits for room after the failure",
                    () -> exchange.onWritable(this::raise),
                    UncheckedIOException.class);
            world.requireRefused(
                    "switched after the failure",
                    () -> exchange.switchTo(new Echo(world, plan)),
                    UncheckedIOException.class);
            exchange.execute(() -> world.require(false, "a task after the failure: ", plan));
            exchange.abort(); // has no effect any more
        }

        private void abort() {
            world.stats.count("aborts");
            plan.server.mayAbort = "the handler aborts";
            plan.server.mayHaveLost = true;
            exchange.abort();
            world.require(plan.server.session.next() == Next.ABORT, "it is not aborted: ", plan);
            over();
        }

        private void over() {
            over = true;
            plan.server.overAt = plan.failed ? plan.server.overAt : world.now(); // of a failure it hears later
            plan.server.open.remove(plan);
        }

        /** In a task of the exchange, after some time. */
        private void later(Runnable task) {
            plan.waitsForPeer = false;
            plan.tasks++;
            world.after(world.below(2000) * World.MILLI, () -> {
                if (world.chance(2) && !plan.server.isCalling()) {
                    world.requireRefused(
                            "it sends while no call is being made",
                            () -> exchange.send(new EndOfMessage()),
                            IllegalStateException.class,
                            UncheckedIOException.class);
                }
                execute(() -> {
                    plan.tasks--;
                    if (!over) {
                        task.run();
                    }
                });
            });
        }

        /** Runs a task once, and soon; unless the exchange has failed, or the connection has closed. */
        private void execute(Runnable task) {
            boolean[] ran = {false};
            SimServer server = plan.server;
            exchange.execute(() -> {
                world.require(!plan.failed, "a task after the failure");
                world.require(!ran[0], "a task runs twice");
                ran[0] = true;
                task.run();
            });
            world.after(
                    World.SECOND,
                    () -> world.require(ran[0] || plan.failed || server.session.isClosing(), plan, ": a task is lost"));
        }

        // ---- The response

        private void head(int length) {
            headSent = true;
            Headers headers = Headers.of("X-Id", Integer.toString(plan.id));
            if (world.chance(5)) {
                plan.ownDate = "Thu, 01 Jan 1970 12:00:00 GMT";
                headers = headers.with("Date", plan.ownDate);
            }
            if (world.chance(5)) {
                plan.ownServer = "other";
                headers = headers.with("Server", plan.ownServer);
            }
            if (length >= 0) {
                headers = headers.with("Content-Length", Integer.toString(length));
            }
            if (world.chance(5)) {
                plan.interims++;
                exchange.send(new InformationalResponse(103, Headers.EMPTY));
                world.require(exchange.status() == 0, "the status of an interim response");
            }
            beforeHead(status, false);
            exchange.send(new Response(status, headers));
            world.require(exchange.status() == status, "another status: ", exchange.status());
            exchange.send(List.of());
        }

        /** The head of a response is about to be sent, maybe with all of it. */
        private void beforeHead(int code, boolean whole) {
            plan.headAt = world.now();
            plan.status = code;
            boolean early = whole || code >= 300;
            boolean mayDrop = plan.body.length <= world.rules.dropBytes() && plan.framing == Plan.Framing.LENGTH;
            boolean gets100 = plan.expects && !asked;
            boolean goesOn = plan.framing == Plan.Framing.NONE
                    || plan.requestEnded
                    || (mayDrop && !gets100)
                    || (asked && !early);
            plan.mustSayClose = world.stopped;
            plan.maySayClose = world.stopped || plan.server.endReported || !goesOn || plan.saysClose || plan.oldVersion;
        }

        private int announced() {
            return plan.tells ? content.length : -1;
        }

        private void whole() {
            List<Event> events = new ArrayList<>();
            Headers headers = Headers.of("X-Id", Integer.toString(plan.id));
            events.add(new Response(
                    200, plan.tells ? headers.with("Content-Length", Integer.toString(content.length)) : headers));
            plan.sent.writeBytes(content);
            events.add(new Data(Bytes.wrap(content)));
            events.add(new EndOfMessage());
            beforeHead(200, true);
            end();
            exchange.send(events);
            afterEnd();
        }

        private void parts() {
            if (!headSent) {
                head(announced());
            }
            if (world.chance(20)) {
                int before = plan.server.flushCalls;
                exchange.flush();
                world.require(plan.server.flushCalls > before, "it does not flush");
                world.require(plan.server.session.next() != Next.ABORT, "it is lost, and the flush does not say so");
            }
            part();
            if (at < content.length) {
                later(this::parts);
            } else {
                finish();
            }
        }

        private void part() {
            int n = Math.min(content.length - at, 1 + world.below(LARGEST_PART));
            if (n > 0) {
                byte[] bytes = Arrays.copyOfRange(content, at, at + n);
                at += n;
                plan.sent.writeBytes(bytes);
                int before = plan.server.flushCalls;
                exchange.send(new Data(Bytes.wrap(bytes)));
                boolean asks = plan.server.flushCalls > before;
                world.require(asks || exchange.isWritable(), "much is queued, and nobody may write it");
            }
        }

        private void stream() {
            if (!headSent) {
                head(announced());
            }
            int before = at;
            while (at < content.length && exchange.isWritable()) {
                part();
            }
            boolean bounded =
                    plan.server.flushes || !plan.hasContent() || at - before <= world.rules.queueBytes() + LARGEST_PART;
            world.require(bounded, "it is writable however much is queued");
            if (at < content.length) {
                world.stats.count("waits for room");
                plan.waitsForPeer = true;
                exchange.onWritable(() -> {
                    world.require(plan.server.threaded || exchange.isWritable(), "there is no room");
                    stream();
                });
            } else {
                plan.waitsForPeer = false;
                finish();
            }
        }

        private void finish() {
            end();
            exchange.send(new EndOfMessage());
            afterEnd();
        }

        private void end() {
            plan.ended = true;
        }

        /** What must have no effect any more. */
        private void afterEnd() {
            over();
            if (world.chance(20)) {
                execute(() -> {
                    if (plan.requestEnded) {
                        exchange.abort();
                    }
                    world.requireRefused(
                            "a body after the response",
                            () -> exchange.receiveBody(this),
                            IllegalStateException.class,
                            UncheckedIOException.class);
                });
            }
            if (world.chance(5)) {
                raise(); // to the client nothing is missing
            }
        }

        private void file(int length) {
            if (world.chance(5)) {
                world.requireRefused(
                        "a file before its beginning",
                        () -> exchange.sendFile(
                                new Response(200, Headers.EMPTY), new SimFile(world, content), -1, length),
                        IllegalArgumentException.class,
                        UncheckedIOException.class);
            }
            boolean isShort = plan.behaviour == Behaviour.SHORT_FILE;
            SimFile file = new SimFile(world, isShort ? Arrays.copyOf(content, length / 2) : content);
            plan.sent.writeBytes(content);
            boolean breaks = isShort && length > 0 && !plan.method.equals("HEAD");
            plan.ended = !breaks;
            Headers headers = Headers.of("X-Id", Integer.toString(plan.id));
            if (world.chance(50)) {
                headers = headers.with("Content-Length", Integer.toString(length));
            } else if (!isShort && !plan.oldVersion && world.chance(20)) {
                headers = headers.with("Transfer-Encoding", "chunked");
            } else {
                plan.mustSayLength = true;
            }
            beforeHead(200, true);
            exchange.sendFile(new Response(200, headers), file, SimFile.BEFORE, length);
            world.require(exchange.status() == 200, "another status: ", exchange.status());
            over();
        }

        private void illegal() {
            if (world.chance(30)) {
                head(5);
            }
            try {
                if (headSent || world.rules.policy() != Policy.STRICT) { // which refuses without a change
                    plan.server.mayAbort = "more is sent than was announced";
                }
                if (headSent) {
                    exchange.send(Data.utf8("too much"));
                } else {
                    exchange.send(
                            new Response(200, Headers.of("Content-Length", "1")), Data.utf8("xy"), new EndOfMessage());
                }
                world.require(!plan.hasContent(), "sent what does not fit: ", plan);
                end();
                over();
                plan.server.mayAbort = "the handler aborts";
                exchange.abort();
            } catch (LocalProtocolException e) {
                world.stats.count("illegal sends");
                if (!headSent && world.chance(30)) {
                    another();
                }
                plan.thrown = e;
                throw e;
            }
        }

        /** Nothing of what was refused counts as sent, or the connection is lost. */
        private void another() {
            try {
                whole();
            } catch (LocalProtocolException e) {
                throw world.broken("what was refused has an effect");
            } catch (UncheckedIOException e) {
                world.require(plan.server.session.next() == Next.ABORT, "it has failed, and is not lost");
                throw e;
            }
        }

        private void illegalFile() {
            SimFile file = new SimFile(world, content);
            Headers headers = Headers.of("Content-Length", Integer.toString(content.length + 1));
            plan.server.mayAbort = "a file of another length";
            try {
                exchange.sendFile(new Response(200, headers), file, SimFile.BEFORE, content.length);
            } catch (LocalProtocolException e) {
                if (world.chance(50)) {
                    return; // it is known to have failed all the same
                }
                throw e;
            }
            world.require(plan.method.equals("HEAD"), "sent what does not fit: ", plan);
            end();
            over();
            throw new IllegalStateException("after a file"); // to HEAD nothing is sent that would not fit
        }

        // ---- The body

        private void receive() {
            plan.waitsForPeer = true;
            if (world.chance(10)) {
                pause();
            }
            if (!headSent && world.chance(10) && !plan.oldVersion) {
                plan.interims++;
                exchange.send(new InformationalResponse(103, Headers.EMPTY)); // after which a 100 is still due
            }
            exchange.receiveBody(this);
            asked = true;
            plan.askedAt = headSent ? -1 : world.now();
            if (world.chance(10)) {
                world.after(
                        world.below(50) * World.MILLI,
                        () -> exchange.execute(() -> {
                            if (!over && !paused) {
                                pause(); // maybe in the moment in which a part is due
                            }
                        }));
            }
            world.requireRefused(
                    "the body was asked for twice",
                    () -> exchange.receiveBody(this),
                    IllegalStateException.class,
                    UncheckedIOException.class);
        }

        private void requireReceiving(String what) {
            world.require(!over, what, " after the end: ", plan);
            world.require(!plan.failed, what, " after the failure: ", plan);
            world.require(!paused, what, " while it was paused: ", plan);
            world.require(!plan.requestEnded, what, " after the end of the request: ", plan);
        }

        private void pause() {
            paused = true;
            exchange.pause();
            later(() -> {
                paused = false;
                plan.waitsForPeer = !plan.requestEnded;
                exchange.resume();
            });
        }

        @Override
        public void data(Data data) {
            requireReceiving("data");
            byte[] bytes = data.bytes().toByteArray();
            int from = plan.received;
            plan.received += bytes.length;
            world.require(plan.client.isHostile() || plan.isBody(bytes, from), "another body: ", plan);
            switch (plan.behaviour) {
                case ECHO -> {
                    plan.sent.writeBytes(bytes);
                    exchange.send(data);
                }
                case AFTER_FIRST_PART -> {
                    whole();
                    if (plan.received < plan.body.length && world.chance(5)) {
                        plan.client.faulty("the handler aborts what follows its response");
                        abort();
                    }
                }
                case THROWS_IN_BODY -> raise();
                case PAUSING -> pause();
                default -> {
                    // waits for the end
                }
            }
        }

        @Override
        public void end(EndOfMessage end) {
            requireReceiving("the end");
            plan.requestEnded = true;
            plan.waitsForPeer = false;
            world.require(end.trailers().isEmpty(), "other trailers");
            world.require(plan.client.isHostile() || plan.received == plan.body.length, "a truncated body: ", plan);
            if (plan.behaviour == Behaviour.ECHO) {
                finish();
            } else if (plan.behaviour == Behaviour.THROWS_AT_END) {
                raise();
            } else if (plan.behaviour == Behaviour.ANSWERS_MEANWHILE) {
                world.stats.count("answers meanwhile");
            } else if (plan.behaviour == Behaviour.FILE) {
                file(plan.length);
            } else {
                whole();
            }
        }

        // ---- Another protocol

        private void switchProtocols() {
            Echo echo = new Echo(world, plan);
            world.requireRefused(
                    "switched before it was agreed",
                    () -> exchange.switchTo(echo),
                    IllegalStateException.class,
                    UncheckedIOException.class);
            if (plan.method.equals("CONNECT")) {
                exchange.send(new Response(200, Headers.of("X-Id", Integer.toString(plan.id))));
            } else {
                exchange.send(Responses.switching("echo"));
                world.require(exchange.status() == 101, "another status: ", exchange.status());
            }
            plan.headAt = world.now();
            if (plan.framing == Framing.LENGTH) {
                plan.waitsForPeer = true; // for the rest of the request
            }
            Runnable agreed = () -> {
                plan.echo = echo;
                plan.server.switched = echo;
                exchange.switchTo(echo);
                plan.waitsForPeer = true;
                if (world.chance(4)) {
                    world.after(world.below(4) * World.MILLI, world::stop); // maybe before the other protocol begins
                }
            };
            if (world.chance(80)) {
                agreed.run();
            } else {
                later(agreed);
            }
        }
    }
}
