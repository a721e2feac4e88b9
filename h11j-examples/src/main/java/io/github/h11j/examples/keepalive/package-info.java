/**
 * The measurement behind {@code h11j keepalive}: the same calls with keep-alive and with {@code Connection: close},
 * to the adapters as they are and to adapters that were led into the trap of Nagle's algorithm and delayed
 * acknowledgement. {@link io.github.h11j.examples.keepalive.Bench} measures; the rest is pure: figures, verdict, words,
 * picture.
 */
@NullMarked
package io.github.h11j.examples.keepalive;

import org.jspecify.annotations.NullMarked;
