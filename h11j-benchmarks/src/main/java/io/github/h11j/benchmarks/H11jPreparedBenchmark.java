package io.github.h11j.benchmarks;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.Response;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** W7 by a server that has prepared what is the same in each response: W7c. */
public class H11jPreparedBenchmark extends Peer {

    private static final Headers CONSTANT = constant();

    /** The bytes that the last operation returned to send. */
    public long bytesOut;

    private static Headers constant() {
        HeadersBuilder headers = Headers.builder();
        List<Workloads.Field> fields = Workloads.W7_FIELDS;
        for (Workloads.Field field : fields) {
            if (!field.name().equals("Date") && !field.name().equals("Content-Length")) {
                headers.add(field.name(), field.value());
            }
        }
        return headers.build();
    }

    /** Date is added here, Content-Length by the library; head and body in one array. */
    @Benchmark
    @OperationsPerInvocation(Prepared.COUNT)
    public long w7c(Prepared.Servers servers, Blackhole bh) {
        bytesOut = 0;
        for (Connection connection : servers.connections) {
            byte[] bytes = w7cBytes(connection);
            bytesOut += bytes.length;
            bh.consume(bytes);
        }
        return bytesOut;
    }

    static byte[] w7cBytes(Connection connection) {
        return connection.send(
                new Response(200, CONSTANT.withAdded("Date", Workloads.DATE)),
                new Data(Bytes.wrap(Workloads.W7_BODY)),
                EndOfMessage.NO_TRAILERS);
    }
}
