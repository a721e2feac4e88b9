package io.github.h11j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Jetty's parser with a handler that builds {@link HttpFields}, and its generator. One parser is kept for ever and
 * reset, as on a connection with keep-alive; so its cache of field lines is warm, which is its best case. The methods
 * named "uncached" turn that cache off.
 */
public class JettyBenchmark extends Peer {

    private static final int HEADER_BUFFER = 8 << 10;

    private static final HttpFields PRE_ENCODED = preEncoded();

    private final Handler handler = new Handler();
    private final HttpParser requestParser = new HttpParser((HttpParser.RequestHandler) handler);
    private final HttpParser uncached = new HttpParser((HttpParser.RequestHandler) handler);
    private final HttpParser responseParser = new HttpParser((HttpParser.ResponseHandler) handler);
    private final HttpGenerator generator = new HttpGenerator();
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BUFFER);

    public JettyBenchmark() {
        uncached.setHeaderCacheSize(0);
    }

    @Benchmark
    public Handler w1_obj(Blackhole bh) {
        return request(requestParser, Workloads.W1, bh);
    }

    @Benchmark
    public Handler w1_uncached(Blackhole bh) {
        return request(uncached, Workloads.W1, bh);
    }

    @Benchmark
    public Handler w1_all(Blackhole bh) {
        Handler request = request(requestParser, Workloads.W1, bh);
        int read = 0;
        for (HttpField field : request.fields) {
            String name = field.getName();
            String value = field.getValue();
            bh.consume(name);
            bh.consume(value);
            read += name.length() + value.length();
        }
        characters = read;
        return request;
    }

    @Benchmark
    public Handler w2_obj(Blackhole bh) {
        return request(requestParser, Workloads.W2, bh);
    }

    @Benchmark
    public Handler w3_obj(Blackhole bh) {
        return request(requestParser, Workloads.W3, bh);
    }

    @Benchmark
    public Handler w4(Blackhole bh) {
        return parse(responseParser, ByteBuffer.wrap(Workloads.W4), bh);
    }

    @Benchmark
    public long w5(Blackhole bh) {
        return body(Workloads.W5, bh);
    }

    @Benchmark
    public long w5b(Blackhole bh) {
        return body(Workloads.W5B, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6_decode(Blackhole bh) {
        requests = 0;
        ByteBuffer bytes = ByteBuffer.wrap(Workloads.W6);
        while (bytes.hasRemaining()) {
            bh.consume(parse(requestParser, bytes, bh).fields);
            requests++;
        }
        return requests;
    }

    @Benchmark
    public long w7(Blackhole bh) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Workloads.W7_BODY);
        ByteBuffer head = generate(content);
        bh.consume(head);
        bh.consume(content);
        return (long) head.remaining() + content.remaining();
    }

    @Benchmark
    public Handler w8(Blackhole bh) {
        byte[] bytes = Workloads.W8;
        handler.start(bh);
        requestParser.reset();
        for (int i = 0; i < bytes.length; i++) {
            requestParser.parseNext(ByteBuffer.wrap(bytes, i, 1));
        }
        return handler;
    }

    Handler request(byte[] bytes, Blackhole bh) {
        return request(requestParser, bytes, bh);
    }

    private Handler request(HttpParser parser, byte[] bytes, Blackhole bh) {
        Handler request = parse(parser, ByteBuffer.wrap(bytes), bh);
        bh.consume(request.method);
        bh.consume(request.target);
        bh.consume(request.fields);
        return request;
    }

    private Handler parse(HttpParser parser, ByteBuffer bytes, Blackhole bh) {
        handler.start(bh);
        parser.reset();
        parser.parseNext(bytes);
        bodyBytes = handler.bodyBytes;
        return handler;
    }

    private long body(byte[] bytes, Blackhole bh) {
        handler.start(bh);
        requestParser.reset();
        for (int at = 0; at < bytes.length; at += Workloads.W5_READ) {
            ByteBuffer read = ByteBuffer.wrap(bytes, at, Math.min(Workloads.W5_READ, bytes.length - at));
            while (read.hasRemaining() && !handler.complete) {
                requestParser.parseNext(read);
            }
        }
        bodyBytes = handler.bodyBytes;
        return bodyBytes;
    }

    /** W7, then copied into one new array. */
    @Benchmark
    public byte[] w7_array() throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Workloads.W7_BODY);
        ByteBuffer head = generate(content);
        byte[] bytes = new byte[head.remaining() + content.remaining()];
        int length = head.remaining();
        head.get(bytes, 0, length);
        content.get(bytes, length, content.remaining());
        return bytes;
    }

    /** The constant fields as Jetty pre-encodes them, copied into one new array: W7c. */
    @Benchmark
    public byte[] w7c() throws IOException {
        HttpFields.Mutable fields = HttpFields.build(PRE_ENCODED).add(HttpHeader.DATE, Workloads.DATE);
        ByteBuffer content = ByteBuffer.wrap(Workloads.W7_BODY);
        ByteBuffer head = generate(fields, content);
        byte[] bytes = new byte[head.remaining() + content.remaining()];
        int length = head.remaining();
        head.get(bytes, 0, length);
        content.get(bytes, length, content.remaining());
        return bytes;
    }

    private static HttpFields preEncoded() {
        HttpFields.Mutable fields = HttpFields.build();
        for (Workloads.Field field : Workloads.W7_FIELDS) {
            if (!field.name().equals("Date") && !field.name().equals("Content-Length")) {
                HttpHeader known = HttpHeader.CACHE.get(field.name());
                fields.add(
                        known == null
                                ? new PreEncodedHttpField(field.name(), field.value())
                                : new PreEncodedHttpField(known, field.value()));
            }
        }
        return fields.asImmutable();
    }

    private ByteBuffer generate(ByteBuffer content) throws IOException {
        List<Workloads.Field> values = Workloads.W7_FIELDS;
        HttpFields fields = HttpFields.build(values.size())
                .add(HttpHeader.DATE, values.get(0).value())
                .add(HttpHeader.SERVER, values.get(1).value())
                .add(HttpHeader.CONTENT_TYPE, values.get(2).value())
                .add(HttpHeader.CONTENT_LENGTH, values.get(3).value())
                .add(HttpHeader.CONTENT_LANGUAGE, values.get(4).value())
                .add(HttpHeader.CACHE_CONTROL, values.get(5).value())
                .add(HttpHeader.ETAG, values.get(6).value())
                .add(HttpHeader.VARY, values.get(7).value())
                .add(values.get(8).name(), values.get(8).value());
        return generate(fields, content);
    }

    private ByteBuffer generate(HttpFields fields, ByteBuffer content) throws IOException {
        MetaData.Response response =
                new MetaData.Response(200, null, HttpVersion.HTTP_1_1, fields, Workloads.W7_BODY.length);
        generator.reset();
        header.clear().flip();
        HttpGenerator.Result result = generator.generateResponse(response, false, header, null, content, true);
        if (result != HttpGenerator.Result.FLUSH) {
            throw new IllegalStateException("The generator answered " + result);
        }
        return header;
    }

    /** What Jetty's connection does with a head: it keeps it. */
    public static final class Handler implements HttpParser.RequestHandler, HttpParser.ResponseHandler {
        String method;
        String target;
        int status;
        HttpFields.Mutable fields = HttpFields.build();
        long bodyBytes;
        boolean complete;
        HttpException fault;
        private Blackhole bh;

        void start(Blackhole blackhole) {
            bh = blackhole;
            method = null;
            target = null;
            status = 0;
            fields = HttpFields.build();
            bodyBytes = 0;
            complete = false;
            fault = null;
        }

        @Override
        public void startRequest(String requestMethod, String uri, HttpVersion version) {
            method = requestMethod;
            target = uri;
        }

        @Override
        public void startResponse(HttpVersion version, int code, String reason) {
            status = code;
        }

        @Override
        public void parsedHeader(HttpField field) {
            fields.add(field);
        }

        @Override
        public boolean headerComplete() {
            return false;
        }

        @Override
        public boolean content(ByteBuffer item) {
            bodyBytes += item.remaining();
            bh.consume(item);
            return false;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public boolean messageComplete() {
            complete = true;
            return true;
        }

        @Override
        public void earlyEOF() {
            throw new IllegalStateException("early EOF");
        }

        @Override
        public void badMessage(HttpException failure) {
            fault = failure;
        }
    }
}
