package io.github.h11j.spec.conformance;

import io.github.h11j.spec.requirements.Citations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
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
 * for their results. An inconclusive case is a skipped test, but one in which the software under test could not be
 * reached fails. Each test cites the requirements of its case, so that a traceability report counts it. The first three
 * failures show their bytes, each later one is a single line. All end with the command that runs the case alone. The
 * system property {@code h11j.conformance.only} names the only cases to run, with their whole ids, separated by commas;
 * {@code h11j.conformance.failures} is the number of failures after which the other cases are skipped.
 *
 * <p>Extend {@link ServerConformanceTest}, {@link ClientConformanceTest} or {@link ProxyConformanceTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract sealed class ConformanceTest
        permits ServerConformanceTest, ClientConformanceTest, ProxyConformanceTest {

    private static final int LINES = 30;
    private static final int COLUMNS = 160;

    /** This many failures are shown with their bytes. A hundred of them would hide the first one. */
    private static final int SHOWN = 3;

    /** The system property that names the only cases to run, separated by commas. */
    private static final String ONLY = "h11j.conformance.only";

    /** The system property that says after how many failures the other cases are skipped. */
    private static final String FAILURES = "h11j.conformance.failures";

    private final CaseKind kind;
    private final Map<String, CompletableFuture<CaseResult>> results = new HashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private @Nullable ConformanceRunner runner;

    ConformanceTest(CaseKind kind) {
        this.kind = kind;
    }

    abstract ConformanceRunner startRunner() throws Exception;

    abstract void stopSubject() throws Exception;

    /**
     * Returns the cases to run. It is called more than once, and must return the same cases each time.
     *
     * @return of this kind, with different ids; by default all of the kit's cases of this kind
     */
    protected List<ConformanceCase> cases() {
        return CaseFile.builtIn(kind);
    }

    /**
     * Cases that the software under test is known to fail, each with the reason. Such a case is skipped as long as it
     * fails. Its test fails with any other verdict, also an inconclusive one.
     *
     * @return ids and reasons; empty by default. The class fails if an id is not that of one of the {@link #cases()}
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
        List<ConformanceCase> cases = selected();
        List<CompletableFuture<CaseResult>> running = started.start(cases);
        for (int i = 0; i < cases.size(); i++) {
            results.put(cases.get(i).id(), running.get(i));
        }
        List<String> unknown = new ArrayList<>(exceptions().keySet());
        cases().forEach(test -> unknown.remove(test.id()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("known failures name cases that do not exist: " + unknown);
        }
    }

    /** Returns the cases to run: all, or those of the system property. */
    final List<ConformanceCase> selected() {
        String only = System.getProperty(ONLY, "");
        if (only.isBlank()) {
            return cases();
        }
        List<String> ids = List.of(only.trim().split("\\s*,\\s*"));
        List<ConformanceCase> some =
                cases().stream().filter(test -> ids.contains(test.id())).toList();
        if (some.isEmpty()) {
            throw new IllegalArgumentException(
                    ONLY + ": " + getClass().getSimpleName() + " has no case of the name " + only);
        }
        return some;
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
    @MethodSource("selected")
    final void conforms(ConformanceCase test, TestReporter reporter) throws IOException {
        CompletableFuture<CaseResult> running = results.get(test.id());
        if (running == null) {
            throw new IOException("the case was not started");
        }
        int most = Integer.getInteger(FAILURES, Integer.MAX_VALUE);
        Assumptions.assumeTrue(failures.get() < most, "skipped after " + most + " failures, as " + FAILURES + " says");
        CaseResult result = running.join();
        Citations.publish(reporter, test.requirements().toArray(String[]::new));
        reporter.publishEntry("verdict", result.verdict().label());
        if (result.isUnreachable()) {
            throw failure(result);
        }
        String exception = exceptions().get(test.id());
        if (exception != null && result.verdict() != Verdict.FAIL) {
            throw new AssertionFailedError(
                    test.id() + " no longer fails; remove it from the known failures: " + exception);
        }
        if (result.verdict() == Verdict.FAIL) {
            Assumptions.assumeTrue(exception == null, "known: " + exception);
            throw failure(result);
        }
        Assumptions.assumeTrue(result.verdict() != Verdict.INCONCLUSIVE, result.explanation());
    }

    /** Returns the first failures with all that helps to understand them, the others in one line. */
    private AssertionFailedError failure(CaseResult result) {
        boolean whole = failures.incrementAndGet() <= SHOWN;
        AssertionFailedError failure = new AssertionFailedError(whole ? message(result) : line(result));
        // where it was thrown in the kit is of no use to anyone, and is a hundred lines in the output of Maven
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    private String message(CaseResult result) {
        ConformanceCase test = result.test();
        return test + "\n" + result.explanation() + "\n" + test.level().label() + ", "
                + String.join(", ", test.requirements()) + ": " + test.meaning() + "\n" + wire(result) + again(test);
    }

    private String line(CaseResult result) {
        return result.test().id() + ": " + result.explanation() + "; " + again(result.test());
    }

    /** Returns the command that runs this case alone; then it is the first failure, and has its bytes. */
    private String again(ConformanceCase test) {
        return "alone: mvn test -Dtest=" + getClass().getSimpleName() + " -D" + ONLY + "=" + test.id();
    }

    /** Returns the traffic, as far as it fits on a screen. The reports of the command line have more of it. */
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
