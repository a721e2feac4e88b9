package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stop accepts every duration, also one that has more nanoseconds than a long can count. */
@Timeout(60)
class PatienceTest {

    private static final Handler HANDLER = (request, exchange) -> exchange.send(Responses.text(200, "x"));

    static Stream<Duration> unlimited() {
        return Stream.of(Duration.ofNanos(Long.MAX_VALUE), Duration.ofDays(200_000), ChronoUnit.FOREVER.getDuration());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @ParameterizedTest
    @MethodSource("unlimited")
    void a_stop_may_wait_without_a_limit(Duration patience) throws Exception {
        try (BlockingServer blocking = new BlockingServer(anyPort(), HANDLER, BlockingSettings.DEFAULT);
                NioServer nio = new NioServer(anyPort(), HANDLER, NioSettings.DEFAULT);
                NioClient client = new NioClient(ClientSettings.DEFAULT)) {
            assertThat(blocking.stop(patience)).isTrue();
            assertThat(client.stop(patience)).isTrue();
            assertThat(nio.stop(patience)).isTrue();
        }
    }
}
