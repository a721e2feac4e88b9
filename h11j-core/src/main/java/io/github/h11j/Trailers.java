package io.github.h11j;

import java.util.Locale;
import java.util.Set;

/**
 * Which fields may be trailers (RFC 9110 §6.5.1). The list of forbidden ones is closed, so that new fields are
 * accepted: fields that frame or route a message are rejected, fields that only have a meaning before the content are
 * removed.
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

    /** Returns the end of a received message, with those of its trailers that are allowed. */
    static EndOfMessage endOfMessage(Headers received, ViolationHandler violations) {
        if (received.isEmpty()) {
            return EndOfMessage.NO_TRAILERS;
        }
        if (!violations.has(Option.CHECK_TRAILERS)) {
            Framing.checkTrailers(received, violations);
            return new EndOfMessage(Framing.withOneLength(received));
        }
        HeadersBuilder kept = null;
        for (int i = 0; i < received.size(); i++) {
            String lower = received.name(i).toLowerCase(Locale.ROOT);
            if (REFUSED.contains(lower)) {
                throw violations.exception(Violation.FORBIDDEN_TRAILER, received.excerpt(i), LineExcerpt.NOWHERE);
            }
            if (REMOVED.contains(lower)) {
                violations.report(Violation.REMOVED_TRAILER, received.excerpt(i), LineExcerpt.NOWHERE);
                kept = kept == null ? firstOf(received, i) : kept;
            } else if (kept != null) {
                kept.add(received, i);
            }
        }
        return new EndOfMessage(kept == null ? received : kept.build());
    }

    private static HeadersBuilder firstOf(Headers headers, int count) {
        HeadersBuilder builder = Headers.builder();
        for (int i = 0; i < count; i++) {
            builder.add(headers, i);
        }
        return builder;
    }

    /** Rejects a trailer that must not be sent. */
    static void checkSent(Headers trailers) {
        for (int i = 0; i < trailers.size(); i++) {
            String lower = trailers.name(i).toLowerCase(Locale.ROOT);
            if (REFUSED.contains(lower) || REMOVED.contains(lower)) {
                throw LocalProtocolException.of(Violation.FORBIDDEN_TRAILER, trailers.excerpt(i), LineExcerpt.NOWHERE);
            }
        }
    }
}
