package io.github.h11j.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** What {@link NettyBenchmark} reads from arrays, read from direct buffers, as from a channel; "lean" without one. */
public class NettyDirectBenchmark extends Peer {

    private final ByteBuf w1 = direct(Workloads.W1);
    private final ByteBuf w5 = direct(Workloads.W5);
    private final ByteBuf w9 = direct(Workloads.W9);

    private final EmbeddedChannel server = new EmbeddedChannel(new HttpRequestDecoder());
    private final LeanDecoder lean = new LeanDecoder();
    private final List<Object> leanOut = new ArrayList<>();

    @Benchmark
    public HttpRequest w1_direct(Blackhole bh) {
        server.writeInbound(w1.retainedDuplicate());
        return drain(bh);
    }

    @Benchmark
    public HttpRequest w1_direct_lean(Blackhole bh) throws Exception {
        return leanRead(w1, w1.writerIndex(), bh);
    }

    @Benchmark
    public long w5_direct(Blackhole bh) {
        return body(w5, Workloads.W5_READ, bh);
    }

    @Benchmark
    public long w5_direct_lean(Blackhole bh) throws Exception {
        bh.consume(leanRead(w5, Workloads.W5_READ, bh));
        return bodyBytes;
    }

    @Benchmark
    public long w9_direct(Blackhole bh) {
        return body(w9, w9.writerIndex(), bh);
    }

    @Benchmark
    public long w9_direct_lean(Blackhole bh) throws Exception {
        bh.consume(leanRead(w9, w9.writerIndex(), bh));
        return bodyBytes;
    }

    private long body(ByteBuf bytes, int read, Blackhole bh) {
        bodyBytes = 0;
        for (int at = 0; at < bytes.writerIndex(); at += read) {
            server.writeInbound(bytes.retainedSlice(at, Math.min(read, bytes.writerIndex() - at)));
            drain(bh);
        }
        return bodyBytes;
    }

    private HttpRequest drain(Blackhole bh) {
        HttpRequest request = null;
        for (Object next = server.readInbound(); next != null; next = server.readInbound()) {
            request = consume(next, request, bh);
        }
        return request;
    }

    private HttpRequest consume(Object next, HttpRequest before, Blackhole bh) {
        bh.consume(next);
        if (next instanceof HttpRequest request) {
            bh.consume(request.method());
            bh.consume(request.uri());
            return request;
        }
        HttpContent content = (HttpContent) next;
        bodyBytes += content.content().readableBytes();
        content.release();
        return before;
    }

    /** The buffer grows by each read and nothing is copied, which no channel could do. */
    private HttpRequest leanRead(ByteBuf bytes, int read, Blackhole bh) throws Exception {
        ByteBuf in = bytes.retainedDuplicate();
        int length = bytes.writerIndex();
        HttpRequest request = null;
        bodyBytes = 0;
        boolean ended = false;
        for (int end = Math.min(read, length); !ended; end = Math.min(end + read, length)) {
            in.writerIndex(end);
            int left;
            do {
                left = in.readableBytes();
                leanOut.clear();
                lean.decode(in, leanOut);
                for (int i = 0; i < leanOut.size(); i++) {
                    Object next = leanOut.get(i);
                    ended |= next instanceof LastHttpContent;
                    request = consume(next, request, bh);
                }
            } while (!ended && (!leanOut.isEmpty() || in.readableBytes() < left));
        }
        in.release();
        return request;
    }

    private static ByteBuf direct(byte[] bytes) {
        return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static final class LeanDecoder extends HttpRequestDecoder {
        void decode(ByteBuf in, List<Object> out) throws Exception {
            // The decoder does not look at its context.
            decode(null, in, out);
        }
    }
}
