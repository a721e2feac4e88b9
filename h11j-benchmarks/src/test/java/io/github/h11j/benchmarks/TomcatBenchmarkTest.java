package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.coyote.Request;
import org.junit.jupiter.api.Test;

class TomcatBenchmarkTest {

    private final TomcatBenchmark tomcat = new TomcatBenchmark();

    @Test
    void parses_what_it_is_given() throws Exception {
        for (int i = 0; i < 3; i++) {
            check(tomcat.w1_obj(BLACKHOLE), Expected.W1);
            check(tomcat.w1_all(BLACKHOLE), Expected.W1);
            assertThat(tomcat.characters).isEqualTo(Expected.W1_CHARACTERS);
            check(tomcat.w2_obj(BLACKHOLE), Expected.W2);
            check(tomcat.w3_obj(BLACKHOLE), Expected.W3);
            check(tomcat.w8(), Expected.W1);
            assertThat(tomcat.w6_decode(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
        }
    }

    @Test
    void validates() {
        for (byte[] invalid : Expected.INVALID) {
            assertThatThrownBy(() -> new TomcatBenchmark().request(invalid, BLACKHOLE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void check(Request request, Expected expected) {
        assertThat(request.getMethod()).isEqualTo(expected.method());
        String uri = request.requestURI().toString();
        String query = request.queryString().toString();
        assertThat(query == null ? uri : uri + "?" + query).isEqualTo(expected.target());
        assertThat(request.getMimeHeaders().size()).isEqualTo(expected.fields());
    }
}
