package io.github.h11j.spec.conformance;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms of timestamps (RFC 9110 section 5.6.7). */
final class DateForm {

    /** The one that is sent. */
    static final DateTimeFormatter IMF_FIXDATE = form("EEE, dd MMM uuuu HH:mm:ss 'GMT'");

    /** With a year of two digits, which is read as one of this century. */
    static final DateTimeFormatter RFC_850 = form("EEEE, dd-MMM-uu HH:mm:ss 'GMT'");

    static final DateTimeFormatter ASCTIME = form("EEE MMM ppd HH:mm:ss uuuu");

    private DateForm() {}

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    /** A date in a form, with the right day of the week; empty if it is none. */
    static Optional<LocalDateTime> parse(String value, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(value, form));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * The form of a field that has one timestamp.
     *
     * @param values of its lines
     * @return empty without a line; {@code imf-fixdate} for one line with that form, and the right day of the week;
     *     otherwise {@code other}
     */
    static Optional<String> of(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(values.size() == 1 && isImfFixdate(values.get(0)) ? "imf-fixdate" : "other");
    }

    private static boolean isImfFixdate(String value) {
        String withoutLeapSecond = value.replace(":60 GMT", ":59 GMT");
        return parse(withoutLeapSecond, IMF_FIXDATE).isPresent();
    }
}
