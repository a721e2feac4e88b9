package io.github.h11j.engine.simulation;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A server that is none of ours: answers well, badly, in parts, too early, never; and what nobody has asked for. */
final class SimRude {

    /** What it does to a request. */
    enum Manner {
        WITH_LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        UNTIL_RESET,
        EARLY,
        EARLY_REFUSAL,
        EARLY_INTERIM,
        CLOSES,
        RESETS,
        SILENT,
        HALF_HEAD,
        DRIPS,
        INTERIMS,
        HALF_BODY,
        SLOW_BODY,
        TRUNCATED,
        TRUNCATED_CHUNKS,
        TRUNCATED_BY_RESET,
        NONSENSE,
        BARE_LINES,
        SWITCHES,
        READS_NOTHING;

        static final Manner[] GOOD = {WITH_LENGTH, CHUNKED, EARLY, EARLY_INTERIM};

        /** Whether it answers, though maybe early. */
        boolean answers() {
            return this == WITH_LENGTH
                    || this == SLOW_BODY
                    || this == CHUNKED
                    || this == EARLY
                    || this == EARLY_INTERIM
                    || this == EARLY_REFUSAL;
        }

        /** What that is to the exchange. */
        Optional<Fault> fault() {
            return Optional.ofNullable(
                    switch (this) {
                        case SILENT, HALF_HEAD, HALF_BODY -> Fault.RUDE_SILENCE;
                        case DRIPS, INTERIMS, SLOW_BODY -> Fault.RUDE_SLOW;
                        case TRUNCATED, TRUNCATED_CHUNKS, TRUNCATED_BY_RESET, UNTIL_RESET -> Fault.RUDE_TRUNCATED;
                        case NONSENSE, BARE_LINES -> Fault.RUDE_NONSENSE;
                        case CLOSES, RESETS -> Fault.RUDE_GOES;
                        case EARLY, EARLY_REFUSAL -> Fault.RUDE_EARLY;
                        case READS_NOTHING -> Fault.RUDE_DEAF;
                        case SWITCHES -> Fault.SWITCH;
                        default -> null;
                    });
        }

        /** Whether it never comes to an end by itself. */
        boolean isLate() {
            return this == SILENT || this == HALF_HEAD || this == DRIPS || this == INTERIMS || this == HALF_BODY;
        }
    }

    private final World world;
    private final SimUser user;
    private final Pipe in;
    private final Pipe out;
    private final Connection http = Connection.server(Policy.STRICT);
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int offset;
    private SimRequest current;
    private boolean ends;
    private boolean over;
    private boolean deaf;

    /** Whether its stream does not end though the client's does. */
    private boolean endless;

    private boolean lied;

    /** When the last request came, and how much of its body has come since; less than 0 before it begins. */
    private long headAt;

    private int bodyCome;

    /** How much was sent in all. */
    private long sent;

    SimRude(World world, SimUser user, Pipe in, Pipe out) {
        this.world = world;
        this.user = user;
        this.in = in;
        this.out = out;
        in.onReadable(this::read);
        out.onWritable(this::write);
        if (world.chance(2)) {
            lied = true;
            user.hit(Fault.RUDE_UNASKED);
            write("HTTP/1.1 200 OK\r\nX-Id: -1\r\nContent-Length: 0\r\n\r\n"); // before anything was asked
        }
    }

    // ---- Bytes

    private void write(String text) {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(byte[] bytes) {
        queue.add(bytes);
        sent += bytes.length;
        write();
    }

    private void write() {
        while (!queue.isEmpty() && !out.isBroken()) {
            byte[] next = queue.element();
            int taken = next.length == 0 ? 0 : out.send(next, offset, next.length - offset);
            offset += taken;
            if (offset < next.length) {
                return;
            }
            offset = 0;
            queue.remove();
        }
        if (ends) {
            out.end();
        }
    }

    private void end() {
        ends = true;
        write();
    }

    private void reset() {
        over = true;
        world.stats.count("rude resets");
        in.reset();
        out.reset();
    }

    private void read() {
        while (!over && !deaf && in.available() > 0) {
            receive(in.read(1 + world.below(20_000)));
        }
        if (!over && in.isAtEnd() && !endless) {
            end();
        }
    }

    private void receive(byte[] bytes) {
        try {
            http.receiveData(bytes);
            for (NextEvent next = http.nextEvent(); ; next = http.nextEvent()) {
                if (next instanceof Request request) {
                    head(request);
                } else if (next instanceof EndOfMessage) {
                    requirePrompt();
                    boolean whole = bodyCome == current.plan.body.length;
                    world.require(whole || current.sendsTooMuch(), user, " sends half of a body: ", current);
                    requestEnded();
                } else if (next instanceof Data data) {
                    requireWanted();
                    requirePrompt();
                    byte[] part = data.bytes().toByteArray();
                    boolean right = current.plan.isBody(part, bodyCome);
                    world.require(right || current.sendsTooMuch(), user, " sends another body: ", current);
                    bodyCome += part.length;
                } else {
                    return;
                }
            }
        } catch (RemoteProtocolException e) {
            throw world.broken(user + " sends nonsense: " + e);
        }
    }

    /** A body that waits for 100 comes after that, or after a second, and never after an answer in its place. */
    private void requireWanted() {
        boolean waits = !lied && current.plan.expects && current.rude != Manner.EARLY_INTERIM;
        world.require(
                !waits || world.now() - headAt > 900 * World.MILLI, user, " sends a body that nobody wants: ", current);
    }

    /** A body begins at once, unless its handler takes its time, or it waits for 100 (Continue). */
    private void requirePrompt() {
        boolean waits = current.plan.expects && (lied || current.rude != Manner.EARLY_INTERIM);
        boolean due = bodyCome == 0 && !waits && current.beginsAtOnce();
        world.require(!due || world.now() - headAt < 900 * World.MILLI, user, " sends a body late: ", current);
    }

    // ---- Answers

    private void head(Request request) {
        current = user.requests.stream()
                .filter(asked -> asked.plan.target.equals(request.target()))
                .findFirst()
                .orElseThrow(() -> world.broken("a request of nobody: " + request));
        headAt = world.now();
        bodyCome = 0;
        world.tell(user, " | a rude server gets ", current);
        current.rude.fault().ifPresent(current.plan::hit);
        current.spoiled |= lied;
        current.answeredWhole = false;
        current.answer = new byte[current.plan.length];
        Plan.fill(current.answer, current.plan.id);
        switch (current.rude) {
            case EARLY -> {
                answer(true);
                if (world.chance(40)) {
                    resetLater(current);
                } else if (world.chance(30)) { // what the client still writes fails; the answer is there all the same
                    world.after(world.below(50) * World.MILLI, in::reset);
                }
            }
            case EARLY_REFUSAL -> {
                current.answeredWhole = true;
                write("HTTP/1.1 " + world.pick(300, 413) + " No\r\nX-Id: " + current.plan.id
                        + "\r\nConnection: close\r\nContent-Length: " + current.answer.length + "\r\n\r\n");
                if (!request.method().equals("HEAD")) {
                    write(current.answer);
                }
                answered();
                deaf = world.chance(30);
                endless = !deaf;
                if (world.chance(12)) { // what the client still writes fails; the answer is there all the same
                    world.after(world.below(50) * World.MILLI, in::reset);
                }
                if (deaf) {
                    current.plan.hit(Fault.RUDE_DEAF);
                }
                if (!endless) {
                    end();
                }
            }
            case EARLY_INTERIM -> write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
            case CLOSES -> end();
            case RESETS -> reset();
            case READS_NOTHING -> deaf = true;
            default -> {
                // at the end of the request
            }
        }
    }

    /** Maybe before it has all of the request. */
    private void resetLater(SimRequest asked) {
        asked.spoiled = true;
        asked.plan.hit(Fault.RUDE_GOES_LATER);
        world.after(world.below(world.pick(3, 100)) * World.MILLI, () -> {
            if (current == asked && !over) {
                reset();
            }
        });
    }

    private String start(String framing) {
        return "HTTP/1.1 200 OK\r\nX-Id: " + current.plan.id + "\r\n" + framing + "\r\n\r\n";
    }

    private String length() {
        return "Content-Length: " + current.answer.length;
    }

    private void requestEnded() {
        SimRequest asked = current;
        boolean isHead = asked.plan.method.equals("HEAD");
        byte[] half = Arrays.copyOf(asked.answer, asked.answer.length / 2);
        switch (asked.rude) {
            case WITH_LENGTH, EARLY_INTERIM -> answer(false);
            case CHUNKED -> {
                asked.answeredWhole = true;
                write(start("Transfer-Encoding: chunked"));
                if (!isHead) {
                    writeChunk(asked.answer);
                    write("0\r\n\r\n");
                }
                answered();
                next();
            }
            case UNTIL_CLOSE, UNTIL_RESET -> {
                asked.answeredWhole = asked.rude == Manner.UNTIL_CLOSE || isHead;
                write(start("Server: rude"));
                if (!isHead) {
                    write(asked.answer);
                }
                if (asked.rude == Manner.UNTIL_CLOSE) {
                    end();
                } else {
                    world.after(world.below(3000) * World.MILLI, this::reset);
                }
            }
            case HALF_HEAD -> write("HTTP/1.1 200 OK\r\nX-Id: ");
            case DRIPS -> {
                asked.answeredWhole = isHead || asked.answer.length == 0; // in time only if the request is slow too
                drip(start(length()), 0);
            }
            case INTERIMS -> interims(0);
            case HALF_BODY, TRUNCATED, TRUNCATED_BY_RESET -> {
                asked.answeredWhole = isHead || asked.answer.length == 0;
                write(start(length()));
                if (!isHead) {
                    write(half);
                }
                if (asked.rude == Manner.TRUNCATED) {
                    end();
                } else if (asked.rude == Manner.TRUNCATED_BY_RESET) {
                    world.after(world.below(100) * World.MILLI, this::reset);
                }
            }
            case SLOW_BODY -> {
                asked.answeredWhole = true;
                if (isHead) {
                    write(start(length()));
                    answered();
                    next();
                } else if (world.chance(50)) {
                    write(start(length()));
                    int quarter = asked.answer.length / 4;
                    slowly(
                            List.of(
                                    Arrays.copyOf(asked.answer, quarter),
                                    Arrays.copyOfRange(asked.answer, quarter, 2 * quarter),
                                    Arrays.copyOfRange(asked.answer, 2 * quarter, asked.answer.length)),
                            0);
                } else { // also within what is no content
                    write(start("Transfer-Encoding: chunked"));
                    writeChunk(asked.answer);
                    slowly(List.of(ascii("0\r\nX-"), ascii("A: "), ascii("b\r\n\r\n")), 0);
                }
            }
            case TRUNCATED_CHUNKS -> {
                asked.answeredWhole = isHead;
                write(start("Transfer-Encoding: chunked"));
                if (!isHead) {
                    writeChunk(half);
                }
                end();
            }
            case NONSENSE -> write("I do not speak HTTP\r\n\r\n");
            case BARE_LINES -> {
                asked.answeredWhole = true;
                write("HTTP/1.1 200 OK\nX-Id: " + asked.plan.id + "\n" + length() + "\n\n");
                if (!isHead) {
                    write(asked.answer);
                }
                next();
            }
            case SWITCHES -> {
                write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello");
                deaf = true;
                world.after(world.pick(5, 60, 60) * World.SECOND, this::end);
                if (world.chance(40)) {
                    chat();
                }
            }
            case EARLY -> next();
            default -> {
                // nothing comes
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** With silences that are not too long. */
    private void slowly(List<byte[]> parts, int next) {
        if (over || out.isBroken()) {
            return;
        }
        write(parts.get(next));
        if (next + 1 < parts.size()) {
            world.after(20 * World.SECOND, () -> slowly(parts, next + 1));
        } else {
            answered();
            next();
        }
    }

    private void chat() {
        world.after(20 * World.SECOND, () -> {
            if (!ends && !over && !out.isBroken()) {
                write("hi");
                chat();
            }
        });
    }

    /** All of the answer is on its way. */
    private void answered() {
        current.answerEnds = lied ? 0 : sent;
    }

    private void writeChunk(byte[] bytes) {
        if (bytes.length > 0) {
            write(Integer.toHexString(bytes.length) + "\r\n");
            write(bytes);
            write("\r\n");
        }
    }

    private void answer(boolean early) {
        current.answeredWhole = true;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(start(length()).getBytes(StandardCharsets.ISO_8859_1));
        if (!current.plan.method.equals("HEAD")) {
            all.writeBytes(current.answer);
        }
        if (!early && !current.plan.method.equals("CONNECT") && world.chance(8)) {
            lied = true;
            current.plan.hit(Fault.RUDE_UNASKED);
            current.unasked = true;
            all.writeBytes("HTTP/1.1 200 OK\r\nX-Id: -1\r\nContent-Length: 6\r\n\r\npoison"
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
        write(all.toByteArray());
        answered();
        if (!early) {
            next();
        }
    }

    /** The next cycle, and what this server does meanwhile. */
    private void next() {
        if (current.plan.method.equals("CONNECT")) {
            deaf = true;
            world.after(world.pick(5, 60) * World.SECOND, this::end);
            return;
        }
        http.send(new Response(204, Headers.EMPTY), new EndOfMessage());
        if (!http.isReusable()) {
            end();
            return;
        }
        http.startNextCycle();
        SimRequest asked = current;
        int how = world.below(100);
        if (how < 40) {
            return;
        }
        asked.spoiled |= how >= 90;
        lied |= how < 75;
        asked.plan.hit(how < 75 ? Fault.RUDE_UNASKED : Fault.RUDE_GOES_LATER);
        world.after(world.below(world.pick(2, 3000)) * World.MILLI, () -> {
            if (current != asked || over) {
                return;
            }
            if (how < 55) {
                write("HTTP/1.1 200 OK\r\nX-Id: -1\r\nContent-Length: 6\r\n\r\npoison");
            } else if (how < 65) {
                write("H");
            } else if (how < 75) {
                write("\r\n");
            } else if (how < 90) {
                end();
            } else {
                reset();
            }
        });
    }

    /** A byte a second. */
    private void drip(String text, int at) {
        if (at < text.length() && !over && !out.isBroken() && !out.isEnded()) {
            write(text.substring(at, at + 1));
            world.after(World.SECOND, () -> drip(text, at + 1));
        }
    }

    private void interims(int count) {
        if (count < 1000 && !over && !out.isBroken() && !out.isEnded()) {
            write("HTTP/1.1 102 Processing\r\n\r\n");
            world.after(World.SECOND / 2, () -> interims(count + 1));
        }
    }
}
