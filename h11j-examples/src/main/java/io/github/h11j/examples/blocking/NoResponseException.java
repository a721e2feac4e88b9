package io.github.h11j.examples.blocking;

import java.io.IOException;

/** The connection ended before any octet of a response: a request that may be repeated can be sent on another. */
public final class NoResponseException extends IOException {

    private static final long serialVersionUID = 1L;

    NoResponseException(Exception cause) {
        super("the connection ended before any octet of the response", cause);
    }
}
