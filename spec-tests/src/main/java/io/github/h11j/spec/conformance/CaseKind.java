package io.github.h11j.spec.conformance;

import java.util.Locale;

/** What kind of software a case tests. */
public enum CaseKind {

    /** A server: the kit connects to it and sends requests. */
    SERVER,

    /** A client: the kit listens, and answers its requests. */
    CLIENT,

    /** A proxy or gateway: the kit is the client before it and the origin server behind it. */
    PROXY;

    /**
     * Returns the kind as case files name it.
     *
     * @return {@code server}, {@code client} or {@code proxy}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
