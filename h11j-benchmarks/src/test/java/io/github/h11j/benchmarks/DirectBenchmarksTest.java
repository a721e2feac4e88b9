package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Request;
import io.netty.handler.codec.http.HttpRequest;
import org.junit.jupiter.api.Test;

class DirectBenchmarksTest {

    @Test
    void h11j_parses_what_it_is_given() {
        H11jDirectBenchmark h11j = new H11jDirectBenchmark();
        Prepared.IdleServers idle = new Prepared.IdleServers();
        for (int i = 0; i < 3; i++) {
            idle.prepare();
            Request request = h11j.w1_direct(idle, BLACKHOLE);
            assertThat(request.target()).isEqualTo(Expected.W1.target());
            assertThat(request.headers().size()).isEqualTo(Expected.W1.fields());
            assertThat(h11j.w5_direct(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(h11j.w9_direct(BLACKHOLE)).isEqualTo(Workloads.W9_BODY);
        }
    }

    @Test
    void netty_parses_what_it_is_given() throws Exception {
        NettyDirectBenchmark netty = new NettyDirectBenchmark();
        for (int i = 0; i < 3; i++) {
            check(netty.w1_direct(BLACKHOLE));
            check(netty.w1_direct_lean(BLACKHOLE));
            assertThat(netty.w5_direct(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(netty.w5_direct_lean(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(netty.w9_direct(BLACKHOLE)).isEqualTo(Workloads.W9_BODY);
            assertThat(netty.w9_direct_lean(BLACKHOLE)).isEqualTo(Workloads.W9_BODY);
        }
    }

    private static void check(HttpRequest request) {
        assertThat(request.decoderResult().isSuccess()).isTrue();
        assertThat(request.uri()).isEqualTo(Expected.W1.target());
        assertThat(request.headers()).hasSize(Expected.W1.fields());
    }
}
