package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.junit.jupiter.api.Test;

class NettyBenchmarkTest {

    private final NettyBenchmark netty = new NettyBenchmark();

    @Test
    void parses_what_it_is_given() throws Exception {
        for (int i = 0; i < 3; i++) {
            check(netty.w1_obj(BLACKHOLE), Expected.W1);
            check(netty.w1_all(BLACKHOLE), Expected.W1);
            assertThat(netty.characters).isEqualTo(Expected.W1_CHARACTERS);
            check(netty.w2_obj(BLACKHOLE), Expected.W2);
            check(netty.w3_obj(BLACKHOLE), Expected.W3);
            check(netty.w1_lean(BLACKHOLE), Expected.W1);
            check(netty.w2_lean(BLACKHOLE), Expected.W2);
            check(netty.w3_lean(BLACKHOLE), Expected.W3);
            check(netty.w8(BLACKHOLE), Expected.W1);
            check(netty.w8_lean(BLACKHOLE), Expected.W1);
            assertThat(netty.w5_lean(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(netty.w5b_lean(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            HttpMessage response = netty.w4(BLACKHOLE);
            assertThat(((HttpResponse) response).status().code()).isEqualTo(200);
            assertThat(response.headers()).hasSize(Expected.W4_FIELDS);
            assertThat(netty.bodyBytes).isEqualTo(Expected.W4_BODY);
            assertThat(netty.w5(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(netty.w5b(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(netty.w6_decode(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
        }
    }

    @Test
    void answers_and_serialises() {
        for (int i = 0; i < 3; i++) {
            long bytes = netty.w6(BLACKHOLE);
            assertThat(netty.requests).isEqualTo(Workloads.W6_REQUESTS);
            assertThat(bytes).isGreaterThan(100L * Workloads.W6_REQUESTS);
            Expected.checkW7(netty.w7_array());
            assertThat(netty.w7(BLACKHOLE)).isEqualTo(netty.w7_array().length);
        }
    }

    @Test
    void validates() {
        for (byte[] invalid : Expected.INVALID) {
            HttpRequest request = new NettyBenchmark().request(invalid, BLACKHOLE);
            assertThat(request.decoderResult().isFailure()).isTrue();
        }
    }

    private static void check(HttpMessage message, Expected expected) {
        HttpRequest request = (HttpRequest) message;
        assertThat(request.decoderResult().isSuccess()).isTrue();
        assertThat(request.method().name()).isEqualTo(expected.method());
        assertThat(request.uri()).isEqualTo(expected.target());
        assertThat(request.headers()).hasSize(expected.fields());
    }
}
