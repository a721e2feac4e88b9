package io.github.h11j.engine.simulation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in many worlds, and how often. */
final class Stats {

    private final Map<String, long[]> counts = new HashMap<>();
    private final long[] faults = new long[Fault.values().length];

    void count(String what) {
        counts.computeIfAbsent(what, key -> new long[1])[0]++;
    }

    /** An exchange was hit by this. */
    void count(Fault fault) {
        faults[fault.ordinal()]++;
    }

    void add(Stats other) {
        other.counts.forEach((what, count) -> counts.computeIfAbsent(what, key -> new long[1])[0] += count[0]);
        for (int i = 0; i < faults.length; i++) {
            faults[i] += other.faults[i];
        }
    }

    long of(String what) {
        return counts.getOrDefault(what, new long[1])[0];
    }

    long of(Fault fault) {
        return faults[fault.ordinal()];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts)
                .forEach((what, count) -> text.append(String.format(Locale.ROOT, "%,12d  %s%n", count[0], what)));
        for (Fault fault : Fault.values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%,12d  %5.2f %%  %s%n",
                    of(fault),
                    100.0 * of(fault) / Math.max(1, of("exchanges")),
                    fault));
        }
        return text.toString();
    }
}
