package io.github.h11j.spec.generators;

/** The four forms of a request-target (RFC 9112 §3.2). */
public enum TargetForm {
    /** A path and a query: {@code /a?b} (RFC 9112 §3.2.1). */
    ORIGIN,
    /** A whole URI: {@code http://a/b} (RFC 9112 §3.2.2). */
    ABSOLUTE,
    /** Host and port, for CONNECT only: {@code a:1} (RFC 9112 §3.2.3). */
    AUTHORITY,
    /** {@code *}, for OPTIONS only (RFC 9112 §3.2.4). */
    ASTERISK
}
