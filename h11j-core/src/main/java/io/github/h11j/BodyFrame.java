package io.github.h11j;

/**
 * What surrounds a part of a body whose bytes the caller transmits itself, for example with
 * {@code FileChannel.transferTo}. Write {@link #before()}, then {@link #length()} bytes of the body, then
 * {@link #after()}.
 *
 * @param before the bytes of the events before the part and, if the body is chunked, the chunk line
 * @param length number of bytes of the body to transmit: the requested number, or 0 if this response carries no body (a
 *     response to HEAD, a 304); then none may be written
 * @param after the end of the chunk if the body is chunked, else empty
 */
public record BodyFrame(Bytes before, long length, Bytes after) {}
