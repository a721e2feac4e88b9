package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpRequest;
import org.junit.jupiter.api.Test;

class HttpCoreBenchmarkTest {

    private final HttpCoreBenchmark httpCore = new HttpCoreBenchmark();

    @Test
    void parses_what_it_is_given() throws Exception {
        for (int i = 0; i < 3; i++) {
            check(httpCore.w1_obj(BLACKHOLE), Expected.W1);
            check(httpCore.w1_all(BLACKHOLE), Expected.W1);
            assertThat(httpCore.characters).isEqualTo(Expected.W1_CHARACTERS);
            check(httpCore.w2_obj(BLACKHOLE), Expected.W2);
            check(httpCore.w3_obj(BLACKHOLE), Expected.W3);
            check(httpCore.w8(BLACKHOLE), Expected.W1);
            ClassicHttpResponse response = httpCore.w4(BLACKHOLE);
            assertThat(response.getCode()).isEqualTo(200);
            assertThat(response.getHeaders()).hasSize(Expected.W4_FIELDS);
            assertThat(httpCore.bodyBytes).isEqualTo(Expected.W4_BODY);
            assertThat(httpCore.w5(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(httpCore.w5b(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(httpCore.w5_nio(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(httpCore.w5b_nio(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(httpCore.w6_decode(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
        }
    }

    @Test
    void serialises() throws Exception {
        for (int i = 0; i < 3; i++) {
            Expected.checkW7(httpCore.w7_array(BLACKHOLE));
        }
    }

    /** It accepts NUL in a value; so it is not a fair measure for libraries that validate. */
    @Test
    void does_not_validate() throws Exception {
        check(httpCore.request(Expected.INVALID.get(2), BLACKHOLE), new Expected("GET", "/", 2));
    }

    private static void check(HttpRequest request, Expected expected) {
        assertThat(request.getMethod()).isEqualTo(expected.method());
        assertThat(request.getRequestUri()).isEqualTo(expected.target());
        assertThat(request.getHeaders()).hasSize(expected.fields());
    }
}
