package io.github.h11j;

/**
 * The bytes that a connection has received and not used.
 *
 * @param bytes a copy of the bytes
 * @param eof whether the peer's stream has ended after them, in an orderly way or not
 */
public record TrailingData(Bytes bytes, boolean eof) {}
