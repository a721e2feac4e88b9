package io.github.h11j.engine.simulation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.engine.Next;
import io.github.h11j.engine.ServerSession;
import io.github.h11j.engine.Session;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What the simulation takes for a fault, and what not. */
class SimAdapterTest {

    private static final int MANY = 300;

    private final World world = new World(1, new Stats(), false);
    private final Pipe in = new Pipe(world, 1000, 0);
    private final Unopened adapter = new Unopened(world, in);

    /** A sender that sends each byte by itself, and a reader that waits for something else. */
    @Test
    void bytes_that_arrive_at_one_moment_are_no_busy_loop() {
        for (int i = 0; i < MANY; i++) {
            in.send(new byte[] {'G'}, 0, 1);
        }
        world.run();
    }

    @Test
    void looks_at_which_nothing_has_happened_are_one() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < MANY; i++) {
                        adapter.look();
                    }
                })
                .hasMessageContaining("a busy loop");
    }

    /** A connection that takes no bytes, because its handshake does not end. */
    private static final class Unopened extends SimAdapter {
        private final ServerSession session = new ServerSession(
                world.rules, world.application, this, InetSocketAddress.createUnresolved("client", 1), world.clock());

        Unopened(World world, Pipe in) {
            super(world, new SimClient(world, 0), in, new Pipe(world, 1000, 0));
            begin();
        }

        @Override
        Session session() {
            return session;
        }

        @Override
        String role() {
            return "server";
        }

        @Override
        String name() {
            return "test";
        }

        @Override
        void ended(Next how) {
            in.reset();
        }

        @Override
        void checkMore() {
            // nothing
        }

        @Override
        public void holds(long difference) {
            held += difference;
        }

        @Override
        public long share() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isStopping() {
            return false;
        }
    }
}
