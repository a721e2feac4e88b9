package io.github.h11j.benchmarks;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Signal;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** What {@link H11jBenchmark} reads from arrays, read borrowed from direct buffers, as from a channel. */
public class H11jDirectBenchmark extends Peer {

    private final ByteBuffer w1 = direct(Workloads.W1);
    private final ByteBuffer w5 = direct(Workloads.W5);
    private final ByteBuffer w9 = direct(Workloads.W9);

    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public Request w1_direct(Prepared.IdleServers servers, Blackhole bh) {
        Request request = null;
        for (Connection connection : servers.connections) {
            connection.receiveBorrowed(w1.clear());
            request = (Request) connection.nextEvent();
            bh.consume(request);
            bh.consume(request.method());
            bh.consume(request.target());
            bh.consume(connection.nextEvent());
        }
        return request;
    }

    @Benchmark
    public long w5_direct(Blackhole bh) {
        return borrowed(w5, Workloads.W5_READ, bh);
    }

    @Benchmark
    public long w9_direct(Blackhole bh) {
        return borrowed(w9, w9.capacity(), bh);
    }

    private long borrowed(ByteBuffer bytes, int read, Blackhole bh) {
        Connection connection = Connection.server();
        bodyBytes = 0;
        for (int at = 0; at < bytes.capacity(); at += read) {
            connection.receiveBorrowed(
                    bytes.limit(Math.min(at + read, bytes.capacity())).position(at));
            for (NextEvent next = connection.nextEvent(); !(next instanceof Signal); next = connection.nextEvent()) {
                bh.consume(next);
                if (next instanceof Data data) {
                    bodyBytes += data.bytes().length();
                }
            }
        }
        return bodyBytes;
    }

    static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
