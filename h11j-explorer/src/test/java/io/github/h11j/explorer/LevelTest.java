package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LevelTest {

    static List<Level> levels() {
        return Level.ALL;
    }

    private static boolean reached(Level level, String script) {
        return level.reached().test(Session.after("strict", script, null, 0));
    }

    @Test
    void there_are_at_least_five() {
        assertThat(Level.ALL).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void a_level_is_solved_by_its_script_in_the_least_number_of_moves(Level level) {
        assertThat(level.solution().split(" ", -1)).hasSize(level.least());
        assertThat(reached(level, level.solution())).isTrue();
        assertThat(reached(level, "")).isFalse();
    }

    /** Breadth first: every open button, and the next cycle, from every state that fewer moves reach. */
    @ParameterizedTest
    @MethodSource("levels")
    void no_shorter_script_solves_a_level(Level level) {
        List<String> scripts = List.of("");
        Set<String> seen = new HashSet<>();
        for (int moves = 0; moves < level.least(); moves++) {
            List<String> longer = new ArrayList<>();
            for (String script : scripts) {
                Session session = Session.after("strict", script, null, 0);
                assertThat(level.reached().test(session)).as(script).isFalse();
                if (!seen.add(session.everything())) {
                    continue;
                }
                for (Offer offer : Offer.ALL) {
                    if (session.refusal(offer) == null) {
                        longer.add(script + " " + Rows.name(offer.role()).charAt(0) + "." + offer.key());
                    }
                }
                longer.add(script + " s.next");
                longer.add(script + " c.next");
            }
            scripts = longer;
        }
    }
}
