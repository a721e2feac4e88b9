package io.github.h11j.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Runs servers and clients with their peers in thousands of worlds. A world that fails prints its seed and what happened in it;
 * {@code -Dh11j.simulation.seed=N} runs that one alone, {@code -Dh11j.simulation.worlds=N} sets the number of worlds: few in an
 * ordinary run, {@link #MANY} with {@code -Pci}, where what a million exchanges have to show is checked.
 */
class SimulationTest {

    /** With which there are a million exchanges. */
    static final long MANY = 230_000;

    private static final long WORLDS =
            Long.getLong("h11j.simulation.worlds", Boolean.getBoolean("h11j.tests.all") ? MANY : 8000);

    @Test
    void what_must_always_hold_holds_in_every_world() throws Exception {
        Long only = Long.getLong("h11j.simulation.seed");
        long from = only == null ? 0 : only;
        Worlds worlds = new Worlds(from, only == null ? WORLDS : only + 1);
        Stats stats = worlds.run();
        System.out.println(stats);
        if (only == null) {
            assertThat(stats.of("exchanges")).isGreaterThan(5 * WORLDS);
            for (Fault fault : Fault.values()) {
                assertThat(stats.of(fault))
                        .as(fault.text)
                        .isGreaterThan(stats.of("exchanges") / (WORLDS < MANY ? 200 : 100));
            }
            for (String often : OFTEN) {
                assertThat(stats.of(often)).as(often).isGreaterThan(WORLDS < MANY ? 0 : 1000);
            }
        }
        if (only == null && WORLDS >= MANY) {
            assertThat(stats.of("exchanges")).isGreaterThan(1_000_000);
        }
    }

    /** Every deadline and every outcome. */
    private static final String[] OFTEN = {
        "deadline of a client: BODY",
        "deadline of a client: CONTINUE",
        "deadline of a client: HEAD",
        "deadline of a client: IDLE",
        "deadline of a client: LINGER",
        "deadline of a client: START",
        "deadline of a client: STOP",
        "deadline of a client: WHOLE",
        "deadline of a client: WRITE",
        "deadline of a server: BODY",
        "deadline of a server: DROP",
        "deadline of a server: HEAD",
        "deadline of a server: IDLE",
        "deadline of a server: LINGER",
        "deadline of a server: START",
        "deadline of a server: STOP",
        "deadline of a server: WRITE",
        "end of a client's connection: ENDED",
        "end of a client's connection: LAST_EXCHANGE",
        "end of a client's connection: STOPPED",
        "end of a client's connection: TOO_OLD",
        "end of a client's connection: UNASKED_BYTES",
        "end of a server's connection: ABORT",
        "end of a server's connection: CLOSE",
        "outcome of a client's exchange: another protocol",
        "outcome of a client's exchange: complete",
        "outcome of a client's exchange: failed, ANSWERED",
        "outcome of a client's exchange: failed, NOT_ANSWERED",
        "outcome of a client's exchange: failed, NOT_GIVEN",
        "outcome of a client's exchange: sent again",
        "outcome of a client's exchange: sent to another address",
        "outcome of a server's exchange: 200",
        "outcome of a server's exchange: 304",
        "outcome of a server's exchange: 400",
        "outcome of a server's exchange: 408",
        "outcome of a server's exchange: 413",
        "outcome of a server's exchange: 500",
        "100 (Continue)",
        "answers that are due",
        "answers that are due from foreign servers",
        "connections used again",
        "switches",
        "uploads wait for room",
        "waits for room"
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
