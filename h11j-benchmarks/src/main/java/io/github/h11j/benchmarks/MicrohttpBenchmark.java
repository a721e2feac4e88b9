package io.github.h11j.benchmarks;

import org.microhttp.Header;
import org.microhttp.MicrohttpParser;
import org.microhttp.Request;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * microhttp's parser of requests, which is package-private, driven as its event loop does: one tokenizer for a
 * connection, one parser for a request. It collects a body in memory and has no parser of responses.
 */
public class MicrohttpBenchmark extends Peer {

    private final MicrohttpParser parser = new MicrohttpParser();

    @Benchmark
    public Request w1_obj(Blackhole bh) {
        return request(Workloads.W1, bh);
    }

    @Benchmark
    public Request w1_all(Blackhole bh) {
        Request request = request(Workloads.W1, bh);
        int read = 0;
        for (Header field : request.headers()) {
            bh.consume(field.name());
            bh.consume(field.value());
            read += field.name().length() + field.value().length();
        }
        characters = read;
        return request;
    }

    @Benchmark
    public Request w2_obj(Blackhole bh) {
        return request(Workloads.W2, bh);
    }

    @Benchmark
    public Request w3_obj(Blackhole bh) {
        return request(Workloads.W3, bh);
    }

    @Benchmark
    public long w5() {
        return body(Workloads.W5);
    }

    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6_decode(Blackhole bh) {
        requests = 0;
        parser.receive(Workloads.W6, 0, Workloads.W6.length);
        for (Request request = parser.next(); request != null; request = parser.next()) {
            bh.consume(request);
            requests++;
        }
        return requests;
    }

    @Benchmark
    public Request w8() {
        byte[] bytes = Workloads.W8;
        Request request = null;
        for (int i = 0; i < bytes.length; i++) {
            parser.receive(bytes, i, 1);
            request = parser.next();
        }
        return request;
    }

    Request request(byte[] bytes, Blackhole bh) {
        parser.receive(bytes, 0, bytes.length);
        Request request = parser.next();
        bh.consume(request.method());
        bh.consume(request.uri());
        return request;
    }

    private long body(byte[] bytes) {
        Request request = null;
        for (int at = 0; at < bytes.length; at += Workloads.W5_READ) {
            parser.receive(bytes, at, Math.min(Workloads.W5_READ, bytes.length - at));
            request = parser.next();
        }
        bodyBytes = request == null ? 0 : request.body().length;
        return bodyBytes;
    }
}
