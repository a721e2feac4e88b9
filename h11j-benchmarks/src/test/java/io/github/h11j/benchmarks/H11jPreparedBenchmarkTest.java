package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H11jPreparedBenchmarkTest {

    @Test
    void what_was_prepared_is_a_part_of_each_response() {
        H11jPreparedBenchmark h11j = new H11jPreparedBenchmark();
        Prepared.Servers servers = new Prepared.Servers();
        for (int i = 0; i < 3; i++) {
            servers.prepare();
            byte[] bytes = H11jPreparedBenchmark.w7cBytes(servers.connections[i]);
            Expected.checkW7(bytes);
            servers.prepare();
            assertThat(h11j.w7c(servers, BLACKHOLE)).isEqualTo((long) bytes.length * servers.connections.length);
        }
    }
}
