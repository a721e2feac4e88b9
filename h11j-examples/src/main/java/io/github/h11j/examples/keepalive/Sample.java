package io.github.h11j.examples.keepalive;

import java.util.List;

/**
 * The calls of one cell in one round.
 *
 * @param cell what was measured
 * @param millis how long each call took, in their order; at least one
 * @param connections how many connections the server saw
 */
public record Sample(Cell cell, List<Double> millis, int connections) {

    /** A call that takes this much longer than the median of calls on fresh connections is a stall, in milliseconds. */
    static final double STALL = 25;

    /**
     * A sample.
     *
     * @throws IllegalArgumentException if there is no call
     */
    public Sample {
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("no calls");
        }
        millis = List.copyOf(millis);
    }

    double median() {
        return percentile(50);
    }

    double p95() {
        return percentile(95);
    }

    /** The nearest-rank percentile; between the two middle ones for an even median. */
    private double percentile(int percent) {
        List<Double> sorted = millis.stream().sorted().toList();
        int n = sorted.size();
        if (percent == 50 && n % 2 == 0) {
            return (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
        }
        return sorted.get((n * percent + 99) / 100 - 1);
    }

    double first() {
        return millis.get(0);
    }

    /** The first on a connection that was used before, if it is kept; the first again if there is no second. */
    double second() {
        return millis.get(Math.min(1, millis.size() - 1));
    }

    /** How many calls stalled, against the same calls on fresh connections. */
    int stalls(Sample close) {
        double bound = close.median() + STALL;
        return (int) millis.stream().filter(call -> call > bound).count();
    }
}
