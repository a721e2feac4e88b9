package io.github.h11j.examples.gateway;

import java.util.Locale;
import java.util.Optional;

/**
 * A request-target in absolute-form, as clients send it to proxies (RFC 9112 §3.2.2).
 *
 * @param scheme in lower case
 * @param authority host and port as they stand there
 * @param origin the target for the server itself: path and query, never empty
 */
record AbsoluteTarget(String scheme, String authority, String origin) {

    /** Takes a target apart that a server has accepted; empty if it has another form, or no authority. */
    static Optional<AbsoluteTarget> of(String target, String method) {
        int schemeEnd = target.indexOf("://");
        if (target.startsWith("/") || schemeEnd <= 0 || method.equals("CONNECT")) {
            return Optional.empty();
        }
        String scheme = target.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        int begin = schemeEnd + 3;
        int end = begin;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return Optional.of(
                new AbsoluteTarget(scheme, target.substring(begin, end), origin(target.substring(end), method)));
    }

    /** RFC 9112 §3.2.1, §3.2.4. */
    private static String origin(String rest, String method) {
        if (rest.isEmpty()) {
            return method.equals("OPTIONS") ? "*" : "/";
        }
        return rest.startsWith("?") ? "/" + rest : rest;
    }
}
