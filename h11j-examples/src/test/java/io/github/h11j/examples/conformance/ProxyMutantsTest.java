package io.github.h11j.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.build.Sample;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.gateway.Destinations;
import io.github.h11j.examples.gateway.ForwardProxy;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.gateway.ReverseProxy;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Handler;
import io.github.h11j.spec.conformance.CaseFile;
import io.github.h11j.spec.conformance.CaseKind;
import io.github.h11j.spec.conformance.CaseResult;
import io.github.h11j.spec.conformance.ConformanceCase;
import io.github.h11j.spec.conformance.ProxyRunner;
import io.github.h11j.spec.conformance.ProxyTarget;
import io.github.h11j.spec.conformance.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves that the proxy cases can fail: a proxy that is wrong in just one way fails each absolute case, and those of cookies. */
@Tag("mutants")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyMutantsTest {

    private static final List<ConformanceCase> CASES = CaseFile.builtIn(CaseKind.PROXY);

    private static final List<ConformanceCase> SOME = Sample.of(CASES);

    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proxy-mutants");
        thread.setDaemon(true);
        return thread;
    });

    @AfterAll
    void stop() {
        executor.shutdownNow();
    }

    /** Our proxy with a mutant before and behind it; what has to be closed is added to a list. */
    private ProxyTarget start(
            InetSocketAddress origin, boolean forward, ProxyMutant mutant, List<AutoCloseable> started)
            throws IOException {
        Interposer behind = new Interposer(origin.getPort(), mutant.behind());
        BlockingClient pool = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(64));
        Handler proxy = forward
                ? new ForwardProxy(Destinations.LOOPBACK, pool, executor, ProxyOptions.DEFAULT)
                : new ReverseProxy(
                        Origin.http("127.0.0.1", behind.port()),
                        Optional.empty(),
                        pool,
                        executor,
                        ProxyOptions.DEFAULT);
        BlockingServer server = new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), proxy, BlockingSettings.DEFAULT);
        Interposer before = new Interposer(server.port(), mutant.before());
        started.addAll(List.of(before, server, pool, behind));
        return ProxyTarget.of(URI.create("http://127.0.0.1:" + before.port()), forward)
                .withTimeout(Duration.ofMillis(400));
    }

    private List<CaseResult> run(boolean forward, ProxyMutant mutant, List<ConformanceCase> cases, int parallel)
            throws Exception {
        List<AutoCloseable> started = new ArrayList<>();
        try (ProxyRunner runner = new ProxyRunner(origin -> start(origin, forward, mutant, started), parallel)) {
            return runner.start(cases).stream().map(CompletableFuture::join).toList();
        } finally {
            for (AutoCloseable one : started) {
                one.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_proxy_without_a_mutant_is_correct_or_tolerable(boolean forward) throws Exception {
        assertThat(run(forward, ProxyMutant.NONE, SOME, 4))
                .filteredOn(result -> result.verdict() == Verdict.FAIL)
                .map(result -> result.test().id() + ": " + result.explanation())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("legal")
    void an_unusual_but_correct_gateway_fails_no_absolute_case(ProxyMutant legal) throws Exception {
        assertThat(run(false, legal, SOME, 4))
                .filteredOn(result -> result.verdict() == Verdict.FAIL
                        && result.test().level().isAbsolute())
                .map(result -> result.test().id() + ": " + result.explanation())
                .isEmpty();
    }

    static List<ProxyMutant> legal() {
        return ProxyMutant.legal();
    }

    @Test
    void every_absolute_case_is_failed_by_a_proxy_that_is_wrong_in_one_way() throws Exception {
        Set<ConformanceCase> left = new ConcurrentSkipListSet<>(Comparator.comparing(ConformanceCase::id));
        left.addAll(Sample.of(CASES.stream()
                .filter(test -> test.level().isAbsolute() || test.id().startsWith("cookie"))
                .toList()));
        ExecutorService workers = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (ProxyMutant mutant : ProxyMutant.all()) {
                running.add(workers.submit(() -> {
                    remove(left, mutant);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(left).extracting(ConformanceCase::id).isEmpty();
    }

    private void remove(Set<ConformanceCase> left, ProxyMutant mutant) throws Exception {
        for (boolean forward : new boolean[] {false, true}) {
            List<ConformanceCase> cases = left.stream()
                    .filter(test -> forward == isOfForwardProxies(test))
                    .toList();
            if (!cases.isEmpty() && mutant.isOf(forward)) {
                run(forward, mutant, cases, 4).stream()
                        .filter(result -> result.verdict() == Verdict.FAIL)
                        .forEach(result -> left.remove(result.test()));
            }
        }
    }

    private static boolean isOfForwardProxies(ConformanceCase test) {
        return test.needs().contains("forward") || test.needs().contains("connect");
    }

    /** A proxy that is wrong in every way would prove nothing. */
    @Test
    void each_mutant_passes_most_cases() throws Exception {
        List<ConformanceCase> sample = Sample.oneOf(12, CASES);
        for (ProxyMutant mutant : Sample.of(ProxyMutant.all())) {
            long failed = run(false, mutant, sample, 4).stream()
                    .filter(result -> result.verdict() == Verdict.FAIL)
                    .count();
            assertThat(failed).as(mutant.toString()).isLessThanOrEqualTo(sample.size() / 2);
        }
    }
}
