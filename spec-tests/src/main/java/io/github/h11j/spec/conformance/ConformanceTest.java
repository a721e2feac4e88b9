package io.github.h11j.spec.conformance;

import io.github.h11j.spec.requirements.Citations;
import java.io.IOException;
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
 * Cases as a test class, with one test for each case. Several cases run at a time in the background, and the tests wait
 * for their results. An inconclusive case is a skipped test. Each test cites the requirements of its case, so that a
 * traceability report counts it.
 *
 * <p>Extend {@link ServerConformanceTest}, {@link ClientConformanceTest} or {@link ProxyConformanceTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract sealed class ConformanceTest
        permits ServerConformanceTest, ClientConformanceTest, ProxyConformanceTest {

    private static final int LINES = 30;
    private static final int COLUMNS = 160;

    private final CaseKind kind;
    private final Map<String, CompletableFuture<CaseResult>> results = new HashMap<>();
    private @Nullable ConformanceRunner runner;

    ConformanceTest(CaseKind kind) {
        this.kind = kind;
    }

    abstract ConformanceRunner startRunner() throws Exception;

    abstract void stopSubject() throws Exception;

    /**
     * The cases to run.
     *
     * @return by default all of the kit's cases of this kind
     */
    protected List<ConformanceCase> cases() {
        return CaseFile.builtIn(kind);
    }

    /**
     * Cases that the software under test is known to fail, each with the reason. Such a case is skipped as long as it
     * fails, and its test fails once it no longer does.
     *
     * @return ids and reasons; empty by default
     */
    protected Map<String, String> exceptions() {
        return Map.of();
    }

    /**
     * Finds out what the software under test can do, and starts the cases.
     *
     * @throws Exception if it does not start, or cannot handle plain exchanges
     */
    @BeforeAll
    final void start() throws Exception {
        ConformanceRunner started = startRunner();
        runner = started;
        List<ConformanceCase> cases = cases();
        List<CompletableFuture<CaseResult>> running = started.start(cases);
        for (int i = 0; i < cases.size(); i++) {
            results.put(cases.get(i).id(), running.get(i));
        }
        List<String> unknown = new ArrayList<>(exceptions().keySet());
        cases.forEach(test -> unknown.remove(test.id()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("known failures name cases that do not exist: " + unknown);
        }
    }

    /**
     * Stops what was started.
     *
     * @throws Exception if it does not stop
     */
    @AfterAll
    final void stop() throws Exception {
        if (runner != null) {
            runner.close();
        }
        stopSubject();
    }

    /**
     * One case.
     *
     * @param test the case
     * @param reporter gets the requirements and the verdict
     * @throws IOException if the software under test could never be reached
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    final void conforms(ConformanceCase test, TestReporter reporter) throws IOException {
        CompletableFuture<CaseResult> running = results.get(test.id());
        if (running == null) {
            throw new IOException("the case was not started");
        }
        CaseResult result = running.join();
        Citations.publish(reporter, test.requirements().toArray(String[]::new));
        reporter.publishEntry("verdict", result.verdict().label());
        String exception = exceptions().get(test.id());
        if (exception != null && result.verdict() != Verdict.FAIL) {
            throw new AssertionFailedError(
                    test.id() + " no longer fails; remove it from the known failures: " + exception);
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
                + String.join(", ", test.requirements()) + ": " + test.meaning() + "\n" + wire(result);
    }

    /** The traffic, as far as it fits on a screen. The reports of the command line have more of it. */
    private static String wire(CaseResult result) {
        List<String> lines = result.transcript().toString().lines().toList();
        StringBuilder wire = new StringBuilder();
        for (String line : lines.subList(0, Math.min(lines.size(), LINES))) {
            wire.append(line.length() <= COLUMNS ? line : line.substring(0, COLUMNS) + "...")
                    .append('\n');
        }
        return lines.size() <= LINES ? wire.toString() : wire + "(" + (lines.size() - LINES) + " lines more)\n";
    }
}
