package io.github.h11j.engine.simulation;

import io.github.h11j.Bytes;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The other protocol: sends what it gets, and says bye. */
final class Echo implements ProtocolHandler {

    static final String BYE = "bye";

    /** What it does beside. */
    enum Manner {
        USUAL,
        PAUSES,
        WAITS_FOR_ROOM,
        CLOSES,
        ABORTS,
        THROWS_WHEN_OPENED,
        THROWS_WHEN_RECEIVED,
        THROWS_WHEN_ENDED,
        THROWS_IN_TASK,
        THROWS_WHEN_STOPPING,
        THROWS_WHEN_FAILED,
        NEVER_ENDS,
        INDEPENDENT;

        boolean isRight() {
            return this == USUAL || this == PAUSES || this == WAITS_FOR_ROOM || this == INDEPENDENT;
        }
    }

    private final World world;
    private final Plan plan;
    final Manner manner;
    private Duplex duplex;
    boolean paused;

    /** How much had been read when it was paused. */
    long readAtPause;

    boolean over;
    private boolean opened;
    private long openedAt;
    private boolean toldToStop;

    Echo(World world, Plan plan) {
        this.world = world;
        this.plan = plan;
        this.manner = world.chance(35) ? Manner.USUAL : world.pick(Manner.values());
    }

    /** Whether the server stops, which was not reported to it. */
    boolean isForgotten() {
        return opened && !over && !toldToStop && world.now() - openedAt > World.SECOND;
    }

    private void at(Manner here) {
        if (manner == here) {
            throw new IllegalStateException("on purpose: " + here);
        }
    }

    @Override
    public boolean hasIndependentDirections() {
        return manner == Manner.INDEPENDENT;
    }

    private void requireOpen(String what) {
        world.require(!over, plan, ": ", what, " after the end of the other protocol");
    }

    @Override
    public void opened(Duplex to) {
        requireOpen("opened");
        boolean announced = !plan.client.isHostile(); // otherwise it may have said another length
        world.require(
                !announced || plan.body.length <= world.rules.dropBytes(), "switched after too much of a body: ", plan);
        opened = true;
        openedAt = world.now();
        plan.switched = true;
        plan.server.open.remove(plan);
        duplex = to;
        world.stats.count("switches");
        at(Manner.THROWS_WHEN_OPENED);
        if (manner == Manner.THROWS_IN_TASK) {
            duplex.execute(() -> at(Manner.THROWS_IN_TASK));
        }
    }

    @Override
    public void received(Bytes bytes) {
        requireOpen("received");
        world.require(opened, "received before it was opened");
        world.require(!paused, "received while it was paused");
        at(Manner.THROWS_WHEN_RECEIVED);
        duplex.write(bytes.detach());
        boolean full = bytes.length() >= world.rules.queueBytes() && !plan.server.flushes && !plan.server.threaded;
        world.require(!full || !duplex.isWritable(), "it is writable however much is queued");
        if (world.chance(20)) {
            duplex.flush();
        }
        switch (manner) {
            case CLOSES -> close();
            case ABORTS -> {
                over = true;
                duplex.abort();
            }
            case PAUSES -> {
                paused = true;
                readAtPause = plan.server.readInAll;
                duplex.pause();
                world.after(
                        world.below(100_000) * World.MILLI,
                        () -> duplex.execute(() -> {
                            paused = false;
                            duplex.resume();
                        }));
            }
            case WAITS_FOR_ROOM -> {
                if (!duplex.isWritable()) {
                    world.stats.count("switched: waits for room");
                    duplex.onWritable(() -> world.stats.count("switched: has room"));
                }
            }
            default -> {
                // nothing beside
            }
        }
    }

    private void close() {
        over = true;
        duplex.close();
        world.requireRefused(
                "a write after the close",
                () -> duplex.write(Bytes.utf8("more")),
                IllegalStateException.class,
                UncheckedIOException.class);
    }

    @Override
    public void ended() {
        requireOpen("ended");
        at(Manner.THROWS_WHEN_ENDED);
        if (manner == Manner.NEVER_ENDS) {
            return;
        }
        duplex.write(Bytes.wrap(BYE.getBytes(StandardCharsets.US_ASCII)));
        duplex.end();
        world.requireRefused(
                "a write after the end", () -> duplex.write(Bytes.utf8("more")), IllegalStateException.class);
        over = true;
    }

    @Override
    public void stopping() {
        requireOpen("stopping");
        world.require(opened, "stopping before it was opened");
        toldToStop = true;
        world.stats.count("switched: stopping");
        at(Manner.THROWS_WHEN_STOPPING);
        if (manner == Manner.USUAL) {
            close();
        }
    }

    @Override
    public void failed(Exception cause) {
        world.stats.count("switched: failed");
        over = true;
        paused = false;
        world.requireRefused(
                "a write after the failure", () -> duplex.write(Bytes.utf8("more")), UncheckedIOException.class);
        duplex.close(); // has no effect any more
        at(Manner.THROWS_WHEN_FAILED);
    }
}
