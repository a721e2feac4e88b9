package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HelidonBenchmarkTest {

    private final HelidonBenchmark helidon = new HelidonBenchmark();

    @Test
    void parses_what_it_is_given() {
        for (int i = 0; i < 3; i++) {
            check(helidon.w1_obj(BLACKHOLE), Expected.W1);
            check(helidon.w1_unvalidated(BLACKHOLE), Expected.W1);
            check(helidon.w1_all(BLACKHOLE), Expected.W1);
            assertThat(helidon.characters).isEqualTo(Expected.W1_CHARACTERS);
            check(helidon.w2_obj(BLACKHOLE), Expected.W2);
            check(helidon.w2_unvalidated(BLACKHOLE), Expected.W2);
            check(helidon.w3_obj(BLACKHOLE), Expected.W3);
            check(helidon.w3_unvalidated(BLACKHOLE), Expected.W3);
            assertThat(helidon.w6_decode(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
            check(helidon.w8(BLACKHOLE), Expected.W1);
        }
    }

    @Test
    void validates() {
        for (byte[] invalid : Expected.INVALID) {
            assertThatThrownBy(() -> new HelidonBenchmark().request(invalid, BLACKHOLE))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private static void check(HelidonBenchmark.Request request, Expected expected) {
        assertThat(request.prologue().method().text()).isEqualTo(expected.method());
        String path = request.prologue().uriPath().rawPath();
        String query = request.prologue().query().rawValue();
        assertThat(query.isEmpty() ? path : path + "?" + query).isEqualTo(expected.target());
        assertThat(request.headers().size()).isEqualTo(expected.fields());
    }
}
