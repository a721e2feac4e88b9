package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.requirements.RequirementCatalogue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for the cases of every kind. */
class AllCasesTest {

    @ParameterizedTest
    @CsvSource({"SERVER, 250", "CLIENT, 120"})
    void there_are_at_least_so_many_cases(CaseKind kind, int least) {
        assertThat(CaseFile.builtIn(kind)).hasSizeGreaterThanOrEqualTo(least);
    }

    @Test
    void no_two_cases_of_any_kind_have_the_same_id() {
        List<String> ids = new ArrayList<>();
        for (CaseKind kind : CaseKind.values()) {
            CaseFile.builtIn(kind).forEach(test -> ids.add(test.id()));
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void no_two_cases_break_the_same_rule_in_the_same_way_at_the_same_place(CaseKind kind) {
        assertThat(CaseFile.builtIn(kind))
                .extracting(ConformanceCase::signature)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void no_two_cases_do_the_same_and_expect_the_same(CaseKind kind) {
        assertThat(CaseFile.builtIn(kind))
                .extracting(test ->
                        test.steps().toString() + test.methods() + test.octetByOctet() + test.outcomes() + test.needs())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void every_requirement_is_in_the_catalogue(CaseKind kind) {
        RequirementCatalogue catalogue = RequirementCatalogue.standard();
        assertThat(CaseFile.builtIn(kind))
                .flatExtracting(ConformanceCase::requirements)
                .allMatch(id -> catalogue.find(id).isPresent());
    }
}
