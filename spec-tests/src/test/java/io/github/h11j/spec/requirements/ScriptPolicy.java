package io.github.h11j.spec.requirements;

import io.github.h11j.Limits;
import io.github.h11j.Option;
import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.Violation;
import java.util.List;

/**
 * The policy of a script: STRICT, changed by its lines {@code policy tolerating ROLE VIOLATION}, {@code policy refusing
 * ROLE VIOLATION}, {@code policy without OPTION}, {@code policy limit NAME NUMBER}.
 */
final class ScriptPolicy {

    private ScriptPolicy() {}

    static Policy of(List<String> lines) {
        Policy policy = Policy.STRICT;
        for (String line : lines) {
            if (line.startsWith("policy ")) {
                policy = changed(policy, line.split(" ", -1));
            }
        }
        return policy;
    }

    private static Policy changed(Policy policy, String[] words) {
        return switch (words[1]) {
            case "h11" -> Policy.H11;
            case "tolerating" -> policy.tolerating(Role.valueOf(words[2]), Violation.valueOf(words[3]));
            case "refusing" -> policy.refusing(Role.valueOf(words[2]), Violation.valueOf(words[3]));
            case "without" -> policy.without(Option.valueOf(words[2]));
            case "limit" -> policy.with(limited(policy.limits(), words[2], Integer.parseInt(words[3])));
            default -> throw new IllegalArgumentException("unknown policy: " + String.join(" ", words));
        };
    }

    private static Limits limited(Limits limits, String name, int value) {
        return switch (name) {
            case "requestLine" -> limits.withRequestLine(value);
            case "statusLine" -> limits.withStatusLine(value);
            case "fieldSection" -> limits.withFieldSection(value);
            case "fields" -> limits.withFields(value);
            case "chunkLine" -> limits.withChunkLine(value);
            case "chunkExtensions" -> limits.withChunkExtensions(value);
            case "trailerSection" -> limits.withTrailerSection(value);
            case "leadingEmptyLines" -> limits.withLeadingEmptyLines(value);
            case "informationalResponses" -> limits.withInformationalResponses(value);
            case "body" -> limits.withBody(value);
            default -> throw new IllegalArgumentException("unknown limit: " + name);
        };
    }
}
