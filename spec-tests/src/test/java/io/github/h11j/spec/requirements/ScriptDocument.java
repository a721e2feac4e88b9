package io.github.h11j.spec.requirements;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown page of scripts. Under the heading of a requirement, or of several, stands its sentence as a quotation, then
 * come their scripts: a title in bold, behind it the other requirements that the script tests, and the script as a code
 * block.
 *
 * @param file name of the resource
 * @param sentences the headings and quotations, by id, as they stand in the page
 * @param scripts in order
 */
record ScriptDocument(String file, Map<String, String> sentences, List<Script> scripts) {

    private static final List<String> FILES = List.of(
            "1-messages.md",
            "2-start-lines.md",
            "3-fields.md",
            "4-body-length.md",
            "5-chunked.md",
            "6-connection.md",
            "7-methods-and-status.md",
            "8-upgrade-and-expect.md",
            "9-robustness.md");

    private static final Pattern HEADING = Pattern.compile("### (RFC\\d+-[\\d.]+-\\d+) (.*)");
    private static final Pattern TITLE = Pattern.compile("\\*\\*(.+)\\*\\*(?: \\(also (.+)\\))?");

    static List<ScriptDocument> all() {
        return FILES.stream().map(ScriptDocument::read).toList();
    }

    private static ScriptDocument read(String file) {
        try (InputStream in = Objects.requireNonNull(ScriptDocument.class.getResourceAsStream(file), file)) {
            return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ScriptDocument parse(String file, String page) {
        Map<String, String> sentences = new LinkedHashMap<>();
        List<Script> scripts = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        boolean headingsAreUsed = false;
        String title = "";
        List<String> also = List.of();
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        int number = 0;
        for (String line : page.split("\n", -1)) {
            number++;
            Matcher heading = HEADING.matcher(line);
            Matcher name = TITLE.matcher(line);
            if (inside && line.equals("```")) {
                Set<String> ids = new LinkedHashSet<>(headings);
                ids.addAll(also);
                scripts.add(new Script(title, List.copyOf(ids), file + ":" + number, lines));
                lines = new ArrayList<>();
                inside = false;
                headingsAreUsed = true;
            } else if (inside) {
                if (!line.isBlank()) {
                    lines.add(line);
                }
            } else if (line.startsWith("```")) {
                inside = true;
            } else if (heading.matches()) {
                if (headingsAreUsed) {
                    headings.clear();
                    headingsAreUsed = false;
                }
                headings.add(heading.group(1));
                if (sentences.put(heading.group(1), heading.group(2) + "\n") != null) {
                    throw new IllegalArgumentException(file + ":" + number + ": heading given twice: " + line);
                }
            } else if (line.startsWith("> ")) {
                sentences.merge(headings.get(headings.size() - 1), line.substring(2), String::concat);
            } else if (name.matches()) {
                title = name.group(1);
                also = name.group(2) == null ? List.of() : List.copyOf(Citations.split(name.group(2)));
            } else if (!line.isBlank() && !line.startsWith("# ")) {
                throw new IllegalArgumentException(file + ":" + number + ": no heading, title or script: " + line);
            }
        }
        return new ScriptDocument(file, sentences, List.copyOf(scripts));
    }
}
