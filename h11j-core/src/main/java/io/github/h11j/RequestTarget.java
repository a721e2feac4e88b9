package io.github.h11j;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request in its parts (RFC 9112 §3.2, RFC 3986 §3): what a server routes by, and what a proxy sends on.
 * Parts are strings as they stand in the request line: nothing is decoded, normalized or looked up. Immutable.
 *
 * <p>The grammar is that of RFC 3986 and RFC 9110 §4.2, so this reads a target as the {@link Connection} that accepted
 * it does. {@code java.net.URI} reads some targets differently, and refuses some that are valid.
 */
public final class RequestTarget {

    /** The four forms of a request-target. */
    public enum Form {
        /** A path and perhaps a query: what an origin server receives (RFC 9112 §3.2.1). */
        ORIGIN,
        /** A whole URI: what a proxy receives, and what every server has to accept (RFC 9112 §3.2.2). */
        ABSOLUTE,
        /** A host and a port, for CONNECT only (RFC 9112 §3.2.3). */
        AUTHORITY,
        /** {@code *}, the server as a whole, for OPTIONS only (RFC 9112 §3.2.4). */
        ASTERISK
    }

    private static final String AFTER_SCHEME = "://";

    private final Form form;
    private final String target;
    private final boolean isOptions;
    private final @Nullable String scheme;
    private final @Nullable String authority;
    private final String path;
    private final @Nullable String query;

    private RequestTarget(
            Form form,
            String method,
            String target,
            @Nullable String scheme,
            @Nullable String authority,
            int pathStart) {
        this.form = form;
        this.target = target;
        this.isOptions = method.equals("OPTIONS");
        this.scheme = scheme;
        this.authority = authority;
        int mark = target.indexOf('?', pathStart);
        this.path = target.substring(pathStart, mark < 0 ? target.length() : mark);
        this.query = mark < 0 ? null : target.substring(mark + 1);
    }

    /**
     * Takes a target apart.
     *
     * @param method of the request, which decides what forms are allowed
     * @param target as {@link Request#target()} returns it. Characters that no URI contains are accepted in the path and
     *     the query, for a server that tolerates {@link Violation#TARGET_CHARACTER} or
     *     {@link Violation#TARGET_NON_ASCII} has to read such targets too; white space, control characters and
     *     {@code #} are not
     * @return empty if the target has none of the forms that the method allows, or one of those characters
     */
    public static Optional<RequestTarget> parse(String method, String target) {
        // A "#" ends the target for some recipients and is a part of the path or query for others.
        if (!Grammar.isTarget(target) || target.indexOf('#') >= 0 || !Target.isAllowed(method, target)) {
            return Optional.empty();
        }
        return Optional.of(allowed(method, target));
    }

    private static RequestTarget allowed(String method, String target) {
        int end = target.length();
        if (method.equals("CONNECT")) {
            return new RequestTarget(Form.AUTHORITY, method, target, null, target, end);
        }
        if (target.charAt(0) == '/') {
            return new RequestTarget(Form.ORIGIN, method, target, null, null, 0);
        }
        if (target.equals("*")) {
            return new RequestTarget(Form.ASTERISK, method, target, null, null, end);
        }
        int colon = target.indexOf(':');
        String scheme = target.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!target.startsWith(AFTER_SCHEME, colon)) {
            return new RequestTarget(Form.ABSOLUTE, method, target, scheme, null, colon + 1);
        }
        int start = colon + AFTER_SCHEME.length();
        int authorityEnd = start;
        while (authorityEnd < end && target.charAt(authorityEnd) != '/' && target.charAt(authorityEnd) != '?') {
            authorityEnd++;
        }
        return new RequestTarget(
                Form.ABSOLUTE, method, target, scheme, target.substring(start, authorityEnd), authorityEnd);
    }

    /**
     * Which of the four forms the target has.
     *
     * @return the form
     */
    public Form form() {
        return form;
    }

    /**
     * The scheme of a target in {@link Form#ABSOLUTE}.
     *
     * @return in lower case, for example {@code http}; empty for other forms
     */
    public Optional<String> scheme() {
        return Optional.ofNullable(scheme);
    }

    /**
     * The authority of a target in {@link Form#ABSOLUTE} or {@link Form#AUTHORITY}: host and port. In schemes other than
     * {@code http} and {@code https} there may be user information before them.
     *
     * @return empty for the other forms, where Host has it, and for URIs without authority such as {@code urn:a:b}
     */
    public Optional<String> authority() {
        return Optional.ofNullable(authority);
    }

    /**
     * The host in {@link #authority()}.
     *
     * @return a name or an address, IPv6 in brackets; empty if there is no authority, or if that is not a host with or
     *     without a port of at most 65,535, which only schemes other than {@code http} and {@code https} allow
     */
    public Optional<String> host() {
        int start = hostStart();
        int end = hostEnd();
        return authority == null || end < 0 ? Optional.empty() : Optional.of(authority.substring(start, end));
    }

    /**
     * The port in {@link #authority()}.
     *
     * @return 0 to 65,535; empty if there is none, so that the default of the scheme applies, and where {@link #host()} is
     *     empty
     */
    public OptionalInt port() {
        int end = hostEnd();
        if (authority == null || end < 0 || end + 1 >= authority.length()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Target.port(Latin1.bytes(authority), end + 1));
    }

    /** Index after the user information. */
    private int hostStart() {
        return authority == null ? 0 : authority.lastIndexOf('@') + 1;
    }

    private int hostEnd() {
        return authority == null ? -1 : Target.hostEnd(Latin1.bytes(authority), hostStart());
    }

    /**
     * The path.
     *
     * @return as it stands: begins with a slash or is empty, of a URI without authority also something else; empty for
     *     {@link Form#AUTHORITY} and {@link Form#ASTERISK}
     */
    public String path() {
        return path;
    }

    /**
     * What stands after the question mark.
     *
     * @return as it stands, possibly an empty string; empty if there is no question mark
     */
    public Optional<String> query() {
        return Optional.ofNullable(query);
    }

    /**
     * The target in the form that the server named by {@link #authority()} receives: what a proxy sends on. That is path
     * and query, {@code /} in place of an empty path (RFC 9112 §3.2.1), or {@code *} for OPTIONS on a URI with neither path
     * nor query (RFC 9112 §3.2.4).
     *
     * @return the target itself if it is in {@link Form#ORIGIN} or {@link Form#ASTERISK}; empty if it is in
     *     {@link Form#AUTHORITY} or has no authority
     */
    public Optional<String> originForm() {
        if (form == Form.ORIGIN || form == Form.ASTERISK) {
            return Optional.of(target);
        }
        if (form == Form.AUTHORITY || authority == null) {
            return Optional.empty();
        }
        if (path.isEmpty() && query == null) {
            return Optional.of(isOptions ? "*" : "/");
        }
        return Optional.of((path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query));
    }

    /**
     * The URI that the request is for (RFC 9110 §7.1, RFC 9112 §3.3): the target itself if it is in
     * {@link Form#ABSOLUTE}, otherwise the scheme, the authority, the path and the query put together.
     *
     * @param ourScheme that of the connection: {@code https} if it is secured, otherwise {@code http}
     * @param host the value of Host, empty if there is none. Where it is not a host with or without a port, "the target
     *     URI's authority component is empty" (RFC 9112 §3.3): then the server may use its own name or refuse the request
     * @return a URI; of a tolerated target it contains the same characters that no URI contains
     */
    public String effectiveUri(String ourScheme, String host) {
        if (form == Form.ABSOLUTE) {
            return target;
        }
        if (form == Form.AUTHORITY) {
            return ourScheme + AFTER_SCHEME + target;
        }
        boolean valid = Latin1.isLatin1(host) && Target.isHostAndPort(Latin1.bytes(host), 0, host.length());
        return ourScheme + AFTER_SCHEME + (valid ? host : "") + path + (query == null ? "" : "?" + query);
    }

    /**
     * The target.
     *
     * @return as it stands in the request line
     */
    @Override
    public String toString() {
        return target;
    }
}
