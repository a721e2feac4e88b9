package io.github.h11j.examples.cli;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL as people type it: characters that HTTP does not allow are percent-encoded as UTF-8, and a host name may have
 * any letters. {@link java.net.URI} accepts neither, nor a host name with an underscore.
 *
 * @param origin the server to connect to
 * @param target the request-target in origin-form
 */
record HttpUrl(Origin origin, String target) {

    /** RFC 3986, appendix B; authority, path and query, without the fragment, which is not sent. */
    private static final Pattern FORM = Pattern.compile("(?i:(https?))://([^/?#]*)([^?#]*)(\\?[^#]*)?(?:#.*)?");

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+)(?::([0-9]{0,5}))?");

    /** What stands in a name as it is; the underscore is not allowed by DNS's rules for hosts, but used. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+");

    /** RFC 3986 §3.3 and §3.4, with the percent sign. */
    private static final String ALLOWED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%";

    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_PORT = 65_535;

    /**
     * The server to connect to. URLs with the same origin share a connection.
     *
     * @param tls whether the connection is secured
     * @param host a name in US-ASCII or an address, an IPv6 address in brackets
     * @param port 1 to 65535
     */
    record Origin(boolean tls, String host, int port) {

        /** Returns the value of {@code Host}: without the port where it is the scheme's own. */
        String authority() {
            return port == (tls ? HTTPS_PORT : HTTP_PORT) ? host : host + ":" + port;
        }

        @Override
        public String toString() {
            return (tls ? "https://" : "http://") + authority();
        }
    }

    /**
     * Parses a URL.
     *
     * @throws IllegalArgumentException if it cannot be requested; the message says why and what to do
     */
    static HttpUrl of(String url) {
        Matcher parts = FORM.matcher(url);
        if (!parts.matches()) {
            boolean likely = url.matches("[^\\s:/]+\\.[^\\s]+|[^\\s:/]+:[0-9]+.*");
            String hint = likely ? "; did you mean http://" + url + "?" : "";
            throw new IllegalArgumentException("the URL does not begin with http:// or https://: " + url + hint);
        }
        boolean tls = parts.group(1).toLowerCase(Locale.ROOT).equals("https");
        String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
        String query = parts.group(4) == null ? "" : parts.group(4);
        return new HttpUrl(origin(tls, parts.group(2), url), encoded(path + query, url));
    }

    private static Origin origin(boolean tls, String authority, String url) {
        if (authority.isEmpty()) {
            throw new IllegalArgumentException("the URL has no host: " + url);
        }
        if (authority.contains("@")) {
            throw new IllegalArgumentException(
                    "a user name in a URL is not supported; send it with -H 'Authorization: ...': "
                            + url.replaceFirst("//[^/?#]*@", "//***@"));
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the URL needs HOST or HOST:PORT after the //: " + url);
        }
        return new Origin(tls, host(parts.group(1), url), port(parts.group(2), tls, url));
    }

    private static String host(String host, String url) {
        if (host.startsWith("[")) {
            return host;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            ascii = ""; // a label of more than 63 characters, or one that is not allowed
        }
        if (!HOST.matcher(ascii).matches()) {
            throw new IllegalArgumentException("'" + host + "' cannot be the name of a host, in the URL " + url);
        }
        return ascii;
    }

    private static int port(@Nullable String digits, boolean tls, String url) {
        if (digits == null || digits.isEmpty()) {
            return tls ? HTTPS_PORT : HTTP_PORT;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port is not a number from 1 to 65535 in the URL: " + url);
        }
        return port;
    }

    private static String encoded(String text, String url) {
        if (LONE_PERCENT.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "a % without two hexadecimal digits after it in the URL; write %25 for the sign itself: " + url);
        }
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (ALLOWED.indexOf(each) >= 0) {
                encoded.append((char) each);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", each));
            }
        }
        return encoded.toString();
    }
}
