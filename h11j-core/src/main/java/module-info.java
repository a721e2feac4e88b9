/** HTTP/1.1 as a pure protocol library: bytes in, events out, and back; no I/O. */
module io.github.h11j {
    requires static org.jspecify;

    exports io.github.h11j;
}
