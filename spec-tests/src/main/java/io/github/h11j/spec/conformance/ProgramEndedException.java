package io.github.h11j.spec.conformance;

import java.io.IOException;

/** A client that is a program ended when it should have accepted or rejected a response. */
final class ProgramEndedException extends IOException {

    private static final long serialVersionUID = 1L;

    ProgramEndedException(String message) {
        super(message);
    }
}
