package io.github.h11j.examples.blocking;

import java.io.IOException;

/**
 * The connection ended before any byte of a response, so it is unknown whether the server has acted on the request. If
 * the request may be repeated (RFC 9110 §9.2.2) and its connection had been used before, it has already been sent
 * again.
 */
public final class NoResponseException extends IOException {

    private static final long serialVersionUID = 1L;

    NoResponseException(Exception cause) {
        super("the connection ended before any byte of the response", cause);
    }
}
