/**
 * jqwik generators for HTTP/1.1: everything from a token to a whole conversation, messages with one named fault, ways
 * to cut a stream, and sequences of calls.
 *
 * <p>{@link io.github.h11j.spec.generators.HttpArbitraries} has them as arbitraries. jqwik also finds them by the type
 * of a parameter, and strings by an annotation, so a property just declares what it needs:
 *
 * <pre>{@code
 * @Property
 * void every_request_is_answered(@ForAll @ByRole(Role.CLIENT) Message request, @ForAll Segmentation cuts) { ... }
 *
 * @Property
 * void every_token_is_a_field_name(@ForAll @Token String name) { ... }
 * }</pre>
 *
 * <p>The values are the bytes on the wire, kept in parts, and print as escaped text. They shrink to the smallest
 * message that still fails: no field, no body, one piece.
 */
@NullMarked
package io.github.h11j.spec.generators;

import org.jspecify.annotations.NullMarked;
