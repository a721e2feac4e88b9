package io.github.h11j;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request-target (RFC 9112 §3.2, RFC 3986 §3): what a server routes by, and what a proxy forwards. Parts
 * are strings as they are in the request line: nothing is decoded, normalized or looked up, but the scheme is in lower
 * case. Immutable.
 *
 * <p>The grammar is that of RFC 3986 and RFC 9110 §4.2, so this class reads a target exactly as the {@link Connection}
 * that accepted it. {@code java.net.URI} reads some targets differently, and rejects some that are valid.
 */
public final class RequestTarget {

    /** The four forms of a request-target. */
    public enum Form {
        /** A path and optionally a query: what an origin server receives (RFC 9112 §3.2.1). */
        ORIGIN,
        /** A complete URI: what a proxy receives, and every server has to accept (RFC 9112 §3.2.2). */
        ABSOLUTE,
        /** A host and a port, for CONNECT only (RFC 9112 §3.2.3). */
        AUTHORITY,
        /** {@code *}, for the server as a whole; for OPTIONS only (RFC 9112 §3.2.4). */
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
     * Parses a target.
     *
     * @param method the method of the request, which determines the allowed forms
     * @param target as returned by {@link Request#target()}. Characters that are not allowed in a URI are accepted in
     *     the path and the query, because a server that tolerates {@link Violation#TARGET_CHARACTER} or
     *     {@link Violation#TARGET_NON_ASCII} has to read such targets too. White space, control characters and
     *     {@code #} are not accepted
     * @return the parts; empty if the target is in no form that the method allows, or contains one of those characters
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
     * Returns which of the four forms the target has.
     *
     * @return the form
     */
    public Form form() {
        return form;
    }

    /**
     * Returns the scheme of a target in {@link Form#ABSOLUTE}.
     *
     * @return the scheme in lower case, for example {@code http}; empty for other forms
     */
    public Optional<String> scheme() {
        return Optional.ofNullable(scheme);
    }

    /**
     * Returns the authority of a target in {@link Form#ABSOLUTE} or {@link Form#AUTHORITY}: host and port. In schemes
     * other than {@code http} and {@code https}, user information may precede them.
     *
     * @return the authority; empty for the other forms, where the Host field contains it, and for URIs without
     *     authority such as {@code urn:a:b}
     */
    public Optional<String> authority() {
        return Optional.ofNullable(authority);
    }

    /**
     * Returns the host in {@link #authority()}.
     *
     * @return a name or an address, IPv6 in brackets; empty if there is no authority. Schemes other than {@code http}
     *     and {@code https} also allow an authority that is not a host with an optional port of at most 65,535; then it
     *     is empty, too
     */
    public Optional<String> host() {
        int start = hostStart();
        int end = hostEnd();
        return authority == null || end < 0 ? Optional.empty() : Optional.of(authority.substring(start, end));
    }

    /**
     * Returns the port in {@link #authority()}.
     *
     * @return 0 to 65,535; empty if there is none, so that the default of the scheme applies, and if {@link #host()} is
     *     empty
     */
    public OptionalInt port() {
        int end = hostEnd();
        if (authority == null || end < 0 || end + 1 >= authority.length()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Target.port(Latin1.bytes(authority), end + 1));
    }

    /** Returns the index after the user information. */
    private int hostStart() {
        return authority == null ? 0 : authority.lastIndexOf('@') + 1;
    }

    private int hostEnd() {
        return authority == null ? -1 : Target.hostEnd(Latin1.bytes(authority), hostStart());
    }

    /**
     * Returns the path.
     *
     * @return the path as it is in the request line: it begins with a slash or is empty, but in a URI without authority
     *     it may begin otherwise; empty for {@link Form#AUTHORITY} and {@link Form#ASTERISK}
     */
    public String path() {
        return path;
    }

    /**
     * Returns the query, which is what follows the question mark.
     *
     * @return the query as it is in the request line, possibly an empty string; empty if there is no question mark
     */
    public Optional<String> query() {
        return Optional.ofNullable(query);
    }

    /**
     * Returns the target in the form that the server named by {@link #authority()} receives, which is what a proxy
     * forwards. It is path and query, with {@code /} in place of an empty path (RFC 9112 §3.2.1), or {@code *} for
     * OPTIONS on a URI with neither path nor query (RFC 9112 §3.2.4).
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
     * Returns the URI that the request is for (RFC 9110 §7.1, RFC 9112 §3.3): the target itself if it is in
     * {@link Form#ABSOLUTE}, otherwise the concatenated scheme, authority, path and query.
     *
     * @param ourScheme the scheme of the connection: {@code https} if it is secured, otherwise {@code http}
     * @param host the value of Host, or the empty string if there is none. If it is not a host with an optional port,
     *     "the target URI's authority component is empty" (RFC 9112 §3.3); then the server may use its own name or
     *     reject the request
     * @return a URI; characters that a URI cannot have, but that the policy tolerated in the target, are kept
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
     * Returns the target.
     *
     * @return the target as it is in the request line
     */
    @Override
    public String toString() {
        return target;
    }
}
