package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class RequirementListenerTest {

    @Test
    void an_ordinary_test_counts_for_what_it_cites() {
        TraceabilityReport report = run(Samples.Ordinary.class);

        assertThat(entry(report, "RFC9112-2.1-1").status()).isEqualTo(RequirementStatus.PASSED);
        assertThat(tests(report, "RFC9112-2.1-1")).containsExactly(new TestOutcome("Samples.Ordinary.passes", 1, 0, 0));
        assertThat(entry(report, "RFC9112-2.2-1").status()).isEqualTo(RequirementStatus.FAILED);
        assertThat(entry(report, "RFC9112-2.2-2").status()).isEqualTo(RequirementStatus.FAILED);
        assertThat(entry(report, "RFC9112-6.3-7").status()).isEqualTo(RequirementStatus.UNTESTED);
        assertThat(entry(report, "RFC9110-6.6.1-1").status()).isEqualTo(RequirementStatus.NOT_APPLICABLE);
    }

    @Test
    void an_aborted_test_leaves_its_requirement_untested() {
        TraceabilityReport report = run(Samples.Ordinary.class);

        assertThat(entry(report, "RFC9112-2.2-3").status()).isEqualTo(RequirementStatus.UNTESTED);
        assertThat(tests(report, "RFC9112-2.2-3"))
                .containsExactly(new TestOutcome("Samples.Ordinary.is_aborted", 0, 0, 1));
    }

    @Test
    void the_invocations_of_a_parameterised_test_are_counted() {
        TraceabilityReport report = run(Samples.Ordinary.class);

        for (String id : List.of("RFC9112-2.2-4", "RFC9112-2.2-5")) {
            assertThat(tests(report, id))
                    .containsExactly(new TestOutcome("Samples.Ordinary.passes_twice_of_three_times", 2, 1, 0));
        }
    }

    @Test
    void a_class_counts_by_each_of_its_tests() {
        TraceabilityReport report = run(Samples.Annotated.class);

        assertThat(tests(report, "RFC9112-3-1"))
                .extracting(TestOutcome::name)
                .containsExactly(
                        "Samples.Annotated.Inner.third", "Samples.Annotated.first", "Samples.Annotated.second");
        assertThat(tests(report, "RFC9112-3-2"))
                .extracting(TestOutcome::name)
                .containsExactly("Samples.Annotated.second");
    }

    @Test
    void a_class_inherits_what_its_superclass_cites() {
        assertThat(tests(run(Samples.Inheriting.class), "RFC9112-3-1"))
                .extracting(TestOutcome::name)
                .contains("Samples.Inheriting.fourth");
    }

    @Test
    void a_dynamic_test_counts_for_what_it_and_its_factory_cite() {
        TraceabilityReport report = run(Samples.Dynamic.class);

        assertThat(tests(report, "RFC9112-4-1"))
                .containsExactly(new TestOutcome("Samples.Dynamic.made_of_data", 2, 1, 0));
        assertThat(tests(report, "RFC9112-4-2"))
                .containsExactly(
                        new TestOutcome("Samples.Dynamic.made_of_data: one", 1, 0, 0),
                        new TestOutcome("Samples.Dynamic.made_of_data: two", 0, 1, 0));
        assertThat(tests(report, "RFC9112-4-3"))
                .containsExactly(new TestOutcome("Samples.Dynamic.made_of_data: two", 0, 1, 0));
        assertThat(tests(report, "RFC9112-4-4"))
                .containsExactly(new TestOutcome("Samples.Dynamic.made_of_data: group: three", 1, 0, 0));
    }

    @Test
    void what_a_test_publishes_counts_for_it_and_what_a_dynamic_one_does_for_its_factory() {
        TraceabilityReport report = run(Samples.Dynamic.class);

        assertThat(tests(report, "RFC9112-5.1-1"))
                .containsExactly(new TestOutcome("Samples.Dynamic.publishing_itself", 1, 0, 0));
        assertThat(entry(report, "RFC9112-5.1-2").status()).isEqualTo(RequirementStatus.PASSED);
        assertThat(tests(report, "RFC9112-5-1"))
                .as("one of the others in the factory fails")
                .containsExactly(new TestOutcome("Samples.Dynamic.publishing", 0, 1, 0));
    }

    @Test
    void what_is_published_and_unknown_is_kept_apart() {
        TraceabilityReport report = run(Samples.Dynamic.class);

        assertThat(report.unknown()).containsOnlyKeys("RFC9112-99-1");
        assertThatThrownBy(report::requireComplete)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("unknown: [RFC9112-99-1]");
    }

    @Test
    void a_property_counts_for_what_it_cites() {
        TraceabilityReport report = run(Samples.Generated.class);

        assertThat(tests(report, "RFC9112-6-1")).containsExactly(new TestOutcome("Samples.Generated.holds", 1, 0, 0));
        assertThat(tests(report, "RFC9112-6.1-1"))
                .containsExactly(new TestOutcome("Samples.Generated.does_not_hold", 0, 1, 0));
    }

    @Test
    void tests_of_a_class_that_breaks_down_count_for_nothing() {
        assertThat(entry(run(Samples.NeverBegins.class), "RFC9112-6.1-2").status())
                .isEqualTo(RequirementStatus.UNTESTED);
    }

    @Test
    void an_unknown_id_fails_the_run_wherever_it_stands() {
        for (Class<?> sample : List.of(
                Samples.UnknownOnMethod.class,
                Samples.UnknownOnClass.class,
                Samples.UnknownInFactory.class,
                Samples.UnknownOnProperty.class)) {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            LauncherFactory.create(config()).execute(request(sample, Map.of()), summary);

            assertThat(summary.getSummary().getFailures())
                    .as(sample.getSimpleName())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.getException())
                            .hasStackTraceContaining("not in the requirement catalogue: RFC9112-0-0"));
        }
    }

    @Test
    void it_writes_where_the_configuration_says(@TempDir Path folder) throws IOException {
        LauncherFactory.create(config())
                .execute(
                        request(Samples.Ordinary.class, Map.of(RequirementListener.FOLDER, folder.toString())),
                        new RequirementListener());

        TraceabilityReport read = TraceabilityReport.read(folder.resolve(TraceabilityReport.JSON_FILE));
        assertThat(read.json()).isEqualTo(run(Samples.Ordinary.class).json());
        assertThat(folder.resolve(TraceabilityReport.MARKDOWN_FILE)).content().isEqualTo(read.markdown());
        assertThat(folder.resolve(TraceabilityReport.HTML_FILE)).content().isEqualTo(read.html());
    }

    @Test
    void it_records_nothing_by_default(@TempDir Path folder) throws IOException {
        RequirementListener listener = new RequirementListener();
        LauncherFactory.create(config()).execute(request(Samples.Ordinary.class, Map.of()), listener);

        assertThat(listener.report().with(RequirementStatus.PASSED)).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void it_is_a_service_of_the_platform(@TempDir Path folder) {
        LauncherConfig withServices = LauncherConfig.builder().build();
        LauncherFactory.create(withServices)
                .execute(request(Samples.Annotated.class, Map.of(RequirementListener.FOLDER, folder.toString())));

        assertThat(folder.resolve(TraceabilityReport.JSON_FILE)).content().contains("Samples.Annotated.first");
    }

    @Test
    void the_configuration_says_what_applies(@TempDir Path folder) throws IOException {
        Path applicability =
                Files.writeString(folder.resolve("ours.properties"), "*=applies\nRFC9112-2.1-2=not ours\n");
        LauncherFactory.create(config())
                .execute(
                        request(
                                Samples.Annotated.class,
                                Map.of(
                                        RequirementListener.FOLDER, folder.toString(),
                                        RequirementListener.APPLICABILITY, applicability.toString())),
                        new RequirementListener());

        TraceabilityReport report = TraceabilityReport.read(folder.resolve(TraceabilityReport.JSON_FILE));
        assertThat(report.with(RequirementStatus.NOT_APPLICABLE)).containsExactly("RFC9112-2.1-2");
        assertThat(entry(report, "RFC9110-6.6.1-1").status()).isEqualTo(RequirementStatus.UNTESTED);
    }

    private static TraceabilityReport run(Class<?> sample) {
        RequirementListener listener = RequirementListener.recording();
        LauncherFactory.create(config()).execute(request(sample, Map.of()), listener);
        return listener.report();
    }

    private static LauncherConfig config() {
        return LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
    }

    private static LauncherDiscoveryRequest request(Class<?> sample, Map<String, String> configuration) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(sample))
                .configurationParameters(configuration)
                .configurationParameter("jqwik.reporting.onlyFailures", "true")
                // As report entries, not on System.out: the samples are meant to fail.
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .build();
    }

    private static TraceabilityReport.Entry entry(TraceabilityReport report, String id) {
        return report.entries().stream()
                .filter(entry -> entry.requirement().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<TestOutcome> tests(TraceabilityReport report, String id) {
        return entry(report, id).tests();
    }
}
