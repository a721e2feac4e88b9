package io.github.h11j;

import java.util.Optional;

/**
 * An extension of a chunk line (RFC 9112 §7.1.1). Recipients ignore those that they do not recognise.
 *
 * @param name a token
 * @param value the value where there is one; of a quoted string, what it stands for
 */
public record ChunkExtension(String name, Optional<String> value) {}
