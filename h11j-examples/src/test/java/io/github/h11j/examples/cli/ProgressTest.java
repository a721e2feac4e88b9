package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final StringWriter terminal = new StringWriter();
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    private Progress progress() {
        return new Progress(file, new PrintWriter(terminal), nanos::get);
    }

    @Test
    void a_long_download_shows_size_and_rate_ten_times_a_second_and_leaves_nothing_behind() throws IOException {
        try (Progress progress = progress()) {
            for (int i = 0; i < 100; i++) {
                progress.write(new byte[1 << 20]);
                nanos.addAndGet(50_000_000);
            }
        }
        String[] lines = terminal.toString().split("\r");
        assertThat(lines).hasSize(51);
        assertThat(lines[1]).isEqualTo("3.0 MiB, 30.0 MiB/s ");
        assertThat(lines[49]).isEqualTo("99.0 MiB, 20.2 MiB/s ");
        assertThat(lines[50]).isBlank();
        assertThat(terminal.toString()).endsWith("\r").doesNotContain("\n");
        assertThat(file.size()).isEqualTo(100 << 20);
    }

    @Test
    void a_short_download_shows_nothing() throws IOException {
        try (Progress progress = progress()) {
            progress.write('x');
        }
        assertThat(terminal.toString()).isEmpty();
        assertThat(file.toString(StandardCharsets.UTF_8)).isEqualTo("x");
    }
}
