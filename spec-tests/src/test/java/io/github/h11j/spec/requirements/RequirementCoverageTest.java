package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Every requirement that applies to a protocol library is tested, and no test of one fails: the tests of this package
 * are run again by this test's own launcher, and the listener's record is judged. Nothing is scanned, so only tests
 * that ran count.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequirementCoverageTest {

    /** Tests run in the folder of their module. */
    private static final Path PAGE = Path.of("..", "docs", "reference", "requirements.md");

    private static final Path REPORT = Path.of("target", "requirements");

    private TraceabilityReport report = new TraceabilityReport(RequirementCatalogue.standard(), Map.of());

    @BeforeAll
    void run_the_tests_of_this_package() throws IOException {
        RequirementListener listener = RequirementListener.recording();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectPackage(RequirementCoverageTest.class.getPackageName()))
                                .filters(
                                        includeClassNamePatterns(".*(Test|Properties)"),
                                        excludeClassNamePatterns(
                                                ".*(Requirement(Coverage|Listener)|HalfSentenceMutants)Test"))
                                .build(),
                        listener);
        report = listener.report();
        report.write(REPORT);
    }

    @Test
    void every_applicable_requirement_is_tested_and_none_fails() {
        report.requireComplete();
        assertThat(report.with(RequirementStatus.PASSED))
                .hasSize(RequirementCatalogue.standard().applicable().size());
    }

    @Test
    void the_page_in_docs_is_the_report() throws IOException {
        String expected = report.markdown();
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE))
                .as("written anew by -Dh11j.docs.write=true")
                .isEqualTo(expected);
    }
}
