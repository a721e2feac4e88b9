package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * h11j does what the scripts say, however the bytes are cut and in whose memory they are; and a script that expects one
 * thing more, one thing less or something else fails.
 */
class RequirementScriptTest {

    @Tag("slow") // for mutation testing, which makes all of them anew for each one
    @TestFactory
    Stream<DynamicNode> each_script_holds() {
        return ScriptDocument.all().stream()
                .flatMap(document -> document.scripts().stream())
                .map(script -> Citations.dynamicTest(script.title(), script.ids(), () -> ScriptPlayer.play(script)));
    }

    /** The same in one test. */
    @Test
    void all_scripts_hold() {
        for (ScriptDocument document : ScriptDocument.all()) {
            document.scripts().forEach(ScriptPlayer::play);
        }
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> no_script_with_another_expectation_holds() {
        return ScriptDocument.all().stream()
                .flatMap(document -> document.scripts().stream())
                .map(script -> DynamicTest.dynamicTest(script.title(), () -> {
                    for (Script mutant : ScriptMutants.of(script)) {
                        assertThatThrownBy(() -> ScriptPlayer.play(mutant, ScriptPlayer.Cut.WHOLE))
                                .as("%s with %s", script, mutant.lines())
                                .isInstanceOf(AssertionError.class);
                    }
                }));
    }

    @Test
    void each_script_has_mutants() {
        for (ScriptDocument document : ScriptDocument.all()) {
            for (Script script : document.scripts()) {
                assertThat(ScriptMutants.of(script)).as(script.toString()).isNotEmpty();
            }
        }
    }

    @Test
    void headings_and_quotations_are_those_of_the_catalogue() {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> found = new LinkedHashMap<>();
        for (ScriptDocument document : ScriptDocument.all()) {
            assertThatCode(() -> RequirementCatalogue.standard()
                            .requireKnown(document.sentences().keySet()))
                    .doesNotThrowAnyException();
            document.sentences().forEach((id, sentence) -> {
                RfcRequirement requirement = RequirementCatalogue.standard().get(id);
                found.put(id, sentence);
                expected.put(id, requirement.level() + ", " + requirement.role() + "\n" + requirement.text());
            });
        }

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void each_heading_has_a_script_and_no_title_comes_twice() {
        List<String> titles = new ArrayList<>();
        for (ScriptDocument document : ScriptDocument.all()) {
            assertThat(document.scripts().stream().flatMap(script -> script.ids().stream()))
                    .containsAll(document.sentences().keySet());
            document.scripts().forEach(script -> titles.add(script.title()));
        }

        assertThat(titles).doesNotHaveDuplicates();
    }
}
