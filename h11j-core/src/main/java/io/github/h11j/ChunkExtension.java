package io.github.h11j;

import java.util.Optional;

/**
 * An extension of a chunk line (RFC 9112 §7.1.1). Recipients ignore extensions that they do not recognize.
 *
 * @param name a token
 * @param value the value if there is one; of a quoted string, its content without quotes and escapes
 */
public record ChunkExtension(String name, Optional<String> value) {

    /**
     * Returns a text for people.
     *
     * @return the name, and the value if there is one, with control characters escaped
     */
    @Override
    public String toString() {
        return "ChunkExtension[name=" + name + ", value="
                + value.map(text -> LineExcerpt.of(text).whole()) + "]";
    }
}
