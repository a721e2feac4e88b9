package io.github.h11j.engine.simulation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in many worlds, and how often. */
final class Stats {

    private final Map<String, long[]> counts = new HashMap<>();
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);

    void count(String what) {
        counts.computeIfAbsent(what, key -> new long[1])[0]++;
    }

    /** An exchange was hit by this. */
    void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void add(Stats other) {
        other.counts.forEach((what, count) -> counts.computeIfAbsent(what, key -> new long[1])[0] += count[0]);
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    }

    long of(String what) {
        return counts.getOrDefault(what, new long[1])[0];
    }

    long of(Fault fault) {
        return faults.getOrDefault(fault, 0L);
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
