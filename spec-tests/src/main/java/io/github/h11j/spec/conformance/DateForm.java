package io.github.h11j.spec.conformance;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of timestamps (RFC 9110 section 5.6.7). */
final class DateForm {

    private static final Pattern IMF_FIXDATE = Pattern.compile(
            "([A-Z][a-z]{2}), (\\d{2}) ([A-Z][a-z]{2}) (\\d{4}) ([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60) GMT");

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private DateForm() {}

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
        Matcher matcher = IMF_FIXDATE.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        try {
            int month = MONTHS.indexOf(matcher.group(3)) + 1;
            LocalDate date =
                    LocalDate.of(Integer.parseInt(matcher.group(4)), month, Integer.parseInt(matcher.group(2)));
            return date.getDayOfWeek()
                    .getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
                    .equals(matcher.group(1));
        } catch (DateTimeException e) {
            return false; // no such month, or no such day in it
        }
    }
}
