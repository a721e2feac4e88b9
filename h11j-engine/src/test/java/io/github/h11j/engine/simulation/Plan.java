package io.github.h11j.engine.simulation;

import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One request: how it is sent, what its handler is to do, and what has happened. */
final class Plan {

    /** What a handler does. */
    enum Behaviour {
        AT_ONCE,
        LATER,
        PARTS,
        STREAM,
        WHOLE_BODY,
        ECHO,
        EARLY,
        AFTER_FIRST_PART,
        PAUSING,
        ASKS_LATER,
        ANSWERS_MEANWHILE,
        FILE,
        SHORT_FILE,
        THROWS,
        THROWS_LATE,
        THROWS_IN_BODY,
        THROWS_AT_END,
        THROWS_IN_TASK,
        THROWS_FOR_ROOM,
        THROWS_IN_LISTENER,
        ILLEGAL,
        ILLEGAL_FILE,
        NEVER,
        ABORT,
        SWITCH;

        /** Whether a client that does all right gets a whole answer with what the handler sent. */
        boolean answers() {
            return ANSWERING.contains(this);
        }

        /** Whether its handler aborts the connection. */
        boolean breaks() {
            return this == ABORT || this == ILLEGAL || this == SHORT_FILE;
        }

        /** What that is to its exchange. */
        void hits(Plan plan) {
            if (name().startsWith("THROWS")) {
                plan.hit(Fault.HANDLER_THROWS);
            } else if (name().startsWith("ILLEGAL")) {
                plan.hit(Fault.HANDLER_ILLEGAL);
            } else if (plan.framing != Framing.NONE && (this == EARLY || this == AFTER_FIRST_PART)) {
                plan.hit(Fault.HANDLER_EARLY);
            } else if (this == NEVER) {
                plan.hit(Fault.HANDLER_SILENT);
            } else if (this == ABORT) {
                plan.hit(Fault.HANDLER_ABORTS);
            } else if (this == SHORT_FILE) {
                plan.hit(Fault.SHORT_FILE);
            } else if (this == SWITCH) {
                plan.hit(Fault.SWITCH);
            }
            if (plan.world.tightMemory) {
                plan.hit(Fault.LITTLE_MEMORY);
            }
        }

        /** Whether it gets a 500, if the response has not begun. */
        boolean fails() {
            return name().startsWith("THROWS") || name().startsWith("ILLEGAL");
        }
    }

    private static final List<Behaviour> ANSWERING = List.copyOf(EnumSet.range(Behaviour.AT_ONCE, Behaviour.FILE));

    enum Framing {
        NONE,
        LENGTH,
        CHUNKED
    }

    final int id;
    final World world;
    final Asker client;
    final String method;
    final String target;
    final Behaviour behaviour;
    final Framing framing;
    final boolean oldVersion;
    final boolean saysClose;
    final boolean expects;
    final int emptyLines;
    final byte[] body;

    /** How long the response is to be, and whether it says so. */
    final int length;

    final boolean tells;

    // What has happened

    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private boolean isSent;

    boolean begun;
    boolean ended;
    boolean failed;
    boolean requestEnded;
    boolean waitsForPeer;
    int tasks;

    /** How many interim responses its handler has sent. */
    int interims;

    SimServer server;
    Echo echo;

    /** How much of its connection had been read before. */
    long readBefore;

    boolean switched;

    /** How much of its body its handler has received. */
    int received;

    final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    /** When its handler sent the head of a response, and which; less than 0 before. */
    long headAt = -1;

    int status;

    /** The fields that its handler sent itself; empty if the server is to add them. */
    String ownDate = "";

    String ownServer = "";

    /** Whether the response has to say that the connection closes, and whether it may say so. */
    boolean mustSayClose;

    boolean maySayClose;

    /** Whether its response is a file of which the server is to say the length. */
    boolean mustSayLength;

    /** What its handler has thrown. */
    Throwable thrown;

    /** When its handler asked for the body, the response not begun; less than 0 before. */
    long askedAt = -1;

    // On the client's side

    boolean answered;
    boolean hasGot100;

    Plan(World world, Asker client, int id, boolean ofSession) {
        this.world = world;
        this.client = client;
        this.id = id;
        this.behaviour = ofSession && world.chance(6) ? Behaviour.SWITCH : behaviour(world);
        boolean switches = behaviour == Behaviour.SWITCH;
        boolean connects = switches && world.chance(40);
        this.framing = switches
                ? world.chance(20) && !connects ? Framing.LENGTH : Framing.NONE
                : world.pick(Framing.NONE, Framing.NONE, Framing.LENGTH, Framing.CHUNKED);
        boolean strict = world.rules.policy() == Policy.STRICT; // discards what follows the last message
        this.oldVersion = !ofSession && strict && !switches && framing != Framing.CHUNKED && world.chance(5);
        this.method = connects
                ? "CONNECT"
                : framing != Framing.NONE
                        ? (ofSession ? world.pick("POST", "PUT") : "POST")
                        : world.pick("GET", "GET", "HEAD");
        this.target = connects ? "h" + id + ":1" : "/" + id;
        this.saysClose = strict && world.chance(5);
        this.emptyLines = !ofSession && strict && world.chance(5) ? 1 : 0;
        this.body = new byte[framing == Framing.NONE ? 0 : world.chance(14) ? 30_000 : world.pick(0, 10, 3000)];
        this.expects = body.length > 0 && !switches && !oldVersion && world.chance(20);
        this.length = world.chance(10) ? 60_000 : world.pick(0, 10, 3000, 5000);
        this.tells = world.chance(70);
        fill(body, id + 1);
    }

    /** Whether its response has content; what a handler sends is dropped otherwise. */
    boolean hasContent() {
        return !method.equals("HEAD") && status != 304;
    }

    /** It is on a connection now: an exchange. */
    void goes() {
        if (!isSent) {
            isSent = true;
            world.stats.count("exchanges");
        }
    }

    /** A fault happens to it. */
    void hit(Fault fault) {
        if (isSent && faults.add(fault)) {
            world.stats.count(fault);
        }
    }

    /** The same request, which comes once more. */
    Plan(Plan other) {
        this.id = other.id;
        this.world = other.world;
        this.client = other.client;
        this.behaviour = other.behaviour;
        this.framing = other.framing;
        this.oldVersion = other.oldVersion;
        this.method = other.method;
        this.target = other.target;
        this.saysClose = other.saysClose;
        this.emptyLines = other.emptyLines;
        this.body = other.body;
        this.expects = other.expects;
        this.length = other.length;
        this.tells = other.tells;
        this.isSent = other.isSent;
        this.faults.addAll(other.faults);
    }

    private static Behaviour behaviour(World world) {
        Behaviour[] all = Behaviour.values();
        return world.chance(40) ? ANSWERING.get(world.below(ANSWERING.size())) : all[world.below(all.length)];
    }

    /** All values, again and again. */
    private static final byte[] PATTERN = new byte[61_000];

    static {
        for (int i = 0; i < PATTERN.length; i++) {
            PATTERN[i] = (byte) i;
        }
    }

    static void fill(byte[] bytes, int from) {
        System.arraycopy(PATTERN, from * 31 & 0xFF, bytes, 0, bytes.length);
    }

    /** Whether these bytes are its body from there on. */
    boolean isBody(byte[] bytes, int from) {
        int to = from + bytes.length;
        return to <= body.length && Arrays.equals(bytes, 0, bytes.length, body, from, to);
    }

    /** The head, as it is sent. */
    byte[] head() {
        StringBuilder head = new StringBuilder("\r\n".repeat(emptyLines));
        head.append(method).append(' ').append(target).append(oldVersion ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        head.append("Host: a\r\n");
        if (saysClose) {
            head.append("Connection: close\r\n");
        }
        if (behaviour == Behaviour.SWITCH && !method.equals("CONNECT")) {
            head.append("Connection: upgrade\r\nUpgrade: echo\r\n");
        }
        if (expects) {
            head.append("Expect: 100-continue\r\n");
        }
        if (framing == Framing.LENGTH) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        } else if (framing == Framing.CHUNKED) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        String text = head.append("\r\n").toString();
        boolean bare = world.throwingPolicy && world.chance(60); // the listener hears of what is tolerated
        return (bare ? text.replace("\r\n", "\n") : text).getBytes(StandardCharsets.US_ASCII);
    }

    /** The head, for a session to send. */
    Request request() {
        Headers headers = Headers.of("Host", method.equals("CONNECT") ? target : "a");
        if (saysClose) {
            headers = headers.with("Connection", "close");
        }
        if (behaviour == Behaviour.SWITCH && !method.equals("CONNECT")) {
            headers = headers.with("Connection", "upgrade").with("Upgrade", "echo");
        }
        if (expects) {
            headers = headers.with("Expect", "100-continue");
        }
        if (framing == Framing.LENGTH) {
            headers = headers.with("Content-Length", Integer.toString(body.length));
        } else if (framing == Framing.CHUNKED) {
            headers = headers.with("Transfer-Encoding", "chunked");
        }
        return new Request(method, target, headers);
    }

    /** The body, as it is sent. */
    byte[] content() {
        if (framing != Framing.CHUNKED) {
            return body;
        }
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int size = Math.min(body.length - at, 1 + world.below(5000));
            chunks.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, at, size);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            at += size;
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    @Override
    public String toString() {
        return method + " " + target + " " + behaviour + " " + framing + (expects ? " expects" : "")
                + (oldVersion ? " 1.0" : "") + (saysClose ? " close" : "");
    }
}
