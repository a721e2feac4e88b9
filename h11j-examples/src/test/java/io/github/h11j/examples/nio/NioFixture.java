package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.Request;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Servers on loopback, whose clock stands still and whose writes are recorded. */
@Timeout(60)
abstract class NioFixture {

    static final NioSettings SETTINGS = NioSettings.DEFAULT.withLoops(2);

    final AtomicLong nanos = new AtomicLong();
    final List<Long> writes = new CopyOnWriteArrayList<>();
    final List<SocketChannel> accepted = new CopyOnWriteArrayList<>();
    private final List<NioServer> servers = new ArrayList<>();

    NioServer serve(Handler handler) throws IOException {
        return serve(SETTINGS, handler);
    }

    NioServer serve(NioSettings settings, Handler handler) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return stopLater(new NioServer(any, handler, settings, hooks()));
    }

    /** The clock of the test, and notes of all channels and writes. */
    Hooks hooks() {
        return new Hooks(nanos::get, channel -> {
            accepted.add(channel);
            return new Recording(channel, writes);
        });
    }

    NioServer stopLater(NioServer server) {
        servers.add(server);
        return server;
    }

    @AfterEach
    void stop() {
        servers.forEach(NioServer::close);
        for (NioServer server : servers) {
            assertThat(server.connections()).isZero();
            assertThat(server.tlsBuffersLent()).isZero();
        }
    }

    /** Moves the clock of the timeouts. */
    void pass(NioServer server, Duration time) {
        nanos.addAndGet(time.toNanos());
        server.wakeUp();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    static Request get(String target) {
        return new Request("GET", target, Headers.of("Host", "example.com"));
    }

    static Request post(String target, String... fields) {
        HeadersBuilder headers = Headers.builder().add("Host", "example.com");
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        return new Request("POST", target, headers.build());
    }

    /** Notes how many bytes each write is to take, and then writes: a test that has read them finds the note. */
    private record Recording(SocketChannel channel, List<Long> writes) implements GatheringByteChannel {

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            writes.add((long) bytes.remaining());
            return channel.write(bytes);
        }

        @Override
        public long write(ByteBuffer[] bytes) throws IOException {
            return write(bytes, 0, bytes.length);
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
            writes.add(Arrays.stream(bytes, offset, offset + length)
                    .mapToLong(ByteBuffer::remaining)
                    .sum());
            return channel.write(bytes, offset, length);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
