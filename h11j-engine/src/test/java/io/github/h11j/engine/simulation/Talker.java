package io.github.h11j.engine.simulation;

import io.github.h11j.Bytes;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** The client's side of the other protocol: sends something, and expects to hear it again. */
final class Talker implements ProtocolHandler {

    /** What it does beside. */
    enum Manner {
        USUAL,
        PAUSES,
        CHATS
    }

    private final World world;
    private final SimUser user;
    private final SimRequest request;
    private final Manner manner;
    private final boolean independent;
    private final byte[] sent;
    private SimConnection connection;
    private Duplex duplex;
    private int received;

    /** How much had been read when it was paused; less than 0 if it is not. */
    private long readAtPause = -1;

    private long wroteAt;
    private boolean waitsForRoom;
    private boolean toldToStop;
    private boolean outputEnded;
    private boolean over;
    private boolean failed;

    Talker(World world, SimUser user, SimRequest request) {
        this.world = world;
        this.user = user;
        this.request = request;
        this.manner = world.pick(Manner.values());
        this.independent = world.chance(30);
        this.sent = new byte[world.pick(0, 10, 30_000)];
        Plan.fill(sent, request.number);
    }

    @Override
    public boolean hasIndependentDirections() {
        return independent;
    }

    @Override
    public void opened(Duplex to) {
        duplex = to;
        connection = request.switched(this);
        if (sent.length > 0) {
            write(sent);
        }
        if (!duplex.isWritable()) {
            waitsForRoom = true;
            duplex.onWritable(() -> {
                world.require(!failed, request, ": room after the failure");
                waitsForRoom = false;
            });
        }
        if (manner == Manner.PAUSES) {
            pause();
        } else if (manner == Manner.CHATS) {
            chat();
        }
        world.after(
                world.pick(1, 50) * World.SECOND,
                () -> duplex.execute(() -> {
                    outputEnded = true;
                    duplex.end();
                    request.switchedOn.endsStream = true;
                }));
    }

    private void pause() {
        if (readAtPause >= 0) {
            return;
        }
        readAtPause = connection.readInAll;
        duplex.pause();
        if (world.chance(10)) {
            world.after(world.below(100) * World.MILLI, user::stop);
        }
        world.after(
                world.below(20_000) * World.MILLI,
                () -> duplex.execute(() -> {
                    readAtPause = -1;
                    duplex.resume();
                }));
    }

    private void chat() {
        world.after(20 * World.SECOND, () -> {
            if (!over) {
                duplex.execute(() -> {
                    if (!outputEnded) {
                        write(new byte[1]);
                        chat();
                    }
                });
            }
        });
    }

    private void write(byte[] bytes) {
        int before = connection.flushCalls;
        wroteAt = world.now();
        duplex.write(Bytes.wrap(bytes));
        boolean flushed = connection.flushCalls > before;
        world.require(flushed || duplex.isWritable(), request, ": much is queued, and not flushed");
    }

    @Override
    public void received(Bytes bytes) {
        world.require(!over, request, ": received after the end");
        world.require(readAtPause < 0, request, ": received while it is paused");
        request.requireObserved(user.observer::requireEnded);
        byte[] got = bytes.toByteArray();
        int echoed = Math.max(0, Math.min(got.length, sent.length - received));
        world.require(
                user.rude || echoed == 0 || Arrays.equals(got, 0, echoed, sent, received, received + echoed),
                request,
                " hears no echo");
        received += got.length;
        if (manner == Manner.PAUSES && world.chance(50)) {
            duplex.execute(this::pause); // maybe while the next call is due
        }
    }

    @Override
    public void ended() {
        world.require(!over, request, ": a second end");
        world.require(readAtPause < 0, request, ": ended while it is paused");
        over = true;
        world.stats.count("talks end");
    }

    @Override
    public void stopping() {
        toldToStop = true;
    }

    @Override
    public void failed(Exception cause) {
        world.require(!failed, request, ": two failures of the other protocol");
        failed = true;
        over = true;
        world.stats.count("talks fail");
        if (cause instanceof SocketTimeoutException) {
            boolean reads = String.valueOf(cause.getMessage()).contains("does not read");
            long last = reads ? connection.writtenAt : Math.max(connection.readAt, wroteAt);
            world.require(
                    world.now() - last >= user.rules.timeouts().idle().toNanos(), request, ": too early: ", cause);
        }
    }

    /** The client has stopped a while ago. */
    void requireToldToStop() {
        world.require(toldToStop || over, request, ": the stop is not reported to the other protocol");
    }

    void requireDone() {
        world.require(over, request, ": no end of the other protocol");
    }

    /** What holds while no call is being made or due, and the connection is open. */
    void check() {
        boolean writable = duplex.isWritable();
        world.require(!waitsForRoom || !writable, request, ": there is room, and its task does not run");
        boolean passesOn = readAtPause < 0 && (independent || writable);
        boolean reads = connection.session.mostToRead() > 0;
        world.require(passesOn ? reads || connection.endReported : !reads, request, ": it reads: ", reads);
        boolean held = readAtPause < 0 || connection.session.held() >= connection.readInAll - readAtPause;
        world.require(held, request, ": it does not hold what it has read");
        boolean unwritten = connection.hasUnwritten();
        world.require(connection.session.isAnswering() == unwritten, request, ": it is to be written: ", unwritten);
        boolean ends = outputEnded && !unwritten;
        world.require(!ends || connection.out.isEnded(), request, ": its stream is to end, and does not");
    }
}
