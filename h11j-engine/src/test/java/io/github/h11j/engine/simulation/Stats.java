package io.github.h11j.engine.simulation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in many worlds, and how often. */
final class Stats {

    private final Map<String, long[]> counts = new HashMap<>();

    void count(String what) {
        counts.computeIfAbsent(what, key -> new long[1])[0]++;
    }

    long of(String what) {
        return counts.getOrDefault(what, new long[1])[0];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts)
                .forEach((what, count) -> text.append(String.format(Locale.ROOT, "%,12d  %s%n", count[0], what)));
        return text.toString();
    }
}
