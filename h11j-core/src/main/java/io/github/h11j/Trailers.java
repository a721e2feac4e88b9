package io.github.h11j;

import java.util.Locale;
import java.util.Set;

/**
 * Which fields may be trailers (RFC 9110 §6.5.1). The list of those that may not is closed, so that a new field passes:
 * those that frame or route a message are refused, those that only mean something before the content removed.
 */
final class Trailers {

    private static final Set<String> REFUSED = Set.of("transfer-encoding", "content-length", "host");

    private static final Set<String> REMOVED = Set.of(
            "age",
            "authorization",
            "cache-control",
            "connection",
            "content-encoding",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "expect",
            "expires",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "keep-alive",
            "location",
            "max-forwards",
            "pragma",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "retry-after",
            "set-cookie",
            "te",
            "trailer",
            "upgrade",
            "vary",
            "www-authenticate");

    private Trailers() {}

    /** The end of a received message, with those of its trailers that may pass. */
    static EndOfMessage endOfMessage(Headers received, ViolationHandler violations) {
        if (received.isEmpty()) {
            return EndOfMessage.INSTANCE;
        }
        if (!violations.has(Option.CHECK_TRAILERS)) {
            Framing.checkTrailers(received, violations);
            return new EndOfMessage(received);
        }
        Headers kept = received;
        for (Headers.Field field : received) {
            String lower = field.name().toLowerCase(Locale.ROOT);
            if (REFUSED.contains(lower)) {
                throw violations.exception(Violation.FORBIDDEN_TRAILER, field.name());
            }
            if (REMOVED.contains(lower)) {
                violations.report(Violation.REMOVED_TRAILER, field.name());
                kept = kept.without(field.name());
            }
        }
        return new EndOfMessage(kept);
    }

    /** Refuses to send a trailer that may not be one. */
    static void checkSent(Headers trailers) {
        for (Headers.Field field : trailers) {
            String lower = field.name().toLowerCase(Locale.ROOT);
            if (REFUSED.contains(lower) || REMOVED.contains(lower)) {
                throw LocalProtocolException.of(Violation.FORBIDDEN_TRAILER, field.name());
            }
        }
    }
}
