package io.github.h11j.examples.app;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.handler.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The validators of a representation, and the conditions of a request on them (RFC 9110 §8.8, §13).
 *
 * @param etag a strong entity-tag with its quotes
 * @param lastModified whole seconds
 */
record Validators(String etag, Instant lastModified) {

    /** What becomes of the request. */
    enum Outcome {
        /** The method is carried out. */
        PROCEED,
        /** The client has it: 304. */
        NOT_MODIFIED,
        /** It is not what the client thinks: 412. */
        FAILED
    }

    /** Returns the validators of a file. The tag holds its time, to the nanosecond, and its size. */
    static Validators of(Instant modified, long size) {
        String etag = "\"" + Long.toHexString(modified.getEpochSecond()) + "-" + Integer.toHexString(modified.getNano())
                + "-" + Long.toHexString(size) + "\"";
        return new Validators(etag, modified.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Evaluates the preconditions of GET and HEAD in their order (RFC 9110 §13.2.2). */
    Outcome judge(Request request) {
        Headers fields = request.headers();
        if (fields.contains("If-Match")) {
            if (!isAmong(fields.tokens("If-Match"), false)) {
                return Outcome.FAILED;
            }
        } else if (date(fields, "If-Unmodified-Since")
                .filter(lastModified::isAfter)
                .isPresent()) {
            return Outcome.FAILED;
        }
        boolean has = fields.contains("If-None-Match")
                ? isAmong(fields.tokens("If-None-Match"), true)
                : date(fields, "If-Modified-Since")
                        .filter(since -> !lastModified.isAfter(since))
                        .isPresent();
        return has ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    /** Returns whether a {@code Range} counts: there is no {@code If-Range}, or it holds (RFC 9110 §13.1.5). */
    boolean allowRange(Request request, Instant now) {
        Headers fields = request.headers();
        Optional<String> condition = fields.first("If-Range");
        if (condition.isEmpty()) {
            return true;
        }
        if (condition.get().startsWith("\"")) {
            return condition.get().equals(etag);
        }
        // a date is a strong validator only if the file did not change twice within that second (RFC 9110 §8.8.2.2)
        boolean strong = Duration.between(lastModified, now).toSeconds() >= 1;
        return strong && date(fields, "If-Range").filter(lastModified::equals).isPresent();
    }

    private boolean isAmong(List<String> tags, boolean weakly) {
        return tags.stream()
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || (weakly && tag.equals("W/" + etag)));
    }

    private static Optional<Instant> date(Headers fields, String name) {
        return fields.first(name).flatMap(HttpDate::parse);
    }
}
