package io.github.h11j.examples.blocking;

import java.io.IOException;

/**
 * The connection ended before any byte of a response, so that nobody knows whether the server has acted on the request. One that
 * may be repeated (RFC 9110 §9.2.2) was sent again already, if its connection had been used before.
 */
public final class NoResponseException extends IOException {

    private static final long serialVersionUID = 1L;

    NoResponseException(Exception cause) {
        super("the connection ended before any byte of the response", cause);
    }
}
