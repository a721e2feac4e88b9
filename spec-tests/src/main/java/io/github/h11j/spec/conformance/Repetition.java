package io.github.h11j.spec.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command line that runs one case of a run again. */
final class Repetition {

    /** The options that select cases or say where results go. */
    private static final Set<String> LEFT_OUT = Set.of(
            "--only",
            "--except",
            "--level",
            "--rule",
            "--cve",
            "--show",
            "--quiet",
            "--list",
            "--name",
            "--junit",
            "--json",
            "--html",
            "--expected");

    private final List<String> start;

    private Repetition(List<String> start) {
        this.start = start;
    }

    /** From the command line of this run. */
    static Repetition of(ParseResult parsed) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", "h11j-conformance.jar"));
        words.add(parsed.commandSpec().name());
        for (PositionalParamSpec positional : parsed.matchedPositionals()) {
            words.addAll(positional.originalStringValues());
        }
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!LEFT_OUT.contains(option.longestName())) {
                for (String value : option.originalStringValues()) {
                    words.add(option.longestName());
                    if (option.arity().max() > 0) {
                        words.add(value);
                    }
                }
            }
        }
        return new Repetition(words.stream().map(Repetition::quoted).toList());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Returns the words, quoted for a shell. */
    List<String> of(ConformanceCase test) {
        List<String> words = new ArrayList<>(start);
        words.addAll(List.of("--only", test.id(), "--show"));
        return words;
    }
}
