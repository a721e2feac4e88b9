package io.github.h11j.engine.simulation;

import io.github.h11j.Bytes;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.util.Arrays;

/** The client's side of the other protocol: sends something, and expects to hear it again. */
final class Talker implements ProtocolHandler {

    private final World world;
    private final SimUser user;
    private final SimRequest request;
    private final byte[] sent;
    private int received;
    private boolean over;

    Talker(World world, SimUser user, SimRequest request) {
        this.world = world;
        this.user = user;
        this.request = request;
        this.sent = new byte[world.pick(0, 10, 30_000)];
        Plan.fill(sent, request.number);
    }

    @Override
    public void opened(Duplex duplex) {
        request.switched();
        if (sent.length > 0) {
            duplex.write(Bytes.wrap(sent));
        }
        world.after(
                world.pick(1, 50) * World.SECOND,
                () -> duplex.execute(() -> {
                    duplex.end();
                    request.switchedOn.endsStream = true;
                }));
    }

    @Override
    public void received(Bytes bytes) {
        world.require(!over, request, ": received after the end");
        byte[] got = bytes.toByteArray();
        int echoed = Math.max(0, Math.min(got.length, sent.length - received));
        world.require(
                user.rude || echoed == 0 || Arrays.equals(got, 0, echoed, sent, received, received + echoed),
                request,
                " hears no echo");
        received += got.length;
    }

    @Override
    public void ended() {
        over = true;
        world.stats.count("talks end");
    }

    @Override
    public void failed(Exception cause) {
        over = true;
        world.stats.count("talks fail");
    }
}
