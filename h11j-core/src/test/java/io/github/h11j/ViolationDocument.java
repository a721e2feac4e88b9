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

            Every rule whose breach h11j reports (`Violation`): made by `ViolationDocumentTest` from the enum and from the
            rows that `ViolationTableTest` runs, each whole, byte by byte and cut at every place. Do not edit this page;
            `mvn test -pl h11j-core -Dtest=ViolationDocumentTest -Dh11j.docs.write=true` writes it anew.

            *Status* is the hint for a server's answer. *Tolerated by* names the presets that tolerate it in what they
            receive; "a policy may" means that none does and `Policy.tolerating` can; the rest is refused by every policy.
            After a tolerated `WHITESPACE_BEFORE_COLON`, `MISSING_COLON` or `BAD_CHUNK_LINE_END` the connection is not used
            again. Only `TARGET_CHARACTER`, `TARGET_NON_ASCII` and `FIELD_VALUE_CONTROL` can be allowed in what is sent
            (`Policy.allowingToSend`).

            In the bytes `▸` stands before the byte at fault, whose position in the stream is the exception's `offset()`;
            `{x*3}` is `xxx`. Unless another is named, the policy is STRICT, bytes of a client are the first on a connection
            and bytes of a server answer a GET.
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
        page.append("Only these; of those above, sending commits some as well.\n\n");
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
