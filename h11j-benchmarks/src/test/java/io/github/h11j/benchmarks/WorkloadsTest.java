package io.github.h11j.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadsTest {

    @Test
    void workloads_have_their_lengths() {
        assertThat(Workloads.W1).hasSize(509);
        assertThat(Workloads.W2).hasSize(170);
        assertThat(Workloads.W3).hasSize(1188);
        assertThat(Workloads.W4).hasSize(365 + 1000);
        assertThat(Workloads.W6).hasSize(16 * 170);
        assertThat(Workloads.W7_BODY).hasSize(1000);
        assertThat(Workloads.W7_FIELDS).hasSize(9);
        assertThat(Workloads.HEAD_1K).hasSize(1 << 10);
        assertThat(Workloads.HEAD_64K).hasSize(64 << 10);
        assertThat(Workloads.LINE_1K).hasSize(1 << 10);
        assertThat(Workloads.LINE_64K).hasSize(64 << 10);
    }

    @Test
    void chunked_bodies_are_framed_in_their_chunks() {
        assertThat(occurrences("\r\n2000\r\n", Workloads.W5)).isEqualTo(128);
        assertThat(occurrences("\r\n40\r\n", Workloads.W5B)).isEqualTo(16384);
    }

    private static int occurrences(String text, byte[] bytes) {
        return new String(bytes, ISO_8859_1).split(text, -1).length - 1;
    }
}
