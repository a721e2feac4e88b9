package io.github.h11j.explorer.diagram;

import io.github.h11j.Role;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.explorer.Rows;

/**
 * A row, as an arrow with a label.
 *
 * @param row the row
 * @param route the arrow
 * @param labelX the middle of the label, or its left edge if it stands beside the arrow
 * @param labelY the middle of the label
 * @param beside whether the label stands beside the arrow and not on it
 */
record Mark(Rule row, Route route, int labelX, int labelY, boolean beside) {

    static final double LABEL_ADVANCE = 7.6;
    static final double NOTE_ADVANCE = 5.6;

    private static final double PADDING = 5;
    private static final double HALF_HEIGHT = 15;

    String id() {
        return Rows.id(row);
    }

    /** What of CSS: who sends, or that it is a state row or an operation. */
    String kind() {
        if (row instanceof EventRule event) {
            return event.sender() == Role.CLIENT ? "client" : "server";
        }
        return row instanceof OperationRule ? "operation" : "state";
    }

    /** The place of the label, for a font whose characters are all equally wide. */
    Box label() {
        double text = Rows.label(row).length() * LABEL_ADVANCE;
        double note = Rows.note(row).length() * NOTE_ADVANCE;
        double width = Math.max(text, note) + 2 * PADDING;
        double left = beside ? labelX - PADDING : labelX - width / 2;
        return new Box(left, labelY - HALF_HEIGHT, left + width, labelY + HALF_HEIGHT);
    }
}
