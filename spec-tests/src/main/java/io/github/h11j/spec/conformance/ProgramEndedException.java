package io.github.h11j.spec.conformance;

import java.io.IOException;

/** A client that is a program ended where it should have said what it makes of a response. */
final class ProgramEndedException extends IOException {

    private static final long serialVersionUID = 1L;

    ProgramEndedException(String message) {
        super(message);
    }
}
