package io.github.h11j.benchmarks.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the JSON reports of the conformance kit beside one another, one report a server, as a page in Markdown: {@code
 * java ...Comparison PAGE NAME=VERSION=REPORT...}.
 */
public final class Comparison {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> LEVELS = List.of("MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "OUGHT", "MAY");
    private static final List<String> VERDICTS = List.of("pass", "tolerated", "fail", "inconclusive");

    private final List<Subject> subjects = new ArrayList<>();
    private final StringBuilder page = new StringBuilder();

    /** A server and what came of each case. */
    private record Subject(String name, String version, String setting, Map<String, JsonNode> cases) {

        long count(String level, String verdict) {
            return cases.values().stream()
                    .filter(test ->
                            level.isEmpty() || test.path("level").asText().equals(level))
                    .filter(test -> test.path("verdict").asText().equals(verdict))
                    .count();
        }

        boolean failed(String id) {
            return cases.containsKey(id)
                    && cases.get(id).path("verdict").asText().equals("fail");
        }
    }

    private Comparison() {}

    /**
     * Writes the page.
     *
     * @param arguments the page, and then each report
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Comparison comparison = new Comparison();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            String[] parts = argument.split("=", 3);
            comparison.add(parts[0], parts[1], Path.of(parts[2]));
        }
        Files.writeString(Path.of(arguments[0]), comparison.page());
    }

    private void add(String name, String version, Path report) throws IOException {
        JsonNode root = JSON.readTree(report.toFile());
        Map<String, JsonNode> cases = new LinkedHashMap<>();
        for (JsonNode test : root.path("cases")) {
            cases.put(test.path("id").asText(), test);
        }
        subjects.add(new Subject(name, version, root.path("setting").asText(), cases));
    }

    private String page() {
        line("# Servers under the conformance kit");
        line("");
        line("Written by `h11j-benchmarks/compare` on " + LocalDate.now(ZoneOffset.UTC) + ". Do not edit.");
        line("");
        line("Each server is set up as its documentation shows, with its defaults, and returns the same short");
        line("text once it has read the body. All got the same "
                + subjects.get(0).cases().size() + " cases of"
                + " `spec-tests` over loopback. A case fails where the observation is");
        line(
                "none of those that its sentence of RFC 9110 or RFC 9112 allows; *tolerated* are those that the RFCs allow and");
        line(
                "that the kit would not choose; *inconclusive* are those whose premise the server does not offer. Judged are the");
        line("status class, the closing of the connection and what becomes of a request that follows, never a text.");
        line(
                "The small application behind each server takes every method: a case about unknown ones fails where the library");
        line(
                "leaves them to the application. Behind h11j's servers stands `SecureTargets`, which their users are to choose.");
        line("");
        counts();
        line("");
        versions();
        line("");
        failures();
        line("## Where the verdict is debatable");
        line("");
        line("- A case of level SHOULD, OUGHT or MAY that fails is a choice, not a breach.");
        line(
                "- A MUST that asks for 400 is failed by a server that answers with another error and closes, unless the case lists");
        line("  that as tolerated; a recipient that reads the bytes the same way is safe with either.");
        line("- Some servers have options that change a verdict; here all have their defaults.");
        line("- HAProxy and nginx answer here by themselves; in front of another server they may pass more on.");
        line("");
        line("To see a case on the wire: start the server with `h11j-benchmarks/compare --serve NAME` and run");
        line("`java -jar spec-tests/target/h11j-conformance.jar server URL --only ID --show`.");
        return page.toString();
    }

    private void counts() {
        StringBuilder head = new StringBuilder("| server |");
        StringBuilder rule = new StringBuilder("|---|");
        for (String level : LEVELS) {
            head.append(' ').append(level).append(" failed |");
            rule.append("---:|");
        }
        for (String verdict : VERDICTS) {
            head.append(' ').append(verdict).append(" |");
            rule.append("---:|");
        }
        line(head.toString());
        line(rule.toString());
        for (Subject subject : subjects) {
            StringBuilder row = new StringBuilder("| " + subject.name() + " |");
            for (String level : LEVELS) {
                row.append(' ').append(subject.count(level, "fail")).append(" |");
            }
            for (String verdict : VERDICTS) {
                row.append(' ').append(subject.count("", verdict)).append(" |");
            }
            line(row.toString());
        }
    }

    private void versions() {
        line("| server | version | how it answered plain requests |");
        line("|---|---|---|");
        for (Subject subject : subjects) {
            line("| " + subject.name() + " | " + subject.version() + " | " + subject.setting() + " |");
        }
    }

    private void failures() {
        Map<String, List<String>> byLevel = new TreeMap<>((a, b) -> LEVELS.indexOf(a) - LEVELS.indexOf(b));
        for (Subject subject : subjects) {
            subject.cases().forEach((id, test) -> {
                List<String> ids = byLevel.computeIfAbsent(test.path("level").asText(), level -> new ArrayList<>());
                if (!ids.contains(id) && subjects.stream().anyMatch(other -> other.failed(id))) {
                    ids.add(id);
                }
            });
        }
        byLevel.forEach((level, ids) -> {
            if (!ids.isEmpty()) {
                line("## Failed: " + level);
                line("");
                line("| case | what right software does | rules | failed by: observed |");
                line("|---|---|---|---|");
                ids.forEach(this::failure);
                line("");
            }
        });
    }

    private void failure(String id) {
        Map<String, List<String>> byObservation = new LinkedHashMap<>();
        JsonNode test = JSON.missingNode();
        for (Subject subject : subjects) {
            if (subject.failed(id)) {
                test = subject.cases().get(id);
                byObservation
                        .computeIfAbsent(test.path("observed").asText(), observed -> new ArrayList<>())
                        .add(subject.name());
            }
        }
        List<String> failed = new ArrayList<>();
        byObservation.forEach((observed, names) -> failed.add(String.join(", ", names) + ": `" + observed + "`"));
        List<String> rules = new ArrayList<>();
        test.path("rules").forEach(rule -> rules.add(rule.asText()));
        line(String.format(
                Locale.ROOT,
                "| `%s` | %s | %s | %s |",
                id,
                test.path("title").asText().replace("|", "\\|"),
                String.join(", ", rules),
                String.join("; ", failed)));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
