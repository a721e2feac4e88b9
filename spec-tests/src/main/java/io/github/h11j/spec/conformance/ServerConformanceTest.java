package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/**
 * The server cases as a test class: a subclass that starts a server has one test for each case. Cases run several at a
 * time in the background; tests wait for their results. An inconclusive case is a skipped test. Each test reports the
 * requirements that its case rests on as entries with the key {@code requirement}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServerConformanceTest {

    private static final int PARALLEL = 8;

    private final Map<String, CompletableFuture<CaseResult>> results = new HashMap<>();
    private @Nullable ServerRunner runner;

    /** For subclasses. */
    protected ServerConformanceTest() {}

    /**
     * Starts the server under test. It answers GET and HEAD, and POST, of the address's path with anything sensible.
     *
     * @return where it listens, such as {@code http://127.0.0.1:8080/}
     * @throws Exception if it does not start
     */
    protected abstract URI startServer() throws Exception;

    /**
     * Stops the server. Does nothing unless a subclass says what.
     *
     * @throws Exception if it does not stop
     */
    protected void stopServer() throws Exception {}

    /**
     * How to speak to the server: paths and time limit.
     *
     * @param server what {@link #startServer()} gave
     * @return the target; unless a subclass says otherwise, the address's path for everything
     */
    protected ServerTarget target(URI server) {
        return ServerTarget.of(server);
    }

    /**
     * The cases to run.
     *
     * @return unless a subclass says otherwise, all server cases of the kit
     */
    protected List<ConformanceCase> cases() {
        return CaseFile.builtIn(CaseKind.SERVER);
    }

    /**
     * Cases that this server is known to fail, each with the reason. Such a case is skipped while it fails, and its
     * test fails when it does not any more.
     *
     * @return ids and reasons; none unless a subclass names some
     */
    protected Map<String, String> exceptions() {
        return Map.of();
    }

    /**
     * Starts the server, takes its measure, and starts the cases.
     *
     * @throws Exception if the server does not start or does not answer a plain GET
     */
    @BeforeAll
    final void start() throws Exception {
        ServerRunner started = new ServerRunner(target(startServer()), PARALLEL);
        runner = started;
        List<ConformanceCase> cases = cases();
        List<CompletableFuture<CaseResult>> running = started.start(cases);
        for (int i = 0; i < cases.size(); i++) {
            results.put(cases.get(i).id(), running.get(i));
        }
        List<String> unknown = new ArrayList<>(exceptions().keySet());
        cases.forEach(test -> unknown.remove(test.id()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("exceptions for cases that are not there: " + unknown);
        }
    }

    /**
     * Stops the server.
     *
     * @throws Exception if it does not stop
     */
    @AfterAll
    final void stop() throws Exception {
        if (runner != null) {
            runner.close();
        }
        stopServer();
    }

    /**
     * One case.
     *
     * @param test the case
     * @param reporter gets the requirements and the verdict
     * @throws IOException if the server was never there
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    final void conforms(ConformanceCase test, TestReporter reporter) throws IOException {
        CompletableFuture<CaseResult> running = results.get(test.id());
        if (running == null) {
            throw new IOException("the case was not started");
        }
        CaseResult result = running.join();
        test.requirements().forEach(rule -> reporter.publishEntry("requirement", rule));
        reporter.publishEntry("verdict", result.verdict().label());
        String exception = exceptions().get(test.id());
        if (exception != null && result.verdict() != Verdict.FAIL) {
            throw new AssertionFailedError(test.id() + " does not fail any more; it is no exception: " + exception);
        }
        if (result.verdict() == Verdict.FAIL) {
            Assumptions.assumeTrue(exception == null, "known: " + exception);
            throw new AssertionFailedError(message(result));
        }
        Assumptions.assumeTrue(result.verdict() != Verdict.INCONCLUSIVE, result.explanation());
    }

    private static String message(CaseResult result) {
        ConformanceCase test = result.test();
        return test + "\n" + result.explanation() + "\n" + test.level().label() + ", "
                + String.join(", ", test.requirements()) + ": " + test.meaning() + "\n" + result.transcript();
    }
}
