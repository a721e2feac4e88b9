package io.github.h11j.explorer.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.explorer.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagramsTest {

    /** Tests run in the folder of their module. */
    private static final Path ROOT = Path.of("..");

    static List<Diagram> all() {
        return Layouts.all();
    }

    @Test
    void the_committed_files_are_what_the_command_writes() throws IOException {
        if (Boolean.getBoolean("h11j.docs.write")) {
            Diagrams.main(new String[] {ROOT.toString()});
        }
        for (Map.Entry<String, String> file : Diagrams.files(ROOT).entrySet()) {
            assertThat(Files.readString(ROOT.resolve(file.getKey())))
                    .as("%s, written anew by -Dh11j.docs.write=true", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void every_row_has_exactly_one_mark_and_the_next_cycle_one_for_each_peer() {
        List<Rule> drawn = new ArrayList<>();
        all().forEach(diagram -> drawn.addAll(diagram.rows()));
        Rule nextCycle = Rows.all().get(35);

        assertThat(((OperationRule) nextCycle).serverTo()).contains(State.IDLE);
        assertThat(drawn).filteredOn(nextCycle::equals).hasSize(2);
        drawn.remove(nextCycle);
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(Rows.all());
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_mark_of_the_file_is_one_row_and_says_so(Diagram diagram) {
        String svg = SvgWriter.file(diagram);
        List<String> ids = new ArrayList<>();
        Matcher mark = Pattern.compile("data-row=\"(.*?)\"><title>(.*?): .*?<text [^>]*>(.*?)</text>")
                .matcher(svg);
        while (mark.find()) {
            assertThat(mark.group(2)).isEqualTo(mark.group(1));
            assertThat(mark.group(3)).isNotBlank();
            ids.add(mark.group(1));
        }
        assertThat(ids)
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(
                        diagram.marks().stream().map(Mark::id).toList());
    }

    @ParameterizedTest
    @MethodSource("all")
    void an_arrow_leaves_the_state_of_its_row_and_ends_at_the_state_that_follows(Diagram diagram) {
        if (!diagram.hasLegend()) {
            return; // the states of the small automata have no names in the rows
        }
        Role machine = diagram.name().equals("client") ? Role.CLIENT : Role.SERVER;
        for (Mark mark : diagram.marks()) {
            List<Integer> corners = mark.route().corners();
            int last = corners.size() - 2;
            Optional<State> from = Keys.from(mark.row(), machine);
            State to = Keys.to(mark.row(), machine).orElseThrow();
            assertThat(node(diagram, from.map(State::name).orElse("any state"))
                            .hasOnBorder(corners.get(0), corners.get(1)))
                    .as("%s begins", mark.id())
                    .isTrue();
            assertThat(node(diagram, to.name()).hasOnBorder(corners.get(last), corners.get(last + 1)))
                    .as("%s ends", mark.id())
                    .isTrue();
        }
    }

    private static Box node(Diagram diagram, String name) {
        return diagram.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow()
                .box();
    }

    @ParameterizedTest
    @MethodSource("all")
    void no_label_touches_another_label_or_a_state_or_the_arrow_of_another_row(Diagram diagram) {
        List<Mark> marks = new ArrayList<>(diagram.marks());
        marks.addAll(diagram.echoes());
        for (Mark mark : marks) {
            Box label = mark.label();
            assertThat(label.left()).as("%s", mark.id()).isPositive();
            assertThat(label.right()).as("%s", mark.id()).isLessThan(diagram.width());
            assertThat(diagram.nodes())
                    .as("%s", mark.id())
                    .noneMatch(node -> node.box().touches(label));
            for (Mark other : marks) {
                if (!other.equals(mark)) {
                    assertThat(other.label().touches(label))
                            .as("labels of %s and %s", mark.id(), other.id())
                            .isFalse();
                    assertThat(lines(other))
                            .as("%s on %s", mark.id(), other.id())
                            .noneMatch(line -> line.touches(label));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void no_two_arrows_touch_and_none_runs_through_a_state(Diagram diagram) {
        for (Mark mark : diagram.marks()) {
            for (Mark other : diagram.marks()) {
                if (!other.equals(mark)) {
                    assertThat(lines(mark))
                            .as("%s and %s", mark.id(), other.id())
                            .noneMatch(line -> lines(other).stream().anyMatch(line::touches));
                }
            }
            assertThat(diagram.nodes())
                    .as("%s", mark.id())
                    .noneMatch(node -> lines(mark).stream()
                            .anyMatch(line -> shrunk(node.box()).touches(line)));
        }
    }

    /** The parts of an arrow as thin boxes. */
    private static List<Box> lines(Mark mark) {
        List<Box> lines = new ArrayList<>();
        List<Integer> at = mark.route().corners();
        for (int i = 0; i + 3 < at.size(); i += 2) {
            assertThat(at.get(i).equals(at.get(i + 2)) || at.get(i + 1).equals(at.get(i + 3)))
                    .as("%s is horizontal or vertical", mark.id())
                    .isTrue();
            lines.add(new Box(
                    Math.min(at.get(i), at.get(i + 2)) - 1,
                    Math.min(at.get(i + 1), at.get(i + 3)) - 1,
                    Math.max(at.get(i), at.get(i + 2)) + 1,
                    Math.max(at.get(i + 1), at.get(i + 3)) + 1));
        }
        return lines;
    }

    private static Box shrunk(Box box) {
        return new Box(box.left() + 2, box.top() + 2, box.right() - 2, box.bottom() - 2);
    }

    @Test
    void a_picture_names_each_kind_of_mark_in_colours_of_its_own_for_light_and_dark() {
        Set<String> kinds = new HashSet<>();
        all().forEach(diagram -> diagram.marks().forEach(mark -> kinds.add(mark.kind())));
        String svg = SvgWriter.file(Layouts.server());
        String dark = svg.substring(svg.indexOf("prefers-color-scheme:dark"));
        assertThat(kinds).containsExactlyInAnyOrder("client", "server", "state", "operation");
        for (String kind : kinds) {
            assertThat(dark).contains("--" + kind + ":#");
            assertThat(svg).contains("var(--" + kind + ")");
        }
    }

    @Test
    void mermaid_has_a_line_for_each_row() {
        assertThat(Tables.mermaid(Layouts.client(), Role.CLIENT).lines()).hasSize(2 + 16);
        assertThat(Tables.mermaid(Layouts.server(), Role.SERVER).lines()).hasSize(2 + 18);
    }
}
