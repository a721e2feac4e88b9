package io.github.h11j;

/**
 * What surrounds a part of a body whose bytes travel outside the library, for example by
 * {@code FileChannel.transferTo}: write {@link #before()}, then {@link #length()} bytes of the body, then
 * {@link #after()}.
 *
 * @param before the bytes of the events that go first, and the chunk line where the body is chunked
 * @param length how many bytes of the body to transmit: what was asked for, or 0 where this response carries no body
 *     (an answer to HEAD, a 304), in which case none may be written
 * @param after the end of the chunk where the body is chunked, else empty
 */
public record BodyFrame(Bytes before, long length, Bytes after) {}
