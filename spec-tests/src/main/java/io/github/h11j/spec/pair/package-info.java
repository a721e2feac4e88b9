/**
 * Connections under test, and two of them with a wire between.
 *
 * <p>{@link io.github.h11j.spec.pair.ConnectionUnderTest} is the minimum that a test needs from an HTTP/1.1
 * implementation; {@link io.github.h11j.spec.pair.H11jConnection} is that of h11j. {@link
 * io.github.h11j.spec.pair.ConnectionPair} is a client and a server, with a wire that cuts, delays, resets and
 * half-closes as a seed says, and a transcript that shows every step.
 */
@NullMarked
package io.github.h11j.spec.pair;

import org.jspecify.annotations.NullMarked;
