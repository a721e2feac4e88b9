package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
}
