package io.github.h11j;

/** A way in which a client can propose that the connection stop being HTTP. */
public enum Switch {
    /** {@code Upgrade}, accepted by a 101 response (RFC 9110 §7.8). */
    UPGRADE,
    /** The CONNECT method, accepted by a 2xx response (RFC 9110 §9.3.6). */
    CONNECT
}
