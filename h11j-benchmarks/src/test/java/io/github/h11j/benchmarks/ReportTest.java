package io.github.h11j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    @Test
    void medians_are_judged_by_ratio_and_by_bytes() throws IOException {
        String report = report(
                run("17.0.15", "H11jBenchmark.w1_obj", "460, 440, 450", 1),
                run("17.0.15", "H11jBenchmark.w1_new", "1", 900),
                run("17.0.15", "NettyBenchmark.w1_obj", "1800, 1700, 1900", 1784),
                run("17.0.15", "TomcatBenchmark.w1_obj", "1125, 1000, 1300", 144),
                run("17.0.15", "MicrohttpBenchmark.w1_obj", "1, 1, 1", 0));

        assertThat(report)
                .contains("| W1 obj, 4 x Netty | 450 | Netty 1,800 | 4 | met |")
                .contains("| W1 obj, 3 x best that validates | 450 | Tomcat 1,125 | 2.50 | missed by 17 %, unsteady |")
                .contains("| W1 on a new connection, at most 800 B | 900 B |  |  | missed by 13 % |")
                .contains("| W7 passthrough, 2.5 x best |  |  |  | not measured |")
                .contains("1 of 3 met.");
    }

    @Test
    void one_slow_jvm_of_three_does_not_count_but_is_told_of() throws IOException {
        String report = report(
                run("17", "H11jBenchmark.w1_obj", "100, 300, 110], [310, 320, 330], [90, 100, 100", 1),
                run("17", "NettyBenchmark.w1_obj", "440", 1));

        assertThat(report)
                .contains("| W1 obj, 4 x Netty | 110 | Netty 440 | 4 | met, unsteady |")
                .contains(
                        "JVMs that differed by more than 15 % of their median (lowest-highest): h11j w1_obj 100-320.");
    }

    @Test
    void goals_follow_the_jdk() throws IOException {
        String report =
                report(run("25", "H11jBenchmark.w1_obj", "100", 1), run("25", "NettyBenchmark.w1_obj", "360", 1));

        assertThat(report).contains("| W1 obj, 3.50 x Netty | 100 | Netty 360 | 3.60 | met |");
    }

    @Test
    void growth_is_judged_per_byte() throws IOException {
        String report = report(
                run("17", "H11jBenchmark.w8_line_1k", "10240", 1),
                run("17", "H11jBenchmark.w8_line_64k", "1310720", 1),
                run("17", "H11jBenchmark.w5_owned", "4000", 1),
                run("17", "FloorBenchmark.w5_owned", "1000", 1));

        assertThat(report)
                .contains("| 20.0 a byte | 10.0 a byte of 1 KiB | 2 | met |")
                .contains("| 4,000 | memcpy w5_owned 1,000 | 4 | missed by 33 % |");
    }

    private String report(String... runs) throws IOException {
        Path json = folder.resolve("in.json");
        Path out = folder.resolve("out.md");
        Files.writeString(json, Stream.of(runs).collect(Collectors.joining(",", "[", "]")));
        Report.main(new String[] {out.toString(), json.toString()});
        return Files.readString(out);
    }

    private static String run(String jdk, String benchmark, String times, int bytes) {
        return String.format(Locale.ROOT, """
                {"benchmark": "io.github.h11j.benchmarks.%s", "jdkVersion": "%s", "vmName": "VM", "vmVersion": "%s",
                 "forks": 1, "jvmArgs": ["-Xmx1g"],
                 "primaryMetric": {"rawData": [[%s]]},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"rawData": [[%d]]}}}""", benchmark, jdk, jdk, times, bytes);
    }
}
