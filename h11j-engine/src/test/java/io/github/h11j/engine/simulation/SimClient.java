package io.github.h11j.engine.simulation;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.engine.simulation.Plan.Behaviour;
import io.github.h11j.handler.HttpDate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A client with one connection: sends what is planned, and judges what comes. */
final class SimClient implements Asker {

    /** How it behaves. */
    enum Kind {
        RIGHT,
        SLOW_SENDER,
        SLOW_READER,
        RUDE,
        HOSTILE
    }

    /** How many bytes: those of the last chunk. */
    private static final int DRIPS = 5;

    private static final long PATIENCE = 150 * World.SECOND;

    private final World world;
    private final int number;
    private final Kind kind;
    private final List<Plan> plans = new ArrayList<>();
    private final boolean pipelines;
    private final boolean endsEarly;
    private final boolean strayLine;

    /** Whether it sends the last bytes of all that it sends one by one, slowly: a peer that makes progress. */
    private final boolean dripsEnd;

    private Pipe out;
    private Pipe in;
    private int largestSend;

    // Sending

    private byte[] sending = new byte[0];
    private int sendingAt;

    /** How long the head is that is being sent, if nothing was queued before it. */
    private int headEnd;

    private int begun;
    private boolean holdsBody;
    private boolean halfLine;
    private boolean sendScheduled;

    // Receiving

    private int answered;
    private Connection http;
    private Response head;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean lastAnswer;

    /** To a HEAD that could not be read to its end: the server does not know the method, and sends content. */
    private boolean errorToHead;

    private boolean readScheduled;
    private long receivedAt;
    private boolean readsNoMore;
    private boolean over;

    // Another protocol

    private boolean raw;
    private final ByteArrayOutputStream rawReceived = new ByteArrayOutputStream();
    private final byte[] rawSent;
    private int rawLength;

    /** Why nothing can be expected of this connection; empty if all is expected. */
    private String fault = "";

    /** Whether what follows may be missing. */
    private boolean excused;

    SimClient(World world, int number) {
        this.world = world;
        this.number = number;
        this.kind = world.chance(45)
                ? Kind.RIGHT
                : world.chance(50) ? world.pick(Kind.RUDE, Kind.SLOW_SENDER) : world.pick(Kind.values());
        this.pipelines = world.chance(25);
        this.dripsEnd = kind == Kind.SLOW_SENDER && world.chance(20);
        this.endsEarly = world.chance(15);
        this.strayLine = world.rules.policy() == Policy.STRICT && world.chance(25);
        this.rawSent = new byte[world.pick(0, 10, 30_000)];
        Plan.fill(rawSent, number);
        world.clients.add(this);
        if (kind != Kind.RIGHT) {
            fault = kind.toString();
        }
        if (world.throwingPolicy) {
            fault = "the policy throws";
        }
    }

    @Override
    public boolean isHostile() {
        return kind == Kind.HOSTILE;
    }

    @Override
    public int largestSend() {
        return largestSend;
    }

    @Override
    public Plan again(Plan plan) {
        return null;
    }

    @Override
    public void faulty(String why) {
        if (fault.isEmpty()) {
            fault = why;
        }
        world.tell(this, " | ", why);
        world.stats.count("fault: " + why);
    }

    @Override
    public void hit(Fault fault) {
        for (Plan plan : plans.subList(0, begun)) {
            if (!plan.answered) {
                plan.hit(fault);
            }
        }
    }

    void begin() {
        int count = 1 + world.below(6);
        for (int i = 0; i < count; i++) {
            Plan plan = world.application.plan(this, false);
            plans.add(plan);
            largestSend = Math.max(largestSend, plan.length + plan.body.length);
        }
        largestSend += 2 * rawSent.length;
        world.after(world.below(5000) * World.MILLI, this::connect);
    }

    private void connect() {
        if (world.stopped) {
            over = true;
            faulty("the server accepts no more");
            return;
        }
        world.stats.count("connections of " + kind);
        world.tell(this, " connects: ", kind, (pipelines ? " pipelines " : " "), plans);
        out = new Pipe(world);
        in = new Pipe(world);
        in.onReadable(this::readable);
        out.onWritable(this::sendMore);
        new SimServer(world, this, out, in);
        expectNext();
        startRequest();
        if (kind == Kind.RUDE) {
            world.after(world.below(world.pick(20, 3000)) * World.MILLI, this::beRude);
        }
        world.after(PATIENCE, this::giveUp);
    }

    private void beRude() {
        if (!over) {
            boolean ends = world.chance(15);
            world.stats.count(ends ? "half-closes" : "resets");
            world.tell(this, (ends ? " ends its stream" : " resets"));
            hit(ends ? Fault.HALF_CLOSE : Fault.RESET);
            if (ends) {
                out.end();
            } else {
                reset();
            }
        }
    }

    private void reset() {
        over = true;
        out.reset();
        in.reset();
    }

    private void giveUp() {
        if (!over) {
            world.tell(this, " gives up");
            faulty("the client has waited long enough");
            reset();
        }
    }

    // ---- What goes out

    private void startRequest() {
        if (begun == plans.size() || over || raw) {
            return;
        }
        Plan plan = plans.get(begun++);
        plan.goes();
        switch (kind) {
            case SLOW_SENDER -> plan.hit(Fault.SLOW_SENDER);
            case SLOW_READER -> plan.hit(Fault.SLOW_READER);
            case HOSTILE -> plan.hit(Fault.GARBLED);
            default -> {
                // as it happens
            }
        }
        byte[] start = plan.head();
        holdsBody = plan.expects;
        headEnd = sending.length - sendingAt == 0 ? start.length : 0;
        if (!holdsBody) {
            start = join(start, plan.content());
        }
        enqueue(start);
        if (holdsBody) {
            world.after(world.pick(1, 5) * World.SECOND, () -> {
                long since = Math.max(plan.askedAt, receivedAt); // it follows the response before
                boolean due = plan.askedAt >= 0 && world.now() - since > World.SECOND / 2;
                world.require(
                        !due || plan.hasGot100 || plan.answered || plan.failed || over || !fault.isEmpty(),
                        this,
                        " has got no 100 for ",
                        plan);
                sendBody(plan);
            });
        }
        boolean switches = plan.behaviour == Behaviour.SWITCH;
        if (plan.behaviour == Behaviour.NEVER && plan.saysClose) {
            faulty("it sends more after its last request");
            enqueue(new byte[60_000]);
        }
        if (pipelines && !plan.expects && !switches) {
            startRequest();
        } else if (begun == plans.size() && !holdsBody && !switches && strayLine) {
            halfLine = !endsEarly && world.chance(50); // begins no head either
            enqueue(halfLine ? new byte[] {'\r'} : new byte[] {'\r', '\n'});
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The body of a request that waited for 100 (Continue), unless it was answered. */
    private void sendBody(Plan plan) {
        if (holdsBody && plans.get(begun - 1) == plan && !plan.answered) {
            holdsBody = false;
            enqueue(plan.content());
        }
    }

    private void enqueue(byte[] bytes) {
        byte[] rest = join(Arrays.copyOfRange(sending, sendingAt, sending.length), bytes);
        sendingAt = 0;
        sending = rest;
        if (isHostile() && rest.length > 0 && world.chance(70)) {
            sending[world.below(Math.min(rest.length, 200))] = (byte) (int) world.pick(13, 10, 32, 0, 120, 58, 255);
        }
        sendMore();
    }

    private void sendMore() {
        if (sendScheduled || over || out.isEnded() || sendingAt == sending.length) {
            return;
        }
        sendScheduled = true;
        boolean drips = dripsEnd && sending.length - sendingAt <= DRIPS;
        long slow = drips ? 7000 + world.below(13_000) : world.below(70_000);
        long delay = drips || (kind == Kind.SLOW_SENDER && world.chance(60)) ? slow : world.below(4);
        world.after(delay * World.MILLI, () -> {
            sendScheduled = false;
            if (over || out.isBroken() || out.isEnded()) {
                return;
            }
            int left = sending.length - sendingAt;
            int piece = world.chance(50) ? left : 1 + world.below(Math.min(left, world.chance(50) ? 20 : 5000));
            if (kind == Kind.SLOW_SENDER && sendingAt < headEnd && world.chance(80)) {
                piece = Math.min(left, headEnd - sendingAt + 1 + world.below(20)); // to fall silent in the body
            }
            piece = drips ? 1 : piece;
            int taken = out.send(sending, sendingAt, piece);
            sendingAt += taken;
            if (taken == piece) {
                sendMore();
            }
            maybeEnd();
        });
    }

    /** After the last byte of the last request. */
    private void maybeEnd() {
        boolean allSent = begun == plans.size() && sendingAt == sending.length && !holdsBody;
        if (allSent && endsEarly && !out.isEnded()) {
            world.stats.count("half-closes");
            world.tell(this, " ends its stream early");
            hit(Fault.HALF_CLOSE);
            out.end();
        }
    }

    // ---- What comes in

    private void expectNext() {
        head = null;
        body = new ByteArrayOutputStream();
        Plan plan = answered < plans.size() ? plans.get(answered) : null;
        http = Connection.client();
        String method = plan == null ? "GET" : plan.method;
        Headers headers = Headers.of("Host", "a");
        if (plan != null && plan.behaviour == Behaviour.SWITCH && !method.equals("CONNECT")) {
            headers = Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "echo");
        }
        if (method.equals("CONNECT")) {
            headers = Headers.of("Host", plan.target);
        }
        if (method.equals("POST")) {
            headers = headers.with("Transfer-Encoding", "chunked");
        }
        http.send(new Request(method, plan == null ? "/" : plan.target, headers));
        if (!method.equals("POST")) {
            http.send(new EndOfMessage());
        } else if (plan.behaviour == Behaviour.SWITCH) {
            http.send(new EndOfMessage());
        }
    }

    private void readable() {
        if (readScheduled || over || readsNoMore) {
            return;
        }
        readScheduled = true;
        long delay = kind == Kind.SLOW_READER ? world.below(9000) : 0;
        world.after(delay * World.MILLI, () -> {
            readScheduled = false;
            read();
        });
    }

    private void read() {
        if (over) {
            return;
        }
        if (in.isBroken()) {
            ended(false);
        } else if (in.available() > 0) {
            int most = kind == Kind.SLOW_READER ? 1 + world.below(3000) : 1 << 20;
            readsNoMore = kind == Kind.SLOW_READER && world.chance(5);
            receivedAt = world.now();
            receive(in.read(most));
            readable();
        } else if (in.isAtEnd()) {
            ended(true);
        }
    }

    private void receive(byte[] bytes) {
        if (raw) {
            rawReceived.writeBytes(bytes);
            return;
        }
        if (lastAnswer && errorToHead) {
            return;
        }
        try {
            http.receiveData(bytes);
            events();
        } catch (RemoteProtocolException e) {
            world.require(isHostile(), this, " has got nonsense: ", e);
            readsNoMore = true;
        }
    }

    private void events() {
        while (true) {
            NextEvent next = http.nextEvent();
            if (next instanceof InformationalResponse interim) {
                interim(interim);
            } else if (next instanceof Response response) {
                head(response);
            } else if (next instanceof Data data) {
                body.writeBytes(data.bytes().toByteArray());
            } else if (next instanceof EndOfMessage) {
                byte[] rest = http.trailingData().bytes().toByteArray();
                complete();
                if (rest.length > 0) {
                    http.receiveData(rest);
                }
            } else {
                if (next == Signal.PAUSED) {
                    goRaw();
                }
                return;
            }
        }
    }

    private void interim(InformationalResponse interim) {
        if (interim.statusCode() == 100) {
            Plan plan = plans.get(answered);
            world.require(plan.expects || isHostile(), "100 for nobody");
            world.stats.count("100 (Continue)");
            plan.hasGot100 = true;
            sendBody(plan);
        }
    }

    private void head(Response response) {
        head = response;
        world.tell(this, " gets ", response.statusCode(), " ", response.headers());
        world.stats.count("outcome of a server's exchange: " + response.statusCode());
        boolean toHalfLine = halfLine && answered == plans.size() && response.statusCode() == 400; // at its end
        if (isHostile() || toHalfLine) {
            return;
        }
        boolean expected = answered < begun;
        world.require(expected || !fault.isEmpty(), this, " gets an answer that it did not ask for: ", response);
        String id = response.headers().first("X-Id").orElse("");
        requireFields(response, id.isEmpty() || !expected ? null : plans.get(answered));
        if (!id.isEmpty()) {
            world.require(
                    expected && Integer.parseInt(id) == plans.get(answered).id,
                    this,
                    " gets the answer to another request: ",
                    response);
        } else if (fault.isEmpty()) {
            Plan plan = plans.get(answered);
            world.require(
                    plan.behaviour.fails() || plan.behaviour == Behaviour.SWITCH,
                    this,
                    " gets what it does not deserve: ",
                    response,
                    " to ",
                    plan);
        }
    }

    /** What the server adds to a response, if the handler has not. */
    private void requireFields(Response response, Plan plan) {
        Headers headers = response.headers();
        List<String> server = world.serverName.isEmpty() ? List.of() : List.of(world.serverName);
        if (plan != null && !plan.ownServer.isEmpty()) {
            server = List.of(plan.ownServer);
        }
        world.require(headers.all("Server").equals(server), this, " gets another Server: ", headers);
        world.require(headers.all("Date").size() == 1, this, " gets no date, or two: ", headers);
        boolean both = headers.contains("Content-Length") && headers.contains("Transfer-Encoding");
        world.require(!both, this, " gets two framings: ", headers); // RFC 9112 §6.2
        boolean toHandler = plan != null && plan.length == plan.sent.size() && plan.mustSayLength;
        String length = headers.first("Content-Length").orElse("");
        world.require(
                !toHandler || length.equals(Integer.toString(plan.length)), this, " gets a file without its length");
        if (plan != null) {
            String date =
                    plan.ownDate.isEmpty() ? HttpDate.format(Instant.ofEpochSecond(0, plan.headAt)) : plan.ownDate;
            world.require(headers.all("Date").equals(List.of(date)), this, " gets another date: ", headers);
            boolean close = headers.containsToken("Connection", "close");
            world.require(close || !plan.mustSayClose, this, " gets the last response without close");
            world.require(
                    !close || plan.maySayClose || plan.behaviour == Behaviour.SWITCH,
                    this,
                    " gets close for no reason");
        }
    }

    private void complete() {
        Plan plan = answered < plans.size() ? plans.get(answered) : null;
        if (plan != null && head.headers().contains("X-Id") && !isHostile()) {
            world.require(plan.ended || !plan.hasContent(), this, " takes for complete what is not: ", plan);
            world.require(
                    !plan.hasContent() || Arrays.equals(body.toByteArray(), plan.sent.toByteArray()),
                    this,
                    " gets another body: ",
                    plan);
        }
        world.stats.count("answers complete");
        // the server neither waits for a slow rest of a body nor reads one that is too long
        boolean early = plan != null
                && (plan.body.length > 20_000 || plan.behaviour == Behaviour.ANSWERS_MEANWHILE)
                && plan.body.length > 0;
        lastAnswer = head.headers().containsToken("Connection", "close") || (plan != null && plan.oldVersion);
        boolean breaksLater = plan != null && !plan.hasContent() && !plan.behaviour.answers();
        errorToHead = plan != null && plan.method.equals("HEAD") && head.statusCode() >= 400;
        excused |= early || lastAnswer || breaksLater;
        if (plan != null) {
            plan.answered = true;
        }
        answered++;
        expectNext();
        if (lastAnswer) {
            if (world.chance(50)) {
                world.after(0, () -> out.end());
            }
        } else if (answered == plans.size()) {
            if (world.chance(60)) {
                world.after(world.below(2000) * World.MILLI, () -> out.end());
            } // else the server closes when it has waited long enough
        } else if (answered >= begun) {
            holdsBody = false;
            world.after(world.below(3000) * World.MILLI, this::startRequest);
        }
    }

    private void goRaw() {
        if (isHostile()) {
            readsNoMore = true;
            return;
        }
        raw = true;
        plans.get(answered).answered = true;
        excused = true;
        rawReceived.writeBytes(http.trailingData().bytes().toByteArray());
        world.tell(this, " speaks another protocol");
        rawLength = out.isEnded() ? 0 : rawSent.length;
        if (rawLength > 0) {
            enqueue(rawSent);
        }
        world.after(world.pick(1, 50) * World.SECOND, this::endWhenSent);
    }

    private void endWhenSent() {
        if (sendingAt < sending.length && !over) {
            world.after(World.SECOND, this::endWhenSent);
        } else {
            out.end();
        }
    }

    private void ended(boolean inOrder) {
        world.tell(this, (inOrder ? " sees the end" : " sees a reset"));
        over = true;
        if (!raw && !isHostile()) {
            if (inOrder) {
                http.receiveEof();
            } else {
                http.receiveAbort();
            }
            try {
                NextEvent next = http.nextEvent();
                if (next instanceof EndOfMessage) {
                    complete();
                } else {
                    world.require(next instanceof ConnectionClosed || next instanceof Signal, "no end: ", next);
                }
            } catch (RemoteProtocolException e) {
                world.stats.count("answers visibly incomplete");
            }
        }
        out.end();
    }

    // ---- In the end

    void requireDone() {
        for (Plan plan : plans) {
            world.require(
                    !plan.begun || plan.ended || plan.failed || plan.switched || plan.behaviour == Behaviour.SHORT_FILE,
                    this,
                    " | has begun, and no end: ",
                    plan);
        }
        if (raw) {
            requireEcho();
        }
        if (!fault.isEmpty()) {
            return;
        }
        world.stats.count("connections without a fault");
        // a reset destroys the answers before it, too, that are still on their way
        boolean broken = pipelines && plans.stream().anyMatch(plan -> plan.begun && !plan.behaviour.answers());
        for (Plan plan : plans) {
            if (plan.answered) {
                continue;
            }
            boolean mayBreak = !plan.behaviour.answers() && plan.begun;
            // what follows the last message, a request that was pipelined, is a fault under the policy of h11
            boolean pipelined = pipelines && world.rules.policy() != Policy.STRICT;
            boolean refused = world.stopped && (!plan.begun || pipelined);
            world.require(excused || broken || mayBreak || refused, this, " has got no answer to ", plan);
            return;
        }
    }

    private void requireEcho() {
        byte[] got = rawReceived.toByteArray();
        byte[] bye = Echo.BYE.getBytes(StandardCharsets.US_ASCII);
        boolean whole =
                got.length >= bye.length && Arrays.equals(got, got.length - bye.length, got.length, bye, 0, bye.length);
        int echoed = whole ? got.length - bye.length : got.length;
        world.require(
                echoed <= rawSent.length && Arrays.equals(got, 0, echoed, rawSent, 0, echoed), this, " hears no echo");
        Echo echo = plans.get(answered).echo;
        boolean expects = fault.isEmpty()
                && !world.stopped
                && plans.get(answered).body.length == 0
                && echo != null
                && echo.manner.isRight();
        world.require(!expects || (whole && echoed == rawLength), this, " hears not all of the echo: ", echoed);
    }

    @Override
    public String toString() {
        return "client " + number;
    }
}
