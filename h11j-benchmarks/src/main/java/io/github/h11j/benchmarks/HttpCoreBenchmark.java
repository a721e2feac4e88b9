package io.github.h11j.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthOutputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseWriter;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.impl.nio.ChunkDecoder;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestFactory;
import org.apache.hc.core5.http.impl.nio.HttpCoreAccess;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Apache HttpCore's blocking parsers and writers over streams that are arrays, and its non-blocking ones (methods named
 * "nio", and W8) over channels that are arrays. Session buffers and parsers are kept for ever, as on a connection with
 * keep-alive.
 */
public class HttpCoreBenchmark extends Peer {

    private static final int SESSION_BUFFER = 16 << 10;

    private final SessionInputBufferImpl in = new SessionInputBufferImpl(SESSION_BUFFER);
    private final DefaultHttpRequestParser requestParser = new DefaultHttpRequestParser();
    private final DefaultHttpResponseParser responseParser = new DefaultHttpResponseParser();
    private final DefaultHttpResponseWriter responseWriter = new DefaultHttpResponseWriter();
    private final SessionOutputBufferImpl out = new SessionOutputBufferImpl(SESSION_BUFFER);
    private final ArrayOutput wire = new ArrayOutput(SESSION_BUFFER);
    private final byte[] read = new byte[SESSION_BUFFER];
    private final ByteBuffer readBuffer = ByteBuffer.allocate(SESSION_BUFFER);
    private final HttpCoreAccess.Channel channel = new HttpCoreAccess.Channel();
    private final SessionInputBuffer nioIn = HttpCoreAccess.sessionInputBuffer(SESSION_BUFFER);
    private final org.apache.hc.core5.http.impl.nio.DefaultHttpRequestParser<HttpRequest> nioParser =
            new org.apache.hc.core5.http.impl.nio.DefaultHttpRequestParser<>(DefaultHttpRequestFactory.INSTANCE);

    @Benchmark
    public HttpRequest w1_obj(Blackhole bh) throws IOException, HttpException {
        return request(Workloads.W1, bh);
    }

    @Benchmark
    public HttpRequest w1_all(Blackhole bh) throws IOException, HttpException {
        HttpRequest request = request(Workloads.W1, bh);
        int length = 0;
        for (Iterator<Header> fields = request.headerIterator(); fields.hasNext(); ) {
            Header field = fields.next();
            String name = field.getName();
            String value = field.getValue();
            bh.consume(name);
            bh.consume(value);
            length += name.length() + value.length();
        }
        characters = length;
        return request;
    }

    @Benchmark
    public HttpRequest w2_obj(Blackhole bh) throws IOException, HttpException {
        return request(Workloads.W2, bh);
    }

    @Benchmark
    public HttpRequest w3_obj(Blackhole bh) throws IOException, HttpException {
        return request(Workloads.W3, bh);
    }

    @Benchmark
    public ClassicHttpResponse w4(Blackhole bh) throws IOException, HttpException {
        InputStream source = new ByteArrayInputStream(Workloads.W4);
        in.clear();
        ClassicHttpResponse response = responseParser.parse(in, source);
        long length = Long.parseLong(response.getFirstHeader("Content-Length").getValue());
        bodyBytes = drain(new ContentLengthInputStream(in, source, length), bh);
        return response;
    }

    @Benchmark
    public long w5(Blackhole bh) throws IOException, HttpException {
        return body(Workloads.W5, bh);
    }

    @Benchmark
    public long w5b(Blackhole bh) throws IOException, HttpException {
        return body(Workloads.W5B, bh);
    }

    @Benchmark
    public long w5_nio(Blackhole bh) throws IOException, HttpException {
        return nioBody(Workloads.W5, bh);
    }

    @Benchmark
    public long w5b_nio(Blackhole bh) throws IOException, HttpException {
        return nioBody(Workloads.W5B, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6_decode(Blackhole bh) throws IOException, HttpException {
        InputStream source = new ByteArrayInputStream(Workloads.W6);
        in.clear();
        requests = 0;
        while (requests < Workloads.W6_REQUESTS) {
            bh.consume(requestParser.parse(in, source));
            requests++;
        }
        return requests;
    }

    @Benchmark
    public long w7(Blackhole bh) throws IOException, HttpException {
        wire.length = 0;
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(200, "OK");
        for (Workloads.Field field : Workloads.W7_FIELDS) {
            response.addHeader(field.name(), field.value());
        }
        responseWriter.write(response, out, wire);
        try (OutputStream body = new ContentLengthOutputStream(out, wire, Workloads.W7_BODY.length)) {
            body.write(Workloads.W7_BODY);
        }
        out.flush(wire);
        bh.consume(wire.bytes);
        return wire.length;
    }

    @Benchmark
    public HttpRequest w8(Blackhole bh) throws IOException, HttpException {
        byte[] bytes = Workloads.W8;
        HttpRequest request = null;
        nioParser.reset();
        for (int i = 0; i < bytes.length; i++) {
            channel.feed(bytes, i, 1);
            nioIn.fill(channel);
            request = nioParser.parse(nioIn, false);
        }
        return request;
    }

    HttpRequest request(byte[] bytes, Blackhole bh) throws IOException, HttpException {
        in.clear();
        ClassicHttpRequest request = requestParser.parse(in, new ByteArrayInputStream(bytes));
        bh.consume(request.getMethod());
        bh.consume(request.getRequestUri());
        return request;
    }

    /** W7, then copied into one new array. */
    @Benchmark
    public byte[] w7_array(Blackhole bh) throws IOException, HttpException {
        w7(bh);
        return Arrays.copyOf(wire.bytes, wire.length);
    }

    private long body(byte[] bytes, Blackhole bh) throws IOException, HttpException {
        InputStream source = new Reads(bytes);
        in.clear();
        bh.consume(requestParser.parse(in, source));
        bodyBytes = drain(new ChunkedInputStream(in, source), bh);
        return bodyBytes;
    }

    private long drain(InputStream body, Blackhole bh) throws IOException {
        long bytes = 0;
        for (int n = body.read(read); n >= 0; n = body.read(read)) {
            bytes += n;
            bh.consume(read);
        }
        return bytes;
    }

    private long nioBody(byte[] bytes, Blackhole bh) throws IOException, HttpException {
        nioParser.reset();
        channel.feed(bytes, 0, Workloads.W5_READ);
        nioIn.fill(channel);
        bh.consume(nioParser.parse(nioIn, false));
        ChunkDecoder decoder = new ChunkDecoder(channel, nioIn, new BasicHttpTransportMetrics());
        bodyBytes = 0;
        int at = Workloads.W5_READ;
        while (!decoder.isCompleted()) {
            readBuffer.clear();
            int n = decoder.read(readBuffer);
            if (n > 0) {
                bodyBytes += n;
                bh.consume(readBuffer);
            } else if (!decoder.isCompleted()) {
                int length = Math.min(Workloads.W5_READ, bytes.length - at);
                channel.feed(bytes, at, length);
                at += length;
            }
        }
        return bodyBytes;
    }

    /** Hands out an array in reads of 16 KiB. */
    private static final class Reads extends InputStream {
        private final byte[] bytes;
        private int at;

        Reads(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int n = Math.min(Math.min(length, Workloads.W5_READ), bytes.length - at);
            System.arraycopy(bytes, at, target, offset, n);
            at += n;
            return n;
        }
    }

    /** Collects what is written in one array. */
    private static final class ArrayOutput extends OutputStream {
        private final byte[] bytes;
        private int length;

        ArrayOutput(int capacity) {
            bytes = new byte[capacity];
        }

        @Override
        public void write(int b) {
            bytes[length++] = (byte) b;
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
        }
    }
}
