package io.github.h11j;

/** How the peer's bytes end. */
enum Ending {
    OPEN,
    EOF,
    ABORT
}
