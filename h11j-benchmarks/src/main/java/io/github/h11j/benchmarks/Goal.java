package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Library.FLOOR;
import static io.github.h11j.benchmarks.Library.H11J;
import static io.github.h11j.benchmarks.Library.JETTY;
import static io.github.h11j.benchmarks.Library.NETTY;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What h11j has to reach on one JDK.
 *
 * @param what the workload and the goal, in words
 * @param method the method of {@code H11jBenchmark} that is judged
 * @param check how it is judged
 */
record Goal(String what, String method, Check check) {

    /** What came out: the value, what it is compared with, the ratio, the verdict. */
    record Outcome(String measured, String against, String ratio, String verdict) {}

    /** A way to judge; empty when something that it needs was not measured. */
    interface Check {
        Optional<Outcome> judge(Results results, String method);
    }

    /** The goals for a JDK of this feature release. */
    static List<Goal> forJdk(int feature) {
        double timesNetty = feature < 25 ? 4 : 3.5;
        String netty = ", " + decimal(timesNetty) + " x Netty";
        return List.of(
                new Goal("W1 obj" + netty, "w1_obj", faster(timesNetty, Set.of(NETTY), "w1_obj")),
                new Goal("W2 obj" + netty, "w2_obj", faster(timesNetty, Set.of(NETTY), "w2_obj")),
                new Goal("W3 obj" + netty, "w3_obj", faster(timesNetty, Set.of(NETTY), "w3_obj")),
                new Goal(
                        "W1 obj, 3 x best that validates",
                        "w1_obj",
                        faster(3, Library.VALIDATING, "w1_obj", "w1_lean", "w1_uncached")),
                new Goal(
                        "W2 obj, 3 x best that validates",
                        "w2_obj",
                        faster(3, Library.VALIDATING, "w2_obj", "w2_lean")),
                new Goal(
                        "W3 obj, 3 x best that validates",
                        "w3_obj",
                        faster(3, Library.VALIDATING, "w3_obj", "w3_lean")),
                new Goal("W1 on a new connection, at most 800 B", "w1_new", atMostBytes(800, 1)),
                new Goal("W1 all, 2.5 x best", "w1_all", faster(2.5, Library.PEERS, "w1_all")),
                new Goal("W4 with its request, 3 x best", "w4", faster(3, Library.PEERS, "w4")),
                new Goal("W4 response alone, 3 x best", "w4_prepared", faster(3, Library.PEERS, "w4")),
                new Goal("W5 borrowed, 2 x Netty", "w5_borrowed", faster(2, Set.of(NETTY), "w5")),
                new Goal(
                        "W5 borrowed, nothing allocated per byte of body (events: at most 0.05 B)",
                        "w5_borrowed",
                        atMostBytes(0.05, Workloads.W5_BODY)),
                new Goal("W5 owned, at most 3 x copy and allocation", "w5_owned", atMostTimes(3, FLOOR, "w5_owned")),
                new Goal(
                        "W5b borrowed, 1.5 x best",
                        "w5b_borrowed",
                        faster(1.5, Library.PEERS, "w5b", "w5b_lean", "w5b_nio")),
                new Goal(
                        "W5b borrowed, stretch: 2 x best",
                        "w5b_borrowed",
                        faster(2, Library.PEERS, "w5b", "w5b_lean", "w5b_nio")),
                new Goal(
                        "W5b owned, 1.5 x best", "w5b_owned", faster(1.5, Library.PEERS, "w5b", "w5b_lean", "w5b_nio")),
                new Goal("W6 whole cycle, 2 x Netty's decode plus encode", "w6", faster(2, Set.of(NETTY), "w6")),
                new Goal("W7, 3 x Netty's build plus encode", "w7", faster(3, Set.of(NETTY), "w7")),
                new Goal(
                        "W7, 2.5 x best, head and body in one new array", "w7", faster(2.5, Library.PEERS, "w7_array")),
                new Goal("W7, 2.5 x best, as each library returns it", "w7", faster(2.5, Library.PEERS, "w7")),
                new Goal("W7 passthrough, 2.5 x best", "w7_passthrough", faster(2.5, Library.PEERS, "w7")),
                new Goal("W7c, at most 2 x allocation and copy", "w7c", atMostTimes(2, FLOOR, "w7")),
                new Goal("W7c, ahead of Jetty's pre-encoded fields", "w7c", faster(1, Set.of(JETTY), "w7c")),
                new Goal(
                        "W1 direct, ahead of Netty",
                        "w1_direct",
                        faster(1, Set.of(NETTY), "w1_direct", "w1_direct_lean")),
                new Goal(
                        "W5 direct, ahead of Netty",
                        "w5_direct",
                        faster(1, Set.of(NETTY), "w5_direct", "w5_direct_lean")),
                new Goal(
                        "W9 direct (a POST of 60 kB in one read), ahead of Netty",
                        "w9_direct",
                        faster(1, Set.of(NETTY), "w9_direct", "w9_direct_lean")),
                new Goal("W8, ahead of every peer", "w8", faster(1, Library.PEERS, "w8", "w8_lean")),
                new Goal(
                        "W8 linear, many fields: 64 KiB at most 2 x 1 KiB, per byte",
                        "w8_fields_64k",
                        linear("w8_fields_1k")),
                new Goal(
                        "W8 linear, one long line: 64 KiB at most 2 x 1 KiB, per byte",
                        "w8_line_64k",
                        linear("w8_line_1k")));
    }

    private static Check faster(double times, Set<Library> libraries, String... methods) {
        return (results, method) -> results.get(H11J, method)
                .flatMap(own -> results.best(libraries, methods).map(peer -> {
                    double ratio = peer.score().median() / own.median();
                    String verdict = ratio >= times ? "met" : "missed by " + percent(1 - ratio / times);
                    return new Outcome(
                            Results.nanos(own.median()),
                            peer.name() + " " + Results.nanos(peer.score().median()),
                            decimal(ratio),
                            verdict + steadiness(own, peer.score()));
                }));
    }

    private static Check atMostTimes(double times, Library library, String reference) {
        return (results, method) -> results.get(H11J, method)
                .flatMap(own -> results.get(library, reference).map(floor -> {
                    double ratio = own.median() / floor.median();
                    return new Outcome(
                            Results.nanos(own.median()),
                            library.title + " " + reference + " " + Results.nanos(floor.median()),
                            decimal(ratio),
                            (ratio <= times ? "met" : "missed by " + percent(ratio / times - 1))
                                    + steadiness(own, floor));
                }));
    }

    private static Check atMostBytes(double limit, int divisor) {
        return (results, method) -> results.get(H11J, method).map(own -> {
            double bytes = own.bytes() / divisor;
            return new Outcome(
                    divisor == 1 ? Math.round(bytes) + " B" : String.format(Locale.ROOT, "%.4f B", bytes),
                    "",
                    "",
                    bytes <= limit ? "met" : "missed by " + percent(bytes / limit - 1));
        });
    }

    private static Check linear(String reference) {
        return (results, method) -> results.get(H11J, method)
                .flatMap(own -> results.get(H11J, reference).map(small -> {
                    double perByte = own.median() / Workloads.HEAD_64K.length;
                    double smallPerByte = small.median() / Workloads.HEAD_1K.length;
                    double ratio = perByte / smallPerByte;
                    return new Outcome(
                            String.format(Locale.ROOT, "%.1f a byte", perByte),
                            String.format(Locale.ROOT, "%.1f a byte of 1 KiB", smallPerByte),
                            decimal(ratio),
                            (ratio <= 2 ? "met" : "missed by " + percent(ratio / 2 - 1)) + steadiness(own, small));
                }));
    }

    private static String steadiness(Results.Score own, Results.Score other) {
        return own.unsteady() || other.unsteady() ? ", unsteady" : "";
    }

    private static String decimal(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : value < 10 ? String.format(Locale.ROOT, "%.2f", value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double value) {
        return Math.max(1, Math.round(100 * value)) + " %";
    }
}
