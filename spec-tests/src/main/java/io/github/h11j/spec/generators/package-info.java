/**
 * Generators of HTTP/1.1 for jqwik: everything from a token to a whole conversation, what is wrong in one named way, how
 * a stream is cut, and sequences of calls.
 *
 * <p>{@link io.github.h11j.spec.generators.HttpArbitraries} has them as arbitraries. The values are also found by their
 * type, and strings by an annotation, so a property says what it wants:
 *
 * <pre>{@code
 * @Property
 * void every_request_is_answered(@ForAll @ByRole(Role.CLIENT) Message request, @ForAll Segmentation cuts) { ... }
 *
 * @Property
 * void every_token_is_a_field_name(@ForAll @Token String name) { ... }
 * }</pre>
 *
 * <p>The values are bytes as they stand on the wire, kept in their parts, and print themselves escaped. They shrink to
 * the least message that still fails: no field, no body, one piece.
 */
@NullMarked
package io.github.h11j.spec.generators;

import org.jspecify.annotations.NullMarked;
