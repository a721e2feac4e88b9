package io.github.h11j.benchmarks;

import java.io.IOException;
import org.apache.coyote.Request;
import org.apache.coyote.http11.TomcatParser;
import org.apache.tomcat.util.http.MimeHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Tomcat's {@code Http11InputBuffer} over a socket wrapper that is an array. The request object is recycled, as Tomcat
 * does; it makes Strings when asked. Its filters for bodies and its writer need a whole processor, so there is no W5 and
 * no W7.
 */
public class TomcatBenchmark extends Peer {

    private final TomcatParser parser = new TomcatParser();

    @Benchmark
    public Request w1_obj(Blackhole bh) throws IOException {
        return request(Workloads.W1, bh);
    }

    @Benchmark
    public Request w1_all(Blackhole bh) throws IOException {
        Request request = request(Workloads.W1, bh);
        MimeHeaders headers = request.getMimeHeaders();
        int read = 0;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.getName(i).toString();
            String value = headers.getValue(i).toString();
            bh.consume(name);
            bh.consume(value);
            read += name.length() + value.length();
        }
        characters = read;
        return request;
    }

    @Benchmark
    public Request w2_obj(Blackhole bh) throws IOException {
        return request(Workloads.W2, bh);
    }

    @Benchmark
    public Request w3_obj(Blackhole bh) throws IOException {
        return request(Workloads.W3, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6_decode(Blackhole bh) throws IOException {
        requests = 0;
        parser.start();
        parser.receive(Workloads.W6, 0, Workloads.W6.length);
        while (requests < Workloads.W6_REQUESTS && parser.parse()) {
            bh.consume(parser.request());
            requests++;
            parser.next();
        }
        return requests;
    }

    @Benchmark
    public Request w8() throws IOException {
        byte[] bytes = Workloads.W8;
        parser.start();
        boolean complete = false;
        for (int i = 0; i < bytes.length; i++) {
            parser.receive(bytes, i, 1);
            complete = parser.parse();
        }
        if (!complete) {
            throw new IllegalStateException("The head is not complete");
        }
        return parser.request();
    }

    Request request(byte[] bytes, Blackhole bh) throws IOException {
        parser.start();
        parser.receive(bytes, 0, bytes.length);
        if (!parser.parse()) {
            throw new IllegalStateException("The head is not complete");
        }
        Request request = parser.request();
        bh.consume(request.getMethod());
        bh.consume(request.requestURI().toString());
        bh.consume(request.queryString().toString());
        return request;
    }
}
