package io.github.h11j.spec.conformance;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What reports group cases by: the kit's files, each of which has one subject, such as {@code chunks}. */
final class Categories {

    /** Where the cases of users belong. */
    static final String OTHER = "other";

    private static final Map<CaseKind, Map<String, String>> BY_ID = new ConcurrentHashMap<>();

    private Categories() {}

    /** Returns the name of the file that has the case, without its ending. */
    static String of(CaseKind kind, String id) {
        return BY_ID.computeIfAbsent(kind, Categories::read).getOrDefault(id, OTHER);
    }

    private static Map<String, String> read(CaseKind kind) {
        Map<String, String> byId = new HashMap<>();
        CaseFile.byFile(kind)
                .forEach(
                        (file, cases) -> cases.forEach(test -> byId.put(test.id(), file.replaceFirst("\\.yaml$", ""))));
        return byId;
    }
}
