package io.github.h11j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the benchmark classes have in common. Each class is one library; each method is one workload of {@link Workloads},
 * named as in the tables: {@code w1_obj} parses W1 and has method, target and headers in hand; {@code w1_all} reads every
 * name and value as a String besides; a method with another suffix ({@code w1_lean}) is another way to drive the same
 * library. The tests call these very methods and look at what they leave behind.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class Peer {

    /** Bytes of body that the last operation found. */
    public long bodyBytes;

    /** Requests that the last operation found, where there are several. */
    public int requests;

    /** Characters of names and values that the last "all" operation read. */
    public int characters;
}
