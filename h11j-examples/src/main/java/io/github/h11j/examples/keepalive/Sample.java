package io.github.h11j.examples.keepalive;

import java.util.List;

/**
 * The calls of one cell in one round.
 *
 * @param cell what was measured
 * @param millis how long each call took, in order; at least one
 * @param connections how many connections the server saw
 */
public record Sample(Cell cell, List<Double> millis, int connections) {

    /** A call that takes this much longer than the median of calls on fresh connections is a stall, in milliseconds. */
    static final double STALL = 25;

    /**
     * Creates a sample.
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

    /** Returns the nearest-rank percentile; the median of an even number of calls is between the two middle ones. */
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

    /**
     * Returns the first call on a reused connection, if connections are kept; the first call if there is no second one.
     */
    double second() {
        return millis.get(Math.min(1, millis.size() - 1));
    }

    /** Returns how many calls stalled, compared with the same calls on fresh connections. */
    int stalls(Sample close) {
        double bound = close.median() + STALL;
        return (int) millis.stream().filter(call -> call > bound).count();
    }
}
