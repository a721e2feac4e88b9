package io.github.h11j.benchmarks;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What nothing can be faster than: the bytes of each workload copied, and nothing else. {@code w5_owned} is the floor
 * for a body that its receiver may keep: for each read of 16 KiB a new array and a copy.
 */
public class FloorBenchmark extends Peer {

    private final byte[] target = new byte[2 * Workloads.W5_BODY];

    @Benchmark
    public byte[] w1_obj() {
        return copy(Workloads.W1);
    }

    @Benchmark
    public byte[] w2_obj() {
        return copy(Workloads.W2);
    }

    @Benchmark
    public byte[] w3_obj() {
        return copy(Workloads.W3);
    }

    @Benchmark
    public byte[] w4() {
        return copy(Workloads.W4);
    }

    @Benchmark
    public byte[] w5() {
        return copy(Workloads.W5);
    }

    @Benchmark
    public byte[] w5b() {
        return copy(Workloads.W5B);
    }

    /** The body and its allocation, in pieces as it arrives. */
    @Benchmark
    public long w5_owned(Blackhole bh) {
        byte[] bytes = Workloads.W5;
        bodyBytes = 0;
        for (int at = 0; at < Workloads.W5_BODY; at += Workloads.W5_READ) {
            byte[] piece = Arrays.copyOfRange(bytes, at, at + Workloads.W5_READ);
            bodyBytes += piece.length;
            bh.consume(piece);
        }
        return bodyBytes;
    }

    /** The body and its allocation, in one piece. */
    @Benchmark
    public byte[] w5_owned_one() {
        return Arrays.copyOf(Workloads.W5, Workloads.W5_BODY);
    }

    /** A new array with a body of 1000 bytes and as much head as W7 has. */
    @Benchmark
    public byte[] w7() {
        byte[] message = new byte[W7_LENGTH];
        System.arraycopy(Workloads.W4, 0, message, 0, W7_LENGTH - Workloads.W7_BODY.length);
        System.arraycopy(Workloads.W7_BODY, 0, message, W7_LENGTH - Workloads.W7_BODY.length, Workloads.W7_BODY.length);
        return message;
    }

    private static final int W7_LENGTH = "HTTP/1.1 200 OK\r\n\r\n".length()
            + Workloads.W7_FIELDS.stream()
                    .mapToInt(field -> field.name().length() + field.value().length() + ": \r\n".length())
                    .sum()
            + Workloads.W7_BODY.length;

    private byte[] copy(byte[] bytes) {
        System.arraycopy(bytes, 0, target, 0, bytes.length);
        return target;
    }
}
