package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.client.ClientResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.BadRequestException;
import org.junit.jupiter.api.Test;

class UndertowBenchmarkTest {

    private final UndertowBenchmark undertow = new UndertowBenchmark();

    @Test
    void parses_what_it_is_given() throws Exception {
        for (int i = 0; i < 3; i++) {
            check(undertow.w1_obj(BLACKHOLE), Expected.W1);
            check(undertow.w1_all(BLACKHOLE), Expected.W1);
            assertThat(undertow.characters).isEqualTo(Expected.W1_CHARACTERS);
            check(undertow.w2_obj(BLACKHOLE), Expected.W2);
            check(undertow.w3_obj(BLACKHOLE), Expected.W3);
            check(undertow.w8(), Expected.W1);
            ClientResponse response = undertow.w4(BLACKHOLE);
            assertThat(response.getResponseCode()).isEqualTo(200);
            assertThat(response.getResponseHeaders()).hasSize(Expected.W4_FIELDS);
            assertThat(undertow.bodyBytes).isEqualTo(Expected.W4_BODY);
            assertThat(undertow.w5(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(undertow.w5b(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(undertow.w6_decode(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
        }
    }

    @Test
    void validates() {
        for (byte[] invalid : Expected.INVALID) {
            assertThatThrownBy(() -> new UndertowBenchmark().request(invalid, BLACKHOLE))
                    .isInstanceOf(BadRequestException.class);
        }
    }

    private void check(HttpServerExchange request, Expected expected) {
        assertThat(undertow.isComplete()).isTrue();
        assertThat(request.getRequestMethod().toString()).isEqualTo(expected.method());
        String query = request.getQueryString();
        assertThat(query.isEmpty() ? request.getRequestURI() : request.getRequestURI() + "?" + query)
                .isEqualTo(expected.target());
        assertThat(request.getRequestHeaders()).hasSize(expected.fields());
    }
}
