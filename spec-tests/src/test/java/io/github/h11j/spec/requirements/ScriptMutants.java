package io.github.h11j.spec.requirements;

import java.util.ArrayList;
import java.util.List;

/** Scripts that expect one thing more, one thing less or something else than a script does: all of them must fail. */
final class ScriptMutants {

    private ScriptMutants() {}

    static List<Script> of(Script script) {
        List<Script> mutants = new ArrayList<>();
        for (int i = 1; i < script.lines().size(); i++) {
            String line = script.lines().get(i);
            for (String changed : changed(line)) {
                mutants.add(script.withLine(i, changed));
            }
        }
        return mutants;
    }

    private static List<String> changed(String line) {
        String word = line.contains(" ") ? line.substring(0, line.indexOf(' ')) : line;
        return switch (word) {
            case "=" -> List.of(line.equals("= NEED_DATA") ? "= PAUSED" : "", line + "x");
            case "!" ->
                line.contains("@")
                        ? List.of(
                                "",
                                line.replaceFirst("@\\d+", "@987654"),
                                line.replaceFirst("! ", "! NOT_"),
                                line + "9")
                        : List.of("", line.replaceFirst("! ", "! NOT_"));
            case ">" ->
                line.endsWith("\\*")
                        ? List.of(line.equals("> \\*") ? ">" : line.substring(0, line.length() - 2))
                        : line.equals(">") ? List.of("> x") : List.of(">", line + "x", line.replaceFirst("> .", "> ~"));
            case "state" -> List.of(line + "x", line.replaceFirst("state ", "state x"));
            case "reusable", "waiting" -> List.of(word + (line.endsWith("yes") ? " no" : " yes"));
            case "close", "trailing", "discarded", "tolerated", "extensions", "version" -> List.of(line + "x");
            default -> List.of();
        };
    }
}
