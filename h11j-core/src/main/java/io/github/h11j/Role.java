package io.github.h11j;

/** One of the two peers of a connection. */
public enum Role {
    /** The peer that sends requests. */
    CLIENT,
    /** The peer that sends responses. */
    SERVER;

    /**
     * Returns the other peer.
     *
     * @return {@link #SERVER} for {@link #CLIENT}, {@link #CLIENT} for {@link #SERVER}
     */
    public Role peer() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
