package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.microhttp.Request;

class MicrohttpBenchmarkTest {

    private final MicrohttpBenchmark microhttp = new MicrohttpBenchmark();

    @Test
    void parses_what_it_is_given() {
        for (int i = 0; i < 3; i++) {
            check(microhttp.w1_obj(BLACKHOLE), Expected.W1);
            check(microhttp.w1_all(BLACKHOLE), Expected.W1);
            assertThat(microhttp.characters).isEqualTo(Expected.W1_CHARACTERS);
            check(microhttp.w2_obj(BLACKHOLE), Expected.W2);
            check(microhttp.w3_obj(BLACKHOLE), Expected.W3);
            check(microhttp.w8(), Expected.W1);
            assertThat(microhttp.w5()).isEqualTo(Workloads.W5_BODY);
            assertThat(microhttp.w6_decode(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
        }
    }

    /** It accepts all of them; so it is not a fair measure for libraries that validate. */
    @Test
    void does_not_validate() {
        for (byte[] invalid : Expected.INVALID) {
            check(microhttp.request(invalid, BLACKHOLE), new Expected("GET", "/", 2));
        }
    }

    private static void check(Request request, Expected expected) {
        assertThat(request.method()).isEqualTo(expected.method());
        assertThat(request.uri()).isEqualTo(expected.target());
        assertThat(request.headers()).hasSize(expected.fields());
    }
}
