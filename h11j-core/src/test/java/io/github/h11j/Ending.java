package io.github.h11j;

/** How the peer's octets end. */
enum Ending {
    OPEN,
    EOF,
    ABORT
}
