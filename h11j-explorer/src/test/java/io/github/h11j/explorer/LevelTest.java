package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.build.Sample;
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
        return level.isReachedBy(Session.after("strict", script, null, 0));
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

    /** Breadth first: all that the buttons offer, from every state that fewer moves reach; of the longest scripts a sample. */
    @Test
    void no_shorter_script_of_buttons_solves_a_level() {
        int most = Level.ALL.stream().mapToInt(Level::least).max().orElseThrow();
        List<String> scripts = List.of("");
        Set<String> seen = new HashSet<>();
        for (int moves = 0; moves < most; moves++) {
            List<String> longer = new ArrayList<>();
            for (String script : scripts) {
                Session session = Session.after("strict", script, null, 0);
                if (!seen.add(session.everything())) {
                    continue;
                }
                for (Level level : Level.ALL) {
                    assertThat(moves < level.least() && level.isReachedBy(session))
                            .as("%s by %s", level.goal(), script)
                            .isFalse();
                }
                for (String move : moves + 1 < most ? buttons(session, script) : List.<String>of()) {
                    longer.add(Walk.then(script, move));
                }
            }
            scripts = moves + 2 < most ? longer : Sample.of(longer);
        }
    }

    private static List<String> buttons(Session session, String script) {
        List<String> moves = new ArrayList<>(List.of("s.next", "c.next", "c.eof", "s.eof"));
        moves.add(script.lastIndexOf("hold") > script.lastIndexOf("deliver") ? "deliver" : "hold");
        for (Offer offer : Offer.ALL) {
            if (session.refusal(offer) == null) {
                moves.add(Walk.move(offer));
            }
        }
        return moves;
    }

    @ParameterizedTest
    @MethodSource("levels")
    void bytes_by_hand_do_not_solve_a_level(Level level) {
        assertThat(reached(level, "c= " + level.solution())).isFalse();
    }
}
