package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Policy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientRulesTest {

    @Test
    void what_is_out_of_range_is_refused() {
        assertThatThrownBy(() -> ClientRules.DEFAULT.withQueueBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClientRules.Timeouts.DEFAULT.withIdle(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClientRules.Timeouts.DEFAULT.withWhole(Duration.ofDays(366)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_copy_differs_in_one_component() {
        Duration[] d = new Duration[8];
        for (int i = 0; i < d.length; i++) {
            d[i] = Duration.ofSeconds(i + 1);
        }
        ClientRules.Timeouts base = new ClientRules.Timeouts(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                d[6],
                Duration.ZERO);
        ClientRules.Timeouts timeouts = base.withStart(d[0])
                .withExpect(d[1])
                .withHead(d[2])
                .withSilence(d[3])
                .withWhole(d[4])
                .withIdle(d[5])
                .withStop(d[7]);
        assertThat(timeouts).isEqualTo(new ClientRules.Timeouts(d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]));
        Observer observer = new Observer() {};
        ClientRules rules = ClientRules.DEFAULT
                .withPolicy(Policy.H11)
                .withQueueBytes(1)
                .withTimeouts(timeouts)
                .withObserver(observer);
        assertThat(rules).isEqualTo(new ClientRules(Policy.H11, 1, timeouts, Optional.of(observer)));
    }
}
