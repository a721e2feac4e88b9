package io.github.h11j.benchmarks;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.http1.Http1Headers;
import io.helidon.webserver.http1.Http1Prologue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Helidon's parsers of the request line and of the fields over a reader that is kept for ever, as on a connection with
 * keep-alive, with the validation that its server has by default. The methods named "unvalidated" turn that off. Its
 * reader of bodies and its writer are parts of the server's classes, so there is no W5 and no W7.
 */
public class HelidonBenchmark extends Peer {

    /** A request line and its fields. */
    public record Request(HttpPrologue prologue, WritableHeaders<?> headers) {}

    private static final int MAX_PROLOGUE = 4096;
    private static final int MAX_HEADERS = 16384;

    private final DataReader reader = DataReader.create(this::supply);
    private final Http1Prologue prologues = new Http1Prologue(reader, MAX_PROLOGUE, true);
    private final Http1Headers headers = new Http1Headers(reader, MAX_HEADERS, true);
    private final Http1Prologue unvalidatedPrologues = new Http1Prologue(reader, MAX_PROLOGUE, false);
    private final Http1Headers unvalidatedHeaders = new Http1Headers(reader, MAX_HEADERS, false);
    private byte[] bytes = Workloads.W1;
    private int byteByByte = -1;

    @Benchmark
    public Request w1_obj(Blackhole bh) {
        return request(Workloads.W1, bh);
    }

    @Benchmark
    public Request w1_unvalidated(Blackhole bh) {
        return unvalidated(Workloads.W1, bh);
    }

    @Benchmark
    public Request w1_all(Blackhole bh) {
        Request request = request(Workloads.W1, bh);
        int read = 0;
        for (Header field : request.headers()) {
            String name = field.name();
            String value = field.get();
            bh.consume(name);
            bh.consume(value);
            read += name.length() + value.length();
        }
        characters = read;
        return request;
    }

    @Benchmark
    public Request w2_obj(Blackhole bh) {
        return request(Workloads.W2, bh);
    }

    @Benchmark
    public Request w2_unvalidated(Blackhole bh) {
        return unvalidated(Workloads.W2, bh);
    }

    @Benchmark
    public Request w3_obj(Blackhole bh) {
        return request(Workloads.W3, bh);
    }

    @Benchmark
    public Request w3_unvalidated(Blackhole bh) {
        return unvalidated(Workloads.W3, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6_decode(Blackhole bh) {
        bytes = Workloads.W6;
        byteByByte = -1;
        requests = 0;
        while (requests < Workloads.W6_REQUESTS) {
            HttpPrologue prologue = prologues.readPrologue();
            bh.consume(prologue);
            bh.consume(headers.readHeaders(prologue));
            requests++;
        }
        return requests;
    }

    @Benchmark
    public Request w8(Blackhole bh) {
        bytes = Workloads.W8;
        byteByByte = 0;
        HttpPrologue prologue = prologues.readPrologue();
        return new Request(prologue, headers.readHeaders(prologue));
    }

    Request request(byte[] message, Blackhole bh) {
        bytes = message;
        byteByByte = -1;
        HttpPrologue prologue = prologues.readPrologue();
        consume(prologue, bh);
        return new Request(prologue, headers.readHeaders(prologue));
    }

    private Request unvalidated(byte[] message, Blackhole bh) {
        bytes = message;
        byteByByte = -1;
        HttpPrologue prologue = unvalidatedPrologues.readPrologue();
        consume(prologue, bh);
        return new Request(prologue, unvalidatedHeaders.readHeaders(prologue));
    }

    private static void consume(HttpPrologue prologue, Blackhole bh) {
        bh.consume(prologue.method());
        bh.consume(prologue.uriPath().rawPath());
        bh.consume(prologue.query().rawValue());
    }

    private byte[] supply() {
        return byteByByte < 0 ? bytes : new byte[] {bytes[byteByByte++]};
    }
}
