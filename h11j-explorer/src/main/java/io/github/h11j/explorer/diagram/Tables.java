package io.github.h11j.explorer.diagram;

import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.explorer.Rows;
import java.util.Optional;

/** The rows of a picture in other forms: a table in Markdown, a state diagram in Mermaid's language. */
final class Tables {

    private Tables() {}

    /** For those who do not see the picture, and for what it has no room for. */
    static String markdown(Diagram diagram) {
        StringBuilder table = new StringBuilder("| row | from | what fires it | to | rule | what it means |\n");
        table.append("|---|---|---|---|---|---|\n");
        for (Rule row : diagram.rows()) {
            table.append("| ").append(Rows.id(row)).append(" | ");
            table.append(states(diagram, row)).append(" | ");
            table.append(row.source()).append(" | ").append(row.explanation()).append(" |\n");
        }
        return table.toString();
    }

    private static String states(Diagram diagram, Rule row) {
        Role machine = diagram.name().equals("server") ? Role.SERVER : Role.CLIENT;
        if (Keys.moves(row, machine)) {
            String from = Keys.from(row, machine).map(State::name).orElse("any");
            String to = Keys.to(row, machine).map(State::name).orElseThrow();
            return from + " | " + what(row) + " | " + to;
        }
        return "any | " + what(row) + " | " + (diagram.name().equals("keep-alive") ? "off" : "pending");
    }

    /** The label, and what of the note is no number. */
    private static String what(Rule row) {
        String[] note = Rows.note(row).split(" · ", -1);
        return note.length > 2 ? Rows.label(row) + ", " + note[2] : Rows.label(row);
    }

    /** For pages that draw Mermaid. */
    static String mermaid(Diagram diagram, Role machine) {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> IDLE\n");
        for (Rule row : diagram.rows()) {
            Optional<State> from = Keys.from(row, machine);
            text.append("    ").append(from.map(State::name).orElse("any_state"));
            text.append(" --> ").append(Keys.to(row, machine).orElseThrow());
            text.append(" : ").append(what(row)).append('\n');
        }
        return text.toString();
    }
}
