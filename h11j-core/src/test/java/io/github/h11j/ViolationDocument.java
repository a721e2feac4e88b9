package io.github.h11j;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of {@code docs/reference/violations.md}: what {@link Violation} and {@link ViolationCases} say, as a page. */
final class ViolationDocument {

    private static final String INTRODUCTION = """
            # Violations

            This page lists every rule whose breach h11j reports. `ViolationDocumentTest` makes it from the enum `Violation`
            and from the examples of `ViolationTableTest`. That test passes the bytes of each example to h11j in three ways: all at
            once, one byte at a time, and in two parts, split at each place. Do not edit this page;
            `mvn test -pl h11j-core -Dtest=ViolationDocumentTest -Dh11j.docs.write=true` writes it anew.

            *Status* is the status code that a server should respond with. *Tolerated by* names the predefined policies that
            tolerate the violation in what they receive. Where it names STRICT, BROWSER_FACING_SERVER tolerates the violation,
            too, and is not named. The entry "a policy may" means that no predefined policy tolerates the violation, but that
            `Policy.tolerating` returns a policy that does. `-` means that no policy can tolerate it.
            (Some options decide whether h11j looks for a violation at all: see `Option`.) After a
            tolerated `WHITESPACE_BEFORE_COLON`, `MISSING_COLON`, `BAD_CHUNK_LINE_END` or, except under H11,
            `CONTENT_LENGTH_WITH_TRANSFER_ENCODING`, the connection is not used again. `Policy.allowingToSend` can only
            allow `TARGET_CHARACTER`, `TARGET_NON_ASCII` and `FIELD_VALUE_CONTROL` in what is sent.

            The last table has an example of bytes for each violation. In it, `▸` marks the position that the exception's
            `offset()` returns. It stands before the byte at fault; if a whole head or trailer section is at fault, after that
            section; if the stream ends too early, at its end. `{x*3}` stands for `xxx`. Bytes of a client are the first on a
            connection, and bytes of a server answer a GET. The last column names the policy; if it is empty, the policy is
            STRICT. "Refusing it" means that the policy was made with `Policy.refusing` and refuses this violation. A name and a
            number are a limit of `Limits` and its value.
            """;

    private ViolationDocument() {}

    static String text() {
        Map<Violation, List<ViolationCases.Row>> rows = new EnumMap<>(Violation.class);
        for (ViolationCases.Row row : ViolationCases.rows()) {
            rows.computeIfAbsent(row.violation(), v -> new ArrayList<>()).add(row);
        }
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("\n## What a peer can do\n\n");
        page.append("| violation | status | rule | what is wrong | tolerated by |\n|---|---|---|---|---|\n");
        rows.keySet().forEach(violation -> page.append(line(violation, true)));
        page.append("\n## What a program can do\n\n");
        page.append(
                "A peer cannot commit these; the program that uses h11j can. When it sends, it can also commit some of those above.\n\n");
        page.append("| violation | status | rule | what is wrong |\n|---|---|---|---|\n");
        EnumSet.complementOf(EnumSet.copyOf(rows.keySet())).forEach(violation -> page.append(line(violation, false)));
        page.append("\n## The bytes\n\n");
        page.append("| violation | sender | bytes | under |\n|---|---|---|---|\n");
        rows.values().forEach(list -> list.forEach(row -> page.append(line(row))));
        return page.toString();
    }

    private static String line(Violation violation, boolean withTolerance) {
        String line = "| `" + violation + "` | " + violation.statusHint() + " | " + violation.source() + " | "
                + violation.text() + " |";
        return line + (withTolerance ? " " + tolerance(violation) + " |\n" : "\n");
    }

    private static String tolerance(Violation violation) {
        if (!violation.isTolerable(Role.SERVER)) {
            return "-";
        }
        List<String> presets = new ArrayList<>();
        addPreset(presets, "STRICT", Policy.STRICT, violation);
        if (!Policy.STRICT.tolerates(Role.CLIENT, violation)
                && Policy.BROWSER_FACING_SERVER.tolerates(Role.CLIENT, violation)) {
            presets.add("BROWSER_FACING_SERVER");
        }
        addPreset(presets, "H11", Policy.H11, violation);
        if (Policy.TOLERANT_CLIENT.tolerates(Role.SERVER, violation)) {
            presets.add("TOLERANT_CLIENT");
        }
        String where = violation.isTolerable(Role.CLIENT) ? "a policy may" : "a policy may in responses";
        return presets.isEmpty() ? where : String.join(", ", presets);
    }

    private static void addPreset(List<String> presets, String name, Policy policy, Violation violation) {
        boolean requests = policy.tolerates(Role.CLIENT, violation);
        boolean responses = policy.tolerates(Role.SERVER, violation);
        if (requests && responses) {
            presets.add(name);
        } else if (requests) {
            presets.add(name + " in requests");
        } else if (responses) {
            presets.add(name + " in responses");
        }
    }

    private static String line(ViolationCases.Row row) {
        Setup usual = row.sender() == Role.CLIENT ? Setup.NOTHING : Setup.GET_SENT;
        String setup = row.setup() == usual
                ? ""
                : row.setup() == Setup.NOTHING ? " without a request" : " " + row.setup().text;
        String bytes = Wire.visible(row.marked()).replace("|", "\\|");
        String end = row.ending() == Ending.OPEN ? "" : ", then " + row.ending();
        String policy = row.policyName().equals("STRICT") ? "" : " " + row.policyName();
        return "| `" + row.violation() + "` | " + row.sender().name().toLowerCase(Locale.ROOT) + setup + " | `" + bytes
                + "`" + end + " |" + policy + " |\n";
    }
}
