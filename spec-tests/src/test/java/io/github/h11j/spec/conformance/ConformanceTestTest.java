package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.requirements.RequirementListener;
import io.github.h11j.spec.requirements.RequirementStatus;
import io.github.h11j.spec.requirements.TraceabilityReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The test classes: one test for each case, known failures, requirements. */
class ConformanceTestTest {

    private static List<ConformanceCase> some(CaseKind kind, String... ids) {
        return CaseFile.builtIn(kind).stream()
                .filter(test -> List.of(ids).contains(test.id()))
                .toList();
    }

    /** A server that answers a request without Host. */
    static final class Server extends ServerConformanceTest {
        private TinyServer server;

        @Override
        protected URI startServer() throws IOException {
            server = new TinyServer(Mutant.all().stream()
                    .filter(mutant -> mutant.toString().contains("[MISSING_HOST]"))
                    .findFirst()
                    .orElseThrow());
            return server.uri();
        }

        @Override
        protected void stopServer() throws IOException {
            server.close();
        }

        @Override
        protected List<ConformanceCase> cases() {
            return some(CaseKind.SERVER, "host-missing", "date-in-response");
        }
    }

    /** A client that takes half of the content for all. */
    static class Client extends ClientConformanceTest {
        private final TinyClient client = new TinyClient(ClientMutant.all().stream()
                .filter(mutant -> mutant.toString().equals("forgives EOF_IN_BODY"))
                .findFirst()
                .orElseThrow());

        @Override
        protected ClientAnswer send(ClientRequest request) throws IOException {
            return client.make(request);
        }

        @Override
        protected Duration timeout() {
            return Duration.ofMillis(500);
        }

        @Override
        protected List<ConformanceCase> cases() {
            return some(CaseKind.CLIENT, "truncated-length", "204");
        }
    }

    /** The same client, whose failures are known. */
    static final class KnownClient extends Client {
        @Override
        protected Map<String, String> exceptions() {
            return Map.of("truncated-length", "it is made so", "204", "a case that is passed is no exception");
        }
    }

    /** A proxy that forwards bytes. */
    abstract static class Forwarding extends ProxyConformanceTest {
        private TcpForwarder forwarder;

        abstract TcpForwarder.Fault fault();

        @Override
        protected URI startProxy(InetSocketAddress origin) throws IOException {
            forwarder = new TcpForwarder(origin.getPort(), fault());
            return forwarder.uri();
        }

        @Override
        protected void stopProxies() throws IOException {
            forwarder.close();
        }

        @Override
        protected int parallel() {
            return 1;
        }
    }

    /** It forwards them as they are, and so no Via. */
    static final class Proxy extends Forwarding {
        @Override
        TcpForwarder.Fault fault() {
            return TcpForwarder.Fault.NONE;
        }

        @Override
        protected List<ConformanceCase> cases() {
            return some(CaseKind.PROXY, "via-in-request", "unknown-field-in-request", "via-in-response");
        }
    }

    /** It ends in the first case. */
    static final class Mortal extends Forwarding {
        @Override
        TcpForwarder.Fault fault() {
            return TcpForwarder.Fault.REFUSES_AND_DIES;
        }

        @Override
        protected List<ConformanceCase> cases() {
            return LostSubjectTest.cases(CaseKind.PROXY);
        }
    }

    private final SummaryGeneratingListener summary = new SummaryGeneratingListener();

    private TraceabilityReport run(Class<?> type) {
        RequirementListener listener = RequirementListener.recording();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(type))
                                .build(),
                        listener,
                        summary);
        return listener.report();
    }

    private String counts() {
        TestExecutionSummary counted = summary.getSummary();
        return counted.getTestsSucceededCount() + " passed, " + counted.getTestsFailedCount() + " failed, "
                + counted.getTestsAbortedCount() + " skipped";
    }

    @Test
    void server_cases_are_tests_and_count_for_their_requirements() {
        TraceabilityReport report = run(Server.class);
        assertThat(counts()).isEqualTo("1 passed, 1 failed, 0 skipped");
        assertThat(report.with(RequirementStatus.PASSED)).contains("RFC9110-6.6.1-1");
        assertThat(report.with(RequirementStatus.FAILED)).contains("RFC9112-3.2-7");
    }

    @Test
    void a_case_in_which_the_subject_cannot_be_reached_is_a_failure() {
        run(Mortal.class);
        assertThat(counts()).isEqualTo("1 passed, 1 failed, 0 skipped");
        assertThat(summary.getSummary().getFailures().get(0).getException()).hasMessageContaining("no connection");
    }

    @Test
    void client_cases_are_tests_and_count_for_their_requirements() {
        TraceabilityReport report = run(Client.class);
        assertThat(counts()).isEqualTo("1 passed, 1 failed, 0 skipped");
        assertThat(report.with(RequirementStatus.FAILED))
                .containsAll(some(CaseKind.CLIENT, "truncated-length").get(0).requirements());
        assertThat(report.with(RequirementStatus.PASSED)).isNotEmpty();
    }

    @Test
    void a_known_failure_is_skipped_and_an_exception_that_passes_is_a_failure() {
        run(KnownClient.class);
        assertThat(counts()).isEqualTo("0 passed, 1 failed, 1 skipped");
        assertThat(summary.getSummary().getFailures().get(0).getException()).hasMessageContaining("no longer fails");
    }

    @Test
    void proxy_cases_are_tests_and_count_for_their_requirements() {
        TraceabilityReport report = run(Proxy.class);
        assertThat(counts()).isEqualTo("1 passed, 1 failed, 1 skipped");
        assertThat(report.with(RequirementStatus.FAILED)).contains("RFC9110-7.6.3-2");
        assertThat(report.with(RequirementStatus.PASSED)).contains("RFC9110-5.1-2");
    }
}
