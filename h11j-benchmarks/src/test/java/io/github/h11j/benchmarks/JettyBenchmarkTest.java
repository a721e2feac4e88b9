package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JettyBenchmarkTest {

    private final JettyBenchmark jetty = new JettyBenchmark();

    @Test
    void parses_what_it_is_given() {
        for (int i = 0; i < 3; i++) {
            check(jetty.w1_obj(BLACKHOLE), Expected.W1);
            check(jetty.w1_uncached(BLACKHOLE), Expected.W1);
            check(jetty.w1_all(BLACKHOLE), Expected.W1);
            assertThat(jetty.characters).isEqualTo(Expected.W1_CHARACTERS);
            check(jetty.w2_obj(BLACKHOLE), Expected.W2);
            check(jetty.w3_obj(BLACKHOLE), Expected.W3);
            check(jetty.w8(BLACKHOLE), Expected.W1);
            JettyBenchmark.Handler response = jetty.w4(BLACKHOLE);
            assertThat(response.complete).isTrue();
            assertThat(response.status).isEqualTo(200);
            assertThat(response.fields).hasSize(Expected.W4_FIELDS);
            assertThat(jetty.bodyBytes).isEqualTo(Expected.W4_BODY);
            assertThat(jetty.w5(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(jetty.w5b(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(jetty.w6_decode(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
        }
    }

    @Test
    void serialises() throws Exception {
        for (int i = 0; i < 3; i++) {
            Expected.checkW7(jetty.w7_array());
            assertThat(jetty.w7(BLACKHOLE)).isEqualTo(jetty.w7_array().length);
            Expected.checkW7(jetty.w7c());
        }
    }

    @Test
    void validates() {
        for (byte[] invalid : Expected.INVALID) {
            assertThat(new JettyBenchmark().request(invalid, BLACKHOLE).fault).isNotNull();
        }
    }

    private static void check(JettyBenchmark.Handler request, Expected expected) {
        assertThat(request.fault).isNull();
        assertThat(request.complete).isTrue();
        assertThat(request.method).isEqualTo(expected.method());
        assertThat(request.target).isEqualTo(expected.target());
        assertThat(request.fields).hasSize(expected.fields());
    }
}
