package io.github.h11j.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Netty's codecs with their default configuration. The usual methods drive them in an {@link EmbeddedChannel}, one for
 * each kind and kept for ever, as a connection with keep-alive would; those named "lean" call the decoder itself, without
 * a channel.
 */
public class NettyBenchmark extends Peer {

    /** Bytes that the last operation encoded. */
    public long bytesOut;

    private final EmbeddedChannel server = new EmbeddedChannel(new HttpRequestDecoder());
    private final EmbeddedChannel client = new EmbeddedChannel(new HttpResponseDecoder());
    private final EmbeddedChannel encoder = new EmbeddedChannel(new HttpResponseEncoder());
    private final EmbeddedChannel answering = new EmbeddedChannel(new HttpServerCodec(), new Plaintext());
    private final LeanDecoder lean = new LeanDecoder();
    private final List<Object> leanOut = new ArrayList<>();

    @Benchmark
    public HttpRequest w1_obj(Blackhole bh) {
        return request(Workloads.W1, bh);
    }

    @Benchmark
    public HttpRequest w1_all(Blackhole bh) {
        HttpRequest request = request(Workloads.W1, bh);
        readAll(request.headers(), bh);
        return request;
    }

    @Benchmark
    public HttpRequest w2_obj(Blackhole bh) {
        return request(Workloads.W2, bh);
    }

    @Benchmark
    public HttpRequest w3_obj(Blackhole bh) {
        return request(Workloads.W3, bh);
    }

    @Benchmark
    public HttpRequest w1_lean(Blackhole bh) throws Exception {
        return leanRequest(Workloads.W1, bh);
    }

    @Benchmark
    public HttpRequest w2_lean(Blackhole bh) throws Exception {
        return leanRequest(Workloads.W2, bh);
    }

    @Benchmark
    public HttpRequest w3_lean(Blackhole bh) throws Exception {
        return leanRequest(Workloads.W3, bh);
    }

    @Benchmark
    public HttpMessage w4(Blackhole bh) {
        bodyBytes = 0;
        client.writeInbound(Unpooled.wrappedBuffer(Workloads.W4));
        return drain(client, bh);
    }

    @Benchmark
    public long w5(Blackhole bh) {
        return body(Workloads.W5, bh);
    }

    @Benchmark
    public long w5b(Blackhole bh) {
        return body(Workloads.W5B, bh);
    }

    /** Decode and encode: each request is answered in the pipeline, all answers are flushed when the buffer is read. */
    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public long w6(Blackhole bh) {
        requests = 0;
        bytesOut = 0;
        answering.writeInbound(Unpooled.wrappedBuffer(Workloads.W6));
        return encoded(answering, bh);
    }

    /** Decode alone. */
    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6_decode(Blackhole bh) {
        requests = 0;
        server.writeInbound(Unpooled.wrappedBuffer(Workloads.W6));
        drain(server, bh);
        return requests;
    }

    @Benchmark
    public long w7(Blackhole bh) {
        bytesOut = 0;
        encoder.writeOutbound(w7Response());
        return encoded(encoder, bh);
    }

    @Benchmark
    public HttpMessage w8(Blackhole bh) {
        byte[] bytes = Workloads.W8;
        for (int i = 0; i < bytes.length; i++) {
            server.writeInbound(Unpooled.wrappedBuffer(bytes, i, 1));
        }
        return drain(server, bh);
    }

    @Benchmark
    public HttpRequest w8_lean(Blackhole bh) throws Exception {
        leanRead(Workloads.W8, 1, bh);
        return (HttpRequest) leanOut.get(0);
    }

    @Benchmark
    public long w5_lean(Blackhole bh) throws Exception {
        return leanRead(Workloads.W5, Workloads.W5_READ, bh);
    }

    @Benchmark
    public long w5b_lean(Blackhole bh) throws Exception {
        return leanRead(Workloads.W5B, Workloads.W5_READ, bh);
    }

    /** W7, then copied into one new array. */
    @Benchmark
    public byte[] w7_array() {
        return w7Bytes();
    }

    HttpRequest request(byte[] bytes, Blackhole bh) {
        server.writeInbound(Unpooled.wrappedBuffer(bytes));
        HttpRequest request = server.readInbound();
        bh.consume(request.method());
        bh.consume(request.uri());
        drain(server, bh);
        return request;
    }

    private HttpRequest leanRequest(byte[] bytes, Blackhole bh) throws Exception {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        List<Object> out = leanOut;
        out.clear();
        do {
            lean.decode(in, out);
        } while (!(out.get(out.size() - 1) instanceof LastHttpContent));
        in.release();
        HttpRequest request = (HttpRequest) out.get(0);
        bh.consume(request.method());
        bh.consume(request.uri());
        return request;
    }

    /** The buffer grows by each read and nothing is copied, which no channel could do. */
    private long leanRead(byte[] bytes, int read, Blackhole bh) throws Exception {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        List<Object> out = leanOut;
        HttpRequest head = null;
        bodyBytes = 0;
        for (int end = Math.min(read, bytes.length); ; end = Math.min(end + read, bytes.length)) {
            in.writerIndex(end);
            int left;
            do {
                left = in.readableBytes();
                out.clear();
                lean.decode(in, out);
                for (int i = 0; i < out.size(); i++) {
                    Object next = out.get(i);
                    bh.consume(next);
                    if (next instanceof HttpRequest request) {
                        head = request;
                    }
                    if (next instanceof HttpContent content) {
                        bodyBytes += content.content().readableBytes();
                        content.release();
                    }
                }
            } while (!out.isEmpty() || in.readableBytes() < left);
            if (end == bytes.length) {
                break;
            }
        }
        in.release();
        out.clear();
        out.add(head);
        return bodyBytes;
    }

    private void readAll(HttpHeaders headers, Blackhole bh) {
        int read = 0;
        for (Map.Entry<String, String> field : headers) {
            String name = field.getKey();
            String value = field.getValue();
            bh.consume(name);
            bh.consume(value);
            read += name.length() + value.length();
        }
        characters = read;
    }

    private long body(byte[] bytes, Blackhole bh) {
        bodyBytes = 0;
        for (int at = 0; at < bytes.length; at += Workloads.W5_READ) {
            server.writeInbound(Unpooled.wrappedBuffer(bytes, at, Math.min(Workloads.W5_READ, bytes.length - at)));
            drain(server, bh);
        }
        return bodyBytes;
    }

    /** Takes what was decoded, releases it, and answers the last head among it, if there is one. */
    private HttpMessage drain(EmbeddedChannel channel, Blackhole bh) {
        HttpMessage head = null;
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            bh.consume(next);
            if (next instanceof HttpMessage message) {
                head = message;
                requests++;
            }
            if (next instanceof HttpContent content) {
                bodyBytes += content.content().readableBytes();
                content.release();
            }
        }
        return head;
    }

    private long encoded(EmbeddedChannel channel, Blackhole bh) {
        for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            bh.consume(next);
            bytesOut += ((ByteBuf) next).readableBytes();
            ReferenceCountUtil.release(next);
        }
        return bytesOut;
    }

    private byte[] w7Bytes() {
        encoder.writeOutbound(w7Response());
        ByteBuf head = encoder.readOutbound();
        ByteBuf body = encoder.readOutbound();
        int length = head.readableBytes();
        byte[] bytes = new byte[length + (body == null ? 0 : body.readableBytes())];
        head.readBytes(bytes, 0, length);
        head.release();
        if (body != null) {
            body.readBytes(bytes, length, bytes.length - length);
            body.release();
        }
        return bytes;
    }

    private static FullHttpResponse w7Response() {
        List<Workloads.Field> fields = Workloads.W7_FIELDS;
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(Workloads.W7_BODY));
        response.headers()
                .set(HttpHeaderNames.DATE, fields.get(0).value())
                .set(HttpHeaderNames.SERVER, fields.get(1).value())
                .set(HttpHeaderNames.CONTENT_TYPE, fields.get(2).value())
                .set(HttpHeaderNames.CONTENT_LENGTH, fields.get(3).value())
                .set(HttpHeaderNames.CONTENT_LANGUAGE, fields.get(4).value())
                .set(HttpHeaderNames.CACHE_CONTROL, fields.get(5).value())
                .set(HttpHeaderNames.ETAG, fields.get(6).value())
                .set(HttpHeaderNames.VARY, fields.get(7).value())
                .set(HttpHeaderNames.X_FRAME_OPTIONS, fields.get(8).value());
        return response;
    }

    private final class Plaintext extends ChannelInboundHandlerAdapter {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a void promise
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                requests++;
                FullHttpResponse response = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(Workloads.W6_BODY));
                response.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                        .set(HttpHeaderNames.DATE, Workloads.DATE)
                        .setInt(HttpHeaderNames.CONTENT_LENGTH, Workloads.W6_BODY.length);
                context.write(response, context.voidPromise());
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    private static final class LeanDecoder extends HttpRequestDecoder {
        void decode(ByteBuf in, List<Object> out) throws Exception {
            // The decoder does not look at its context.
            decode(null, in, out);
        }
    }
}
