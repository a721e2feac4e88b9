package io.github.h11j.benchmarks;

import io.undertow.client.ClientResponse;
import io.undertow.client.http.UndertowResponses;
import io.undertow.conduits.UndertowChunks;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.UndertowRequests;
import io.undertow.util.BadRequestException;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Undertow's parsers and its reader of chunks, which are package-private: classes of ours in its packages reach them. The
 * parser and its state are kept for ever, as on a connection with keep-alive; each request has its own exchange. Its
 * writer works on XNIO channels only, so there is no W7 and no full W6.
 */
public class UndertowBenchmark extends Peer {

    private final UndertowRequests parser = new UndertowRequests();

    @Benchmark
    public HttpServerExchange w1_obj(Blackhole bh) throws BadRequestException {
        return request(Workloads.W1, bh);
    }

    @Benchmark
    public HttpServerExchange w1_all(Blackhole bh) throws BadRequestException {
        HttpServerExchange request = request(Workloads.W1, bh);
        int read = 0;
        HeaderMap headers = request.getRequestHeaders();
        for (long at = headers.fastIterate(); at != -1L; at = headers.fiNext(at)) {
            HeaderValues values = headers.fiCurrent(at);
            String name = values.getHeaderName().toString();
            bh.consume(name);
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i);
                bh.consume(value);
                read += name.length() + value.length();
            }
        }
        characters = read;
        return request;
    }

    @Benchmark
    public HttpServerExchange w2_obj(Blackhole bh) throws BadRequestException {
        return request(Workloads.W2, bh);
    }

    @Benchmark
    public HttpServerExchange w3_obj(Blackhole bh) throws BadRequestException {
        return request(Workloads.W3, bh);
    }

    @Benchmark
    public ClientResponse w4(Blackhole bh) {
        ByteBuffer bytes = ByteBuffer.wrap(Workloads.W4);
        ClientResponse response = UndertowResponses.parse(bytes);
        int length = Integer.parseInt(response.getResponseHeaders().getFirst(Headers.CONTENT_LENGTH));
        ByteBuffer body = bytes.slice().limit(length);
        bh.consume(body);
        bodyBytes = body.remaining();
        return response;
    }

    @Benchmark
    public long w5(Blackhole bh) throws IOException, BadRequestException {
        return body(Workloads.W5, bh);
    }

    @Benchmark
    public long w5b(Blackhole bh) throws IOException, BadRequestException {
        return body(Workloads.W5B, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6_decode(Blackhole bh) throws BadRequestException {
        ByteBuffer bytes = ByteBuffer.wrap(Workloads.W6);
        requests = 0;
        while (bytes.hasRemaining()) {
            parser.start();
            bh.consume(parser.parse(bytes));
            requests++;
        }
        return requests;
    }

    @Benchmark
    public HttpServerExchange w8() throws BadRequestException {
        byte[] bytes = Workloads.W8;
        parser.start();
        HttpServerExchange request = null;
        for (int i = 0; i < bytes.length; i++) {
            request = parser.parse(ByteBuffer.wrap(bytes, i, 1));
        }
        return request;
    }

    HttpServerExchange request(byte[] bytes, Blackhole bh) throws BadRequestException {
        parser.start();
        HttpServerExchange request = parser.parse(ByteBuffer.wrap(bytes));
        bh.consume(request.getRequestMethod());
        bh.consume(request.getRequestURI());
        bh.consume(request.getQueryString());
        return request;
    }

    boolean isComplete() {
        return parser.isComplete();
    }

    private long body(byte[] bytes, Blackhole bh) throws IOException, BadRequestException {
        bodyBytes = 0;
        ByteBuffer first = ByteBuffer.wrap(bytes, 0, Workloads.W5_READ);
        parser.start();
        HttpServerExchange request = parser.parse(first);
        bh.consume(request);
        UndertowChunks chunks = new UndertowChunks(request);
        consume(chunks, first, bh);
        for (int at = Workloads.W5_READ; at < bytes.length; at += Workloads.W5_READ) {
            consume(chunks, ByteBuffer.wrap(bytes, at, Math.min(Workloads.W5_READ, bytes.length - at)), bh);
        }
        if (!chunks.isFinished()) {
            throw new IllegalStateException("The body did not end");
        }
        return bodyBytes;
    }

    /** As {@code ChunkedStreamSourceConduit} does, but that a view of the bytes is all that is made. */
    private void consume(UndertowChunks chunks, ByteBuffer bytes, Blackhole bh) throws IOException {
        while (bytes.hasRemaining()) {
            int available = chunks.next(bytes);
            if (available > 0) {
                ByteBuffer view = bytes.duplicate().limit(bytes.position() + available);
                bh.consume(view);
                bodyBytes += available;
                bytes.position(bytes.position() + available);
            }
        }
    }
}
