package io.github.h11j;

import java.nio.charset.StandardCharsets;

/** The forms of a request-target (RFC 9112 §3.2) and of {@code uri-host [":" port]}, which Host shares. */
final class Target {

    private static final int NO = -1;
    private static final int MAX_PORT = 65_535;
    private static final byte[] HTTP = Ascii.octets("http");
    private static final byte[] HTTPS = Ascii.octets("https");

    private Target() {}

    /** Whether a target has a form that the method allows; the characters of a path or query are not looked at. */
    static boolean isAllowed(String method, String target) {
        byte[] octets = target.getBytes(StandardCharsets.ISO_8859_1);
        if (method.equals("CONNECT")) {
            return isAuthorityForm(octets);
        }
        return octets[0] == '/' || (target.equals("*") && method.equals("OPTIONS")) || skipAuthority(octets) != NO;
    }

    /** Whether every character may stand in a URI, each percent sign before two hexadecimal digits. */
    static boolean hasOnlyUriCharacters(String target) {
        byte[] octets = target.getBytes(StandardCharsets.ISO_8859_1);
        int from = isAuthorityForm(octets) ? octets.length : Math.max(0, skipAuthority(octets));
        return skip(octets, from, octets.length, Grammar.URI) == octets.length;
    }

    /**
     * Whether a host that begins at an index of a target may be an IP literal, in brackets: at the start, or after a
     * scheme, a colon and two slashes. Read backwards, so that no octet is looked at for two brackets.
     */
    static boolean isHostStart(byte[] octets, int targetStart, int i) {
        if (i == targetStart) {
            return true;
        }
        int colon = i - 3;
        if (colon <= targetStart || octets[colon] != ':' || !hasSlashes(octets, colon + 1)) {
            return false;
        }
        int start = colon;
        while (start > targetStart && isOfScheme(octets[start - 1], start - 1 - targetStart)) {
            start--;
        }
        return start == targetStart;
    }

    /** Index of the first octet that is neither in a class nor percent-encoded. */
    private static int skip(byte[] octets, int from, int to, int octetClass) {
        int i = from;
        while (true) {
            i = Grammar.skip(octets, i, to, octetClass);
            if (i + 2 >= to
                    || octets[i] != '%'
                    || !Grammar.is(octets[i + 1], Grammar.HEX)
                    || !Grammar.is(octets[i + 2], Grammar.HEX)) {
                return i;
            }
            i += 3;
        }
    }

    /** Host and port, neither of them empty: a CONNECT with an empty or invalid port is refused (RFC 9110 §9.3.6). */
    private static boolean isAuthorityForm(byte[] octets) {
        int hostEnd = skipHost(octets, 0, octets.length);
        return hostEnd > 0
                && hostEnd + 1 < octets.length
                && isPort(octets, hostEnd, octets.length)
                && isAtMostMaxPort(octets, hostEnd + 1);
    }

    /** Whether the digits from an index on are a port that TCP has. */
    private static boolean isAtMostMaxPort(byte[] octets, int from) {
        int port = 0;
        for (int i = from; i < octets.length && port <= MAX_PORT; i++) {
            port = port * 10 + (octets[i] - '0');
        }
        return port <= MAX_PORT;
    }

    /**
     * Of absolute-form, index after the scheme and, of http and https, the authority, which has a host and no user
     * information; of another scheme, after an authority only if that begins with an IP literal. {@link #NO} if this is
     * no absolute-form.
     */
    private static int skipAuthority(byte[] octets) {
        int to = octets.length;
        int schemeEnd = 0;
        while (schemeEnd < to && isOfScheme(octets[schemeEnd], schemeEnd)) {
            schemeEnd++;
        }
        if (schemeEnd == 0 || schemeEnd == to || octets[schemeEnd] != ':') {
            return NO;
        }
        boolean http = isScheme(octets, schemeEnd, HTTP) || isScheme(octets, schemeEnd, HTTPS);
        int from = schemeEnd + 3;
        boolean hasAuthority = from < to && hasSlashes(octets, schemeEnd + 1);
        if (!http && !(hasAuthority && octets[from] == '[')) {
            return schemeEnd + 1;
        }
        if (!hasAuthority) {
            return NO;
        }
        int end = from;
        while (end < to && octets[end] != '/' && octets[end] != '?') {
            end++;
        }
        return end == from || octets[from] == ':' || !isHostAndPort(octets, from, end) ? NO : end;
    }

    private static boolean hasSlashes(byte[] octets, int from) {
        return octets[from] == '/' && octets[from + 1] == '/';
    }

    private static boolean isOfScheme(byte octet, int position) {
        return Grammar.is(octet, Grammar.ALPHA)
                || (position > 0 && (Grammar.is(octet, Grammar.DIGIT) || "+-.".indexOf(octet) >= 0));
    }

    private static boolean isScheme(byte[] octets, int end, byte[] lower) {
        return end == lower.length && Grammar.matches(octets, 0, lower);
    }

    /** Whether [from, to) is {@code uri-host [":" port]}; both may be empty, as in RFC 3986. */
    static boolean isHostAndPort(byte[] octets, int from, int to) {
        int hostEnd = skipHost(octets, from, to);
        return hostEnd == to || (hostEnd != NO && isPort(octets, hostEnd, to));
    }

    private static boolean isPort(byte[] octets, int colon, int to) {
        return octets[colon] == ':' && Grammar.skip(octets, colon + 1, to, Grammar.DIGIT) == to;
    }

    /** Index after a {@code uri-host}, {@link #NO} if an IP literal is malformed. */
    private static int skipHost(byte[] octets, int from, int to) {
        if (from == to || octets[from] != '[') {
            return skip(octets, from, to, Grammar.REG_NAME);
        }
        int close = from + 1;
        while (close < to && octets[close] != ']') {
            close++;
        }
        boolean valid = close < to && (isIpv6(octets, from + 1, close) || isIpFuture(octets, from + 1, close));
        return valid ? close + 1 : NO;
    }

    /** {@code "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )} (RFC 3986 §3.2.2). */
    private static boolean isIpFuture(byte[] octets, int from, int to) {
        if (from == to || (octets[from] | 0x20) != 'v') {
            return false;
        }
        int dot = Grammar.skip(octets, from + 1, to, Grammar.HEX);
        if (dot == from + 1 || dot + 1 >= to || octets[dot] != '.') {
            return false;
        }
        for (int i = dot + 1; i < to; i++) {
            if (octets[i] != ':' && !Grammar.is(octets[i], Grammar.REG_NAME)) {
                return false;
            }
        }
        return true;
    }

    /** Eight groups of up to four hexadecimal digits; {@code ::} once for one or more; the last two may be IPv4. */
    private static boolean isIpv6(byte[] octets, int from, int to) {
        int groups = 0;
        boolean shortened = false;
        int i = from;
        if (i + 1 < to && octets[i] == ':' && octets[i + 1] == ':') {
            shortened = true;
            i += 2;
        }
        while (i < to) {
            int groupEnd = Grammar.skip(octets, i, to, Grammar.HEX);
            if (groupEnd < to && octets[groupEnd] == '.') {
                groups += 2;
                return isIpv4(octets, i, to) && (shortened ? groups < 8 : groups == 8);
            }
            if (groupEnd == i || groupEnd - i > 4) {
                return false;
            }
            groups++;
            i = groupEnd;
            if (i == to) {
                break;
            }
            if (octets[i] != ':' || i + 1 == to) {
                return false;
            }
            i++;
            if (octets[i] == ':') {
                if (shortened) {
                    return false;
                }
                shortened = true;
                i++;
            }
        }
        return shortened ? groups < 8 : groups == 8;
    }

    private static boolean isIpv4(byte[] octets, int from, int to) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            int end = Grammar.skip(octets, i, Math.min(to, i + 3), Grammar.DIGIT);
            boolean leadingZero = end > i + 1 && octets[i] == '0';
            int number = 0;
            for (int k = i; k < end; k++) {
                number = number * 10 + (octets[k] - '0');
            }
            if (end == i || leadingZero || number > 255) {
                return false;
            }
            i = end;
            if (part < 3) {
                if (i == to || octets[i] != '.') {
                    return false;
                }
                i++;
            }
        }
        return i == to;
    }
}
