package io.github.h11j.build;

import java.util.List;
import java.util.stream.IntStream;

/** How much tests do whose work can be counted: mutants, recorded cases, tries. */
public final class Sample {

    /** Whether they do all of it: with {@code -Pci}. */
    public static final boolean ALL = Boolean.getBoolean("h11j.tests.all");

    /** The options of JVMs that tests start. As those of the tests themselves, they spend little on compiling, but in CI. */
    public static final List<String> JVM_OPTIONS =
            ALL ? List.of() : List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final int STEP = 10;

    private Sample() {}

    /** All of them in CI, else a tenth. */
    public static <T> List<T> of(List<T> all) {
        return ALL ? all : oneOf(STEP, all);
    }

    /** A part of them, which is another with each one that is added. */
    public static <T> List<T> oneOf(int step, List<T> all) {
        return IntStream.range(0, all.size())
                .filter(i -> i % step == all.size() % step)
                .mapToObj(all::get)
                .toList();
    }
}
