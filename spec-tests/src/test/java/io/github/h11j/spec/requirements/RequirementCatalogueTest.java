package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RequirementCatalogueTest {

    private final RequirementCatalogue catalogue = RequirementCatalogue.standard();

    @Test
    void a_requirement_is_found_by_its_id() {
        RfcRequirement requirement = catalogue.get("RFC9112-6.3-7");

        assertThat(requirement.level()).isEqualTo(RfcRequirement.Level.MUST);
        assertThat(requirement.role()).isEqualTo(RfcRequirement.Role.SERVER);
        assertThat(requirement.applies()).isTrue();
        assertThat(requirement.text()).contains("400");
    }

    @Test
    void there_are_requirements_of_both_documents_and_of_every_level_and_role() {
        assertThat(catalogue.all()).hasSize(372);
        assertThat(catalogue.applicable()).hasSize(236);
        assertThat(catalogue.all().stream().map(RfcRequirement::document).distinct())
                .containsExactly("RFC9112", "RFC9110");
        assertThat(catalogue.all().stream().map(RfcRequirement::level).distinct())
                .containsExactlyInAnyOrder(RfcRequirement.Level.values());
        assertThat(catalogue.all().stream().map(RfcRequirement::role).distinct())
                .containsExactlyInAnyOrder(RfcRequirement.Role.values());
    }

    @Test
    void an_unknown_id_is_an_error_that_names_it() {
        assertThat(catalogue.find("RFC9112-99-1")).isEmpty();
        assertThatThrownBy(() -> catalogue.get("RFC9112-99-1"))
                .isInstanceOf(UnknownRequirementException.class)
                .hasMessageContaining("RFC9112-99-1");
        assertThatThrownBy(() -> catalogue.requireKnown(List.of("RFC9112-6.3-7", "X", "Y")))
                .hasMessageContaining("X, Y")
                .hasMessageNotContaining("6.3-7,");
    }

    @Test
    void other_software_says_what_applies_to_it() {
        Properties changes = new Properties();
        changes.setProperty("*", "we make clients");
        changes.setProperty("RFC9110-6.6.1-3", "applies");
        RequirementCatalogue ours = catalogue.withApplicability(changes);

        assertThat(ours.applicable()).singleElement().satisfies(requirement -> {
            assertThat(requirement.id()).isEqualTo("RFC9110-6.6.1-3");
            assertThat(requirement.reason()).isEmpty();
        });
        assertThat(ours.get("RFC9112-6.3-7").reason()).isEqualTo("we make clients");
        assertThat(ours.get("RFC9112-6.3-7").text())
                .isEqualTo(catalogue.get("RFC9112-6.3-7").text());
    }

    @Test
    void applicability_of_an_unknown_requirement_is_an_error() {
        Properties changes = new Properties();
        changes.setProperty("RFC1-1-1", "applies");

        assertThatThrownBy(() -> catalogue.withApplicability(changes)).isInstanceOf(UnknownRequirementException.class);
    }

    @Test
    void a_requirement_that_contradicts_itself_is_refused() {
        assertThatThrownBy(() -> requirement("RFC9112-1-1", "text", false, "")).hasMessageContaining("no reason");
        assertThatThrownBy(() -> requirement("RFC9112-1-1", "text", true, "why"))
                .hasMessageContaining("but it applies");
        assertThatThrownBy(() -> requirement("RFC9112-2-1", "text", true, "")).hasMessageContaining("does not fit");
        assertThatThrownBy(() -> requirement("RFC9112-1-1", " ", true, "")).hasMessageContaining("without text");
        assertThatThrownBy(() -> requirement("RFC9112-1-1", "text", true, true, ""))
                .hasMessageContaining("cannot both apply and deviate");
    }

    /** What h11j deliberately does otherwise is not hidden among what does not apply. */
    @Test
    void a_deviation_is_reported_as_one_with_its_reason_unless_a_test_of_it_runs() {
        RfcRequirement deviation = requirement("RFC9112-1-1", "text", false, true, "why");
        assertThat(RequirementStatus.of(deviation, List.of())).isEqualTo(RequirementStatus.DEVIATES);
        assertThat(RequirementStatus.of(deviation, List.of(new TestOutcome("a test", 1, 0, 0))))
                .isEqualTo(RequirementStatus.PASSED);
        TraceabilityReport report = new TraceabilityReport(new RequirementCatalogue(List.of(deviation)), Map.of());
        assertThat(report.markdown()).contains("| deviates | 1 |", "| deviates | why |");
        assertThat(report.html()).contains("data-status=\"deviates\"", "<p class=\"why\">why</p>");
    }

    private static RfcRequirement requirement(String id, String text, boolean applies, String reason) {
        return requirement(id, text, applies, false, reason);
    }

    private static RfcRequirement requirement(
            String id, String text, boolean applies, boolean deviates, String reason) {
        return new RfcRequirement(
                id,
                "RFC9112",
                "1",
                RfcRequirement.Level.MUST,
                RfcRequirement.Role.ANY,
                text,
                applies,
                deviates,
                reason,
                "");
    }
}
