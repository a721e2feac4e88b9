package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final int MOST = 1 << 20;

    @Test
    void above_half_each_has_a_share_and_below_none() {
        Budget budget = new Budget(MOST);
        for (int i = 0; i < 10; i++) {
            budget.opened();
        }
        assertThat(budget.change(MOST / 2)).isFalse();
        assertThat(budget.share()).isEqualTo(Long.MAX_VALUE);
        assertThat(budget.change(1)).isFalse();
        assertThat(budget.share()).isEqualTo(MOST / 2 / 10);
        for (int i = 10; i < 1_000; i++) {
            budget.opened();
        }
        assertThat(budget.share()).as("a head").isEqualTo(4096);
        for (int i = 10; i < 1_000; i++) {
            budget.closed();
        }
        assertThat(budget.isOver()).isFalse();
        assertThat(budget.change(MOST / 2)).isFalse();
        assertThat(budget.isOver()).isTrue();
        assertThat(budget.change(-MOST / 2 - 2)).as("still tight").isFalse();
        assertThat(budget.isOver()).isFalse();
        assertThat(budget.share()).isEqualTo(MOST / 2 / 10);
        assertThat(budget.held()).isEqualTo(MOST / 2 - 1);
        assertThat(budget.change(-MOST / 8)).as("enough for all").isTrue();
        assertThat(budget.change(-1)).as("told once").isFalse();
        assertThat(budget.share()).isEqualTo(Long.MAX_VALUE);
    }

    /** With a few connections each one that closes counts. */
    @Test
    void the_starved_are_looked_at_again_when_an_eighth_of_the_connections_has_closed() {
        Budget budget = new Budget(MOST);
        for (int i = 0; i < 32; i++) {
            budget.opened();
        }
        assertThat(budget.closed()).as("there is no share").isFalse();
        budget.opened();
        budget.change(MOST);
        List<Integer> left = new ArrayList<>();
        for (int i = 31; i > 0; i--) {
            if (budget.closed()) {
                left.add(i);
            }
        }
        assertThat(left).containsExactly(28, 25, 22, 20, 18, 16, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        budget.opened();
        assertThat(budget.closed()).as("the share is as before").isTrue();
        assertThat(budget.closed()).isTrue();
    }
}
