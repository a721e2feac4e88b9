package io.github.h11j.examples.app;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.handler.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The validators of a representation, and the conditions of a request on them (RFC 9110 §8.8, §13).
 *
 * @param etag a strong entity-tag with its quotes
 * @param lastModified whole seconds
 */
record Validators(String etag, Instant lastModified) {

    /** The next member of a list of entity-tags (RFC 9110 §8.8.3). */
    private static final Pattern NEXT_TAG = Pattern.compile("\\G[ \t,]*((?:W/)?\"[^\"]*\")[ \t]*(?=,|$)");

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
            if (!isAmong(fields.all("If-Match"), false)) {
                return Outcome.FAILED;
            }
        } else if (date(fields, "If-Unmodified-Since")
                .filter(lastModified::isAfter)
                .isPresent()) {
            return Outcome.FAILED;
        }
        boolean has = fields.contains("If-None-Match")
                ? isAmong(fields.all("If-None-Match"), true)
                : date(fields, "If-Modified-Since")
                        .filter(since -> !lastModified.isAfter(since))
                        .isPresent();
        return has ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    /** Returns whether a {@code Range} counts: there is no {@code If-Range}, or it holds (RFC 9110 §13.1.5). */
    boolean allowRange(Request request, Instant now) {
        Headers fields = request.headers();
        List<String> conditions = fields.all("If-Range");
        if (conditions.isEmpty()) {
            return true;
        }
        if (conditions.size() > 1) {
            return false;
        }
        if (conditions.get(0).startsWith("\"")) {
            return conditions.get(0).equals(etag);
        }
        // a date is a strong validator only if the file did not change twice within that second (RFC 9110 §8.8.2.2)
        boolean strong = Duration.between(lastModified, now).toSeconds() >= 1;
        return strong && date(fields, "If-Range").filter(lastModified::equals).isPresent();
    }

    /** A comma inside the quotes of a tag does not end it, and an asterisk there matches nothing else. */
    private boolean isAmong(List<String> values, boolean weakly) {
        String list = String.join(",", values);
        if (list.equals("*")) {
            return true;
        }
        Matcher tags = NEXT_TAG.matcher(list);
        while (tags.find()) {
            String tag = tags.group(1);
            if (tag.equals(etag) || (weakly && tag.equals("W/" + etag))) {
                return true;
            }
        }
        return false;
    }

    /** RFC 9110 §13.1.3: the field is ignored if it "is not a valid HTTP-date" or "has more than one member". */
    private static Optional<Instant> date(Headers fields, String name) {
        List<String> values = fields.all(name);
        return values.size() == 1 ? HttpDate.parse(values.get(0)) : Optional.empty();
    }
}
