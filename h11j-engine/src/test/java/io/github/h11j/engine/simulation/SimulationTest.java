package io.github.h11j.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Runs servers with their clients in thousands of worlds. A world that fails prints its seed and what happened in it;
 * {@code -Dh11j.simulation.seed=N} runs that one alone, {@code -Dh11j.simulation.worlds=N} sets the number of worlds.
 */
class SimulationTest {

    private static final long WORLDS = Long.getLong("h11j.simulation.worlds", 20_000);

    @Test
    void what_must_always_hold_holds_in_every_world() {
        Stats stats = new Stats();
        Long only = Long.getLong("h11j.simulation.seed");
        long from = only == null ? 0 : only;
        long to = only == null ? WORLDS : only + 1;
        for (long seed = from; seed < to; seed++) {
            try {
                new World(seed, stats, false).run();
            } catch (Broken e) {
                new World(seed, new Stats(), true).run(); // fails again, and prints what happened
                throw e;
            }
        }
        System.out.println(stats);
        if (only == null) {
            assertThat(stats.of("exchanges")).isGreaterThan(3 * WORLDS);
            for (String often : OFTEN) {
                assertThat(stats.of(often)).as(often).isGreaterThan(WORLDS / 100);
            }
        }
    }

    /** What must happen in at least one world of a hundred. */
    private static final String[] OFTEN = {
        "100 (Continue)",
        "a listener of a failure has failed",
        "aborts",
        "answers complete",
        "answers that are due",
        "answers to sessions complete",
        "answers visibly incomplete",
        "bodies asked for",
        "bytes that nobody asked for",
        "client connections: ENDED",
        "client connections: LAST_EXCHANGE",
        "client connections: STOPPED",
        "client connections: TOO_OLD",
        "client connections: UNASKED_BYTES",
        "clients stop",
        "clients switch",
        "connections ended by ABORT",
        "connections ended by CLOSE",
        "connections of HOSTILE",
        "connections of RIGHT",
        "connections of RUDE",
        "connections of SLOW_READER",
        "connections of SLOW_SENDER",
        "connections refused",
        "connections that are never made",
        "connections used again",
        "connections without a fault",
        "deadlines passed",
        "exchanges failed",
        "failures of sessions: IOException",
        "failures of sessions: LocalProtocolException",
        "failures of sessions: SocketTimeoutException",
        "failures of sessions: thrown",
        "half-closes",
        "illegal sends",
        "requests of sessions",
        "requests sent again",
        "requests sent to another address",
        "resets",
        "resets seen",
        "responses 200",
        "responses 400",
        "responses 408",
        "responses 500",
        "rude resets",
        "short files",
        "stops",
        "switched: failed",
        "switches",
        "the handler has failed",
        "the handler of a response has failed",
        "uploads wait for room",
        "waits for room",
        "writes failed"
    };

    @Test
    void the_same_number_makes_the_same_story() {
        for (long seed = 0; seed < 200; seed++) {
            String story = new World(seed, new Stats(), true).run();
            assertThat(new World(seed, new Stats(), true).run())
                    .isEqualTo(story)
                    .isNotEmpty();
        }
    }
}
