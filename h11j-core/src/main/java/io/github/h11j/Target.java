package io.github.h11j;

import java.nio.charset.StandardCharsets;

/** The forms of a request-target (RFC 9112 §3.2) and of {@code uri-host [":" port]}, which Host shares. */
final class Target {

    private static final int INVALID = -1;
    private static final int MAX_PORT = 65_535;
    private static final byte[] HTTP = Latin1.bytes("http");
    private static final byte[] HTTPS = Latin1.bytes("https");

    private Target() {}

    /**
     * Returns whether a target has a form that the method allows. The characters of a path or query are not checked.
     */
    static boolean isAllowed(String method, String target) {
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        if (method.equals("CONNECT")) {
            return isAuthorityForm(bytes);
        }
        return bytes[0] == '/' || (target.equals("*") && method.equals("OPTIONS")) || skipAuthority(bytes) != INVALID;
    }

    /**
     * Returns the index of the first character that is not allowed in a URI, or of a percent sign not followed by two
     * hexadecimal digits.
     *
     * @param byteClass the class of the characters of a path and query, {@link Grammar#URI} or more
     */
    static int indexOfBadCharacter(String target, int byteClass) {
        byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
        int from = isAuthorityForm(bytes) ? bytes.length : Math.max(0, skipAuthority(bytes));
        return skip(bytes, from, bytes.length, byteClass);
    }

    /**
     * Returns whether a host that begins at an index of a target may be an IP literal, in brackets: at the start, or
     * after a scheme, a colon and two slashes. It reads backwards, so that no byte is examined for two brackets.
     */
    static boolean isHostStart(byte[] bytes, int targetStart, int i) {
        if (i == targetStart) {
            return true;
        }
        int colon = i - 3;
        if (colon <= targetStart || bytes[colon] != ':' || !hasSlashes(bytes, colon + 1)) {
            return false;
        }
        int start = colon;
        while (start > targetStart && isOfScheme(bytes[start - 1], start - 1 - targetStart)) {
            start--;
        }
        return start == targetStart;
    }

    /** Returns the index of the first byte that is neither in a class nor percent-encoded. */
    private static int skip(byte[] bytes, int from, int to, int byteClass) {
        int i = from;
        while (true) {
            i = Grammar.skip(bytes, i, to, byteClass);
            if (i + 2 >= to
                    || bytes[i] != '%'
                    || !Grammar.is(bytes[i + 1], Grammar.HEX)
                    || !Grammar.is(bytes[i + 2], Grammar.HEX)) {
                return i;
            }
            i += 3;
        }
    }

    /** Host and port, neither of them empty: a CONNECT with an empty or invalid port is rejected (RFC 9110 §9.3.6). */
    private static boolean isAuthorityForm(byte[] bytes) {
        int hostEnd = skipHost(bytes, 0, bytes.length);
        return hostEnd > 0
                && hostEnd + 1 < bytes.length
                && isPort(bytes, hostEnd, bytes.length)
                && port(bytes, hostEnd + 1, bytes.length) <= MAX_PORT;
    }

    /**
     * Returns the number that the digits in [from, to) stand for, a value above {@link #MAX_PORT} if it is not a TCP
     * port.
     */
    private static int port(byte[] bytes, int from, int to) {
        int port = 0;
        for (int i = from; i < to && port <= MAX_PORT; i++) {
            port = port * 10 + (bytes[i] - '0');
        }
        return port;
    }

    /** Returns the port in {@code uri-host ":" port}. */
    static int port(byte[] hostAndPort, int from) {
        return port(hostAndPort, from, hostAndPort.length);
    }

    /**
     * Returns the index after the host in an authority, which may begin with user information.
     *
     * @return {@link #INVALID} if there is no host, or if what follows is not a port
     */
    static int hostEnd(byte[] authority, int from) {
        int hostEnd = skipHost(authority, from, authority.length);
        return hostEnd > from && isHostAndPossiblePort(authority, from, authority.length) ? hostEnd : INVALID;
    }

    /**
     * Returns, for absolute-form, the index after the scheme and the authority. With http and https the authority has a
     * host and no user information; with another scheme it is skipped only if it begins with an IP literal. Returns
     * {@link #INVALID} if the target is not in absolute-form.
     */
    private static int skipAuthority(byte[] bytes) {
        int to = bytes.length;
        int schemeEnd = 0;
        while (schemeEnd < to && isOfScheme(bytes[schemeEnd], schemeEnd)) {
            schemeEnd++;
        }
        if (schemeEnd == 0 || schemeEnd == to || bytes[schemeEnd] != ':') {
            return INVALID;
        }
        if (isPort(bytes, schemeEnd, to)) {
            // "example.com:443" is a scheme and a path too, but "the authority-form of request-target is only used for
            // CONNECT requests" (RFC 9112 §3.2.3): one recipient would reject what another one routes.
            return INVALID;
        }
        boolean http = isScheme(bytes, schemeEnd, HTTP) || isScheme(bytes, schemeEnd, HTTPS);
        int from = schemeEnd + 3;
        boolean hasAuthority = from < to && hasSlashes(bytes, schemeEnd + 1);
        if (!http && !(hasAuthority && bytes[from] == '[')) {
            return schemeEnd + 1;
        }
        if (!hasAuthority) {
            return INVALID;
        }
        int end = from;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        return end == from || bytes[from] == ':' || !isHostAndPossiblePort(bytes, from, end) ? INVALID : end;
    }

    /** The same as {@link #isHostAndPort}, but the port must be a TCP port: some recipients read 65,616 as 80. */
    private static boolean isHostAndPossiblePort(byte[] bytes, int from, int to) {
        int hostEnd = skipHost(bytes, from, to);
        return hostEnd == to
                || (hostEnd != INVALID && isPort(bytes, hostEnd, to) && port(bytes, hostEnd + 1, to) <= MAX_PORT);
    }

    private static boolean hasSlashes(byte[] bytes, int from) {
        return bytes[from] == '/' && bytes[from + 1] == '/';
    }

    private static boolean isOfScheme(byte b, int position) {
        return Grammar.is(b, Grammar.ALPHA)
                || (position > 0 && (Grammar.is(b, Grammar.DIGIT) || "+-.".indexOf(b) >= 0));
    }

    private static boolean isScheme(byte[] bytes, int end, byte[] lower) {
        return end == lower.length && Grammar.matches(bytes, 0, lower);
    }

    /** Returns whether [from, to) is {@code uri-host [":" port]}; both parts may be empty, as in RFC 3986. */
    static boolean isHostAndPort(byte[] bytes, int from, int to) {
        int hostEnd = skipHost(bytes, from, to);
        return hostEnd == to || (hostEnd != INVALID && isPort(bytes, hostEnd, to));
    }

    private static boolean isPort(byte[] bytes, int colon, int to) {
        return bytes[colon] == ':' && Grammar.skip(bytes, colon + 1, to, Grammar.DIGIT) == to;
    }

    /** Returns the index after a {@code uri-host}, {@link #INVALID} if an IP literal is malformed. */
    private static int skipHost(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] != '[') {
            return skip(bytes, from, to, Grammar.REG_NAME);
        }
        int close = from + 1;
        while (close < to && bytes[close] != ']') {
            close++;
        }
        boolean valid = close < to && (isIpv6(bytes, from + 1, close) || isIpFuture(bytes, from + 1, close));
        return valid ? close + 1 : INVALID;
    }

    /** {@code "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )} (RFC 3986 §3.2.2). */
    private static boolean isIpFuture(byte[] bytes, int from, int to) {
        if (from == to || (bytes[from] | 0x20) != 'v') {
            return false;
        }
        int dot = Grammar.skip(bytes, from + 1, to, Grammar.HEX);
        if (dot == from + 1 || dot + 1 >= to || bytes[dot] != '.') {
            return false;
        }
        for (int i = dot + 1; i < to; i++) {
            if (bytes[i] != ':' && !Grammar.is(bytes[i], Grammar.REG_NAME)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Eight groups of up to four hexadecimal digits; {@code ::} once for one or more groups; the last two groups may be
     * IPv4.
     */
    private static boolean isIpv6(byte[] bytes, int from, int to) {
        int groups = 0;
        boolean shortened = false;
        int i = from;
        if (i + 1 < to && bytes[i] == ':' && bytes[i + 1] == ':') {
            shortened = true;
            i += 2;
        }
        while (i < to) {
            int groupEnd = Grammar.skip(bytes, i, to, Grammar.HEX);
            if (groupEnd < to && bytes[groupEnd] == '.') {
                groups += 2;
                return isIpv4(bytes, i, to) && (shortened ? groups < 8 : groups == 8);
            }
            if (groupEnd == i || groupEnd - i > 4) {
                return false;
            }
            groups++;
            i = groupEnd;
            if (i == to) {
                break;
            }
            if (bytes[i] != ':' || i + 1 == to) {
                return false;
            }
            i++;
            if (bytes[i] == ':') {
                if (shortened) {
                    return false;
                }
                shortened = true;
                i++;
            }
        }
        return shortened ? groups < 8 : groups == 8;
    }

    private static boolean isIpv4(byte[] bytes, int from, int to) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            int end = Grammar.skip(bytes, i, Math.min(to, i + 3), Grammar.DIGIT);
            boolean leadingZero = end > i + 1 && bytes[i] == '0';
            int number = 0;
            for (int k = i; k < end; k++) {
                number = number * 10 + (bytes[k] - '0');
            }
            if (end == i || leadingZero || number > 255) {
                return false;
            }
            i = end;
            if (part < 3) {
                if (i == to || bytes[i] != '.') {
                    return false;
                }
                i++;
            }
        }
        return i == to;
    }
}
