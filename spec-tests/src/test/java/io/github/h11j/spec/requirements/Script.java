package io.github.h11j.spec.requirements;

import java.util.ArrayList;
import java.util.List;

/**
 * One conversation: which side we are, the policy, what is received, what we send, and what to expect.
 *
 * @param title a sentence
 * @param ids the requirements that it tests
 * @param place file and line
 * @param lines the lines of the script, without the empty ones
 */
record Script(String title, List<String> ids, String place, List<String> lines) {

    Script {
        ids = List.copyOf(ids);
        lines = List.copyOf(lines);
    }

    /** With one line replaced, or left out where the new one is empty. */
    Script withLine(int index, String line) {
        List<String> changed = new ArrayList<>(lines);
        if (line.isEmpty()) {
            changed.remove(index);
        } else {
            changed.set(index, line);
        }
        return new Script(title, ids, place, changed);
    }

    @Override
    public String toString() {
        return place + " " + title;
    }
}
