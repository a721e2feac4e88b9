package io.github.h11j.handler;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates in fields (RFC 9110 §5.6.7). One form is written, three forms are parsed. */
public final class HttpDate {

    private static final String LEAP_SECOND = "23:59:60";

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    private static final DateTimeFormatter IMF_FIXDATE = utc("EEE, dd MMM uuuu HH:mm:ss 'GMT'");

    /** {@code Sun Nov  6 08:49:37 1994}. */
    private static final DateTimeFormatter ASCTIME = utc("EEE MMM ppd HH:mm:ss uuuu");

    /** How many years in the future a year of two digits may be. Beyond that, it belongs to the previous century. */
    private static final int FUTURE_YEARS = 50;

    private HttpDate() {}

    private static DateTimeFormatter utc(String pattern) {
        return strict(DateTimeFormatter.ofPattern(pattern, Locale.US));
    }

    /** The default style reads 31 February as the 28th. */
    private static DateTimeFormatter strict(DateTimeFormatter form) {
        return form.withResolverStyle(ResolverStyle.STRICT).withZone(ZoneOffset.UTC);
    }

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
    private static DateTimeFormatter rfc850() {
        int base = Year.now(ZoneOffset.UTC).getValue() + FUTURE_YEARS - 99;
        return strict(new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, base)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US));
    }

    /**
     * Formats a date.
     *
     * @param instant in the years 0 to 9999, because the form has four digits, which is not checked; fractions of a
     *     second are dropped
     * @return the date in the form IMF-fixdate, always in GMT
     */
    public static String format(Instant instant) {
        return IMF_FIXDATE.format(instant);
    }

    /**
     * Parses a date.
     *
     * @param text IMF-fixdate, or one of the obsolete forms; case-sensitive, without white space around it. Which
     *     century a year of two digits belongs to depends on the system's clock
     * @return the date; empty if the text has none of the forms, or the day does not exist or is another weekday
     */
    public static Optional<Instant> parse(String text) {
        // "time-of-day ; 00:00:00 - 23:59:60 (leap second)" (RFC 9110 §5.6.7)
        if (text.contains(LEAP_SECOND)) {
            return parse(text.replace(LEAP_SECOND, "23:59:59")).map(second -> second.plusSeconds(1));
        }
        for (DateTimeFormatter form : List.of(IMF_FIXDATE, rfc850(), ASCTIME)) {
            try {
                return Optional.of(form.parse(text, Instant::from));
            } catch (DateTimeException e) {
                // try the next form
            }
        }
        return Optional.empty();
    }
}
