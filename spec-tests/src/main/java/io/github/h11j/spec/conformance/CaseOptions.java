package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which cases a command runs. */
final class CaseOptions {

    @Option(names = "--cases", paramLabel = "FILE", description = "Run the cases of this file instead of the kit's.")
    private final List<Path> files = new ArrayList<>();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ID",
            description = "Run only these cases; * stands for any text. Can be repeated.")
    private final List<String> only = new ArrayList<>();

    @Option(names = "--except", split = ",", paramLabel = "ID", description = "Leave out these cases.")
    private final List<String> except = new ArrayList<>();

    @Option(
            names = "--level",
            split = ",",
            paramLabel = "LEVEL",
            description = "Run only cases of these levels: ${COMPLETION-CANDIDATES}.")
    private final Set<Level> levels = new TreeSet<>();

    @Option(
            names = "--rule",
            split = ",",
            paramLabel = "RULE",
            description = "Run only cases that test these requirements, such as RFC9112-7.1*.")
    private final List<String> rules = new ArrayList<>();

    @Option(
            names = "--cve",
            split = ",",
            arity = "0..1",
            fallbackValue = "*",
            paramLabel = "NAME",
            description = "Run only cases of known vulnerabilities. With =NAME, only those with this text in the name.")
    private final List<String> vulnerabilities = new ArrayList<>();

    /** Returns all cases, selected or not. */
    List<ConformanceCase> all(CaseKind kind) throws IOException {
        List<ConformanceCase> all = new ArrayList<>();
        if (files.isEmpty()) {
            all.addAll(CaseFile.builtIn(kind));
        }
        for (Path file : files) {
            all.addAll(CaseFile.read(file));
        }
        return all;
    }

    List<ConformanceCase> select(CaseKind kind) throws IOException {
        List<ConformanceCase> all = all(kind);
        List<ConformanceCase> selected = all.stream()
                .filter(test -> test.kind() == kind)
                .filter(test -> only.isEmpty() || matches(only, test.id()))
                .filter(test -> !matches(except, test.id()))
                .filter(test -> levels.isEmpty() || levels.contains(test.level()))
                .filter(test -> rules.isEmpty() || test.requirements().stream().anyMatch(rule -> matches(rules, rule)))
                .filter(test ->
                        vulnerabilities.isEmpty() || test.knownAs().stream().anyMatch(this::isWanted))
                .toList();
        if (selected.isEmpty()) {
            throw new IOException("no " + kind.label() + " case of " + all.size() + " is selected");
        }
        return selected;
    }

    private boolean isWanted(String name) {
        return vulnerabilities.stream()
                .anyMatch(text ->
                        text.equals("*") || name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(List<String> globs, String text) {
        return globs.stream().anyMatch(glob -> text.matches(Pattern.quote(glob).replace("*", "\\E.*\\Q")));
    }
}
