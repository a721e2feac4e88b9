package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloorBenchmarkTest {

    private final FloorBenchmark floor = new FloorBenchmark();

    @Test
    void copies_what_it_is_given() {
        assertThat(floor.w1_obj()).startsWith(Workloads.W1);
        assertThat(floor.w2_obj()).startsWith(Workloads.W2);
        assertThat(floor.w3_obj()).startsWith(Workloads.W3);
        assertThat(floor.w4()).startsWith(Workloads.W4);
        assertThat(floor.w5()).startsWith(Workloads.W5);
        assertThat(floor.w5b()).startsWith(Workloads.W5B);
        assertThat(floor.w5_owned(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
        assertThat(floor.w5_owned_one()).hasSize(Workloads.W5_BODY);
        assertThat(floor.w7()).endsWith(Workloads.W7_BODY);
    }
}
