package io.github.h11j.benchmarks;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Limits;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/**
 * h11j through its public API, under {@link Policy#STRICT}. As every peer's parser and writer are kept for ever, as on
 * a connection with keep-alive, so are connections here: 16 of them in turn, each brought into the state that the
 * workload begins in outside of the time measured, which no peer needs; the bytes allocated for that count
 * nevertheless. A request is read to its end, as a peer does that knows an end. {@code w1_new} and {@code w4} make a
 * connection for each message instead, and so do the long bodies of W5 and the bytes of W8, where it does not matter.
 * "cycle" keeps one connection, and answers.
 */
public class H11jBenchmark extends Peer {

    private static final Policy HIGH_LIMITS =
            Policy.STRICT.with(Limits.DEFAULT.withFieldSection(1 << 17).withFields(10_000));

    /** The bytes that the last operation returned to send. */
    public long bytesOut;

    private final Connection kept = Connection.server();

    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public Request w1_obj(Prepared.IdleServers servers, Blackhole bh) {
        return requests(servers, Workloads.W1, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public Request w1_all(Prepared.IdleServers servers, Blackhole bh) {
        Request request = null;
        for (Connection connection : servers.connections) {
            request = request(connection, Workloads.W1, bh);
            readAll(request.headers(), bh);
        }
        return request;
    }

    @Benchmark
    public Request w1_new(Blackhole bh) {
        return request(Connection.server(), Workloads.W1, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public Request w2_obj(Prepared.IdleServers servers, Blackhole bh) {
        return requests(servers, Workloads.W2, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public Request w3_obj(Prepared.IdleServers servers, Blackhole bh) {
        return requests(servers, Workloads.W3, bh);
    }

    @Benchmark
    public int w1_cycle(Blackhole bh) {
        return cycle(Workloads.W1, bh);
    }

    @Benchmark
    public int w2_cycle(Blackhole bh) {
        return cycle(Workloads.W2, bh);
    }

    @Benchmark
    public int w3_cycle(Blackhole bh) {
        return cycle(Workloads.W3, bh);
    }

    /** The whole of a client's connection: made, a request sent, the response received. */
    @Benchmark
    public Response w4(Blackhole bh) {
        Connection connection = Connection.client();
        bh.consume(connection.send(Prepared.GET, new EndOfMessage()));
        return response(connection, bh);
    }

    /** The response alone. */
    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public Response w4_prepared(Prepared.Clients clients, Blackhole bh) {
        Response response = null;
        for (Connection connection : clients.connections) {
            response = response(connection, bh);
        }
        return response;
    }

    @Benchmark
    public long w5_owned(Blackhole bh) {
        return owned(Workloads.W5, bh);
    }

    @Benchmark
    public long w5_borrowed(Blackhole bh) {
        return borrowed(Workloads.W5, bh);
    }

    @Benchmark
    public long w5b_owned(Blackhole bh) {
        return owned(Workloads.W5B, bh);
    }

    @Benchmark
    public long w5b_borrowed(Blackhole bh) {
        return borrowed(Workloads.W5B, bh);
    }

    @Benchmark
    @OperationsPerInvocation(Workloads.W6_REQUESTS)
    public int w6(Blackhole bh) {
        return cycle(Workloads.W6, bh);
    }

    /** Headers built, head and body in one array. */
    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public long w7(Prepared.Servers servers, Blackhole bh) {
        bytesOut = 0;
        for (Connection connection : servers.connections) {
            byte[] bytes = w7Bytes(connection);
            bytesOut += bytes.length;
            bh.consume(bytes);
        }
        return bytesOut;
    }

    /** Headers built, the body not copied: what a gathering write takes, and what the peers' W7 is. */
    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public long w7_passthrough(Prepared.Servers servers, Blackhole bh) {
        bytesOut = 0;
        for (Connection connection : servers.connections) {
            List<ByteBuffer> buffers = w7Buffers(connection);
            for (int i = 0; i < buffers.size(); i++) {
                bytesOut += buffers.get(i).remaining();
            }
            bh.consume(buffers);
        }
        return bytesOut;
    }

    @Benchmark
    public Request w8(Blackhole bh) {
        return byteByByte(Connection.server(), Workloads.W8, bh);
    }

    @Benchmark
    public Request w8_fields_1k(Blackhole bh) {
        return byteByByte(Connection.server(HIGH_LIMITS), Workloads.HEAD_1K, bh);
    }

    @Benchmark
    public Request w8_fields_64k(Blackhole bh) {
        return byteByByte(Connection.server(HIGH_LIMITS), Workloads.HEAD_64K, bh);
    }

    @Benchmark
    public Request w8_line_1k(Blackhole bh) {
        return byteByByte(Connection.server(HIGH_LIMITS), Workloads.LINE_1K, bh);
    }

    @Benchmark
    public Request w8_line_64k(Blackhole bh) {
        return byteByByte(Connection.server(HIGH_LIMITS), Workloads.LINE_64K, bh);
    }

    private static Request requests(Prepared.IdleServers servers, byte[] bytes, Blackhole bh) {
        Request request = null;
        for (Connection connection : servers.connections) {
            request = request(connection, bytes, bh);
        }
        return request;
    }

    static Request request(Connection connection, byte[] bytes, Blackhole bh) {
        connection.receiveData(bytes);
        Request request = (Request) connection.nextEvent();
        bh.consume(connection);
        bh.consume(request);
        bh.consume(request.method());
        bh.consume(request.target());
        bh.consume(connection.nextEvent());
        return request;
    }

    private void readAll(Headers headers, Blackhole bh) {
        int read = 0;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            String value = headers.value(i);
            bh.consume(name);
            bh.consume(value);
            read += name.length() + value.length();
        }
        characters = read;
    }

    private int cycle(byte[] bytes, Blackhole bh) {
        Connection connection = kept;
        requests = 0;
        bytesOut = 0;
        connection.receiveData(bytes);
        while (connection.nextEvent() instanceof Request request) {
            bh.consume(request);
            bh.consume(connection.nextEvent());
            byte[] answer = connection.send(plaintext(), new Data(Bytes.wrap(Workloads.W6_BODY)), new EndOfMessage());
            bytesOut += answer.length;
            bh.consume(answer);
            connection.startNextCycle();
            requests++;
        }
        return requests;
    }

    private static Response plaintext() {
        return new Response(
                200,
                Headers.of(
                        "Content-Type",
                        "text/plain",
                        "Date",
                        Workloads.DATE,
                        "Content-Length",
                        Integer.toString(Workloads.W6_BODY.length)));
    }

    private Response response(Connection connection, Blackhole bh) {
        bodyBytes = 0;
        connection.receiveData(Workloads.W4);
        Response response = (Response) connection.nextEvent();
        NextEvent next = connection.nextEvent();
        while (next instanceof Data data) {
            bodyBytes += data.bytes().length();
            bh.consume(data);
            next = connection.nextEvent();
        }
        bh.consume((EndOfMessage) next);
        return response;
    }

    private long owned(byte[] bytes, Blackhole bh) {
        Connection connection = Connection.server();
        bodyBytes = 0;
        for (int at = 0; at < bytes.length; at += Workloads.W5_READ) {
            connection.receiveData(bytes, at, Math.min(Workloads.W5_READ, bytes.length - at));
            consume(connection, bh);
        }
        return bodyBytes;
    }

    private long borrowed(byte[] bytes, Blackhole bh) {
        Connection connection = Connection.server();
        bodyBytes = 0;
        for (int at = 0; at < bytes.length; at += Workloads.W5_READ) {
            connection.receiveBorrowed(ByteBuffer.wrap(bytes, at, Math.min(Workloads.W5_READ, bytes.length - at)));
            consume(connection, bh);
        }
        return bodyBytes;
    }

    private void consume(Connection connection, Blackhole bh) {
        for (NextEvent next = connection.nextEvent(); !(next instanceof Signal); next = connection.nextEvent()) {
            bh.consume(next);
            if (next instanceof Data data) {
                bodyBytes += data.bytes().length();
            }
        }
    }

    private static Request byteByByte(Connection connection, byte[] bytes, Blackhole bh) {
        NextEvent next = Signal.NEED_DATA;
        for (int i = 0; i < bytes.length; i++) {
            connection.receiveData(bytes, i, 1);
            next = connection.nextEvent();
        }
        bh.consume(connection);
        return (Request) next;
    }

    /** W7 on a connection that owes a response. */
    static byte[] w7Bytes(Connection connection) {
        return connection.send(w7Response(), w7Data(), new EndOfMessage());
    }

    static List<ByteBuffer> w7Buffers(Connection connection) {
        return connection.sendWithDataPassthrough(w7Response(), w7Data(), new EndOfMessage());
    }

    private static Data w7Data() {
        return new Data(Bytes.wrap(Workloads.W7_BODY));
    }

    private static Response w7Response() {
        List<Workloads.Field> fields = Workloads.W7_FIELDS;
        Headers headers = Headers.of(
                "Date",
                fields.get(0).value(),
                "Server",
                fields.get(1).value(),
                "Content-Type",
                fields.get(2).value(),
                "Content-Length",
                fields.get(3).value(),
                "Content-Language",
                fields.get(4).value(),
                "Cache-Control",
                fields.get(5).value(),
                "ETag",
                fields.get(6).value(),
                "Vary",
                fields.get(7).value(),
                "X-Frame-Options",
                fields.get(8).value());
        return new Response(200, headers);
    }
}
