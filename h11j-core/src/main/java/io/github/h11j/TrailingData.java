package io.github.h11j;

/**
 * The bytes that a connection has received and not used.
 *
 * @param bytes the bytes, a copy
 * @param eof whether the peer's stream has ended after them
 */
public record TrailingData(Bytes bytes, boolean eof) {}
