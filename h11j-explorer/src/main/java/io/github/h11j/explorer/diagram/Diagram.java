package io.github.h11j.explorer.diagram;

import io.github.h11j.StateMachine.Rule;
import java.util.List;

/**
 * One automaton, or several small ones, as a picture.
 *
 * @param name of its file
 * @param title what it shows
 * @param description the same in a sentence or two, for those who do not see it
 * @param width in pixels
 * @param height in pixels
 * @param nodes the states
 * @param marks the rows
 * @param echoes effects of rows whose mark is in another picture
 */
record Diagram(
        String name,
        String title,
        String description,
        int width,
        int height,
        List<Node> nodes,
        List<Mark> marks,
        List<Mark> echoes) {

    Diagram {
        nodes = List.copyOf(nodes);
        marks = List.copyOf(marks);
        echoes = List.copyOf(echoes);
    }

    /** Whether there are enough kinds of marks to explain their colours. */
    boolean hasLegend() {
        return marks.size() > 4;
    }

    List<Rule> rows() {
        return marks.stream().map(Mark::row).toList();
    }
}
