/**
 * The measurement behind {@code h11j keepalive}: the same calls with keep-alive and with {@code Connection: close}, to
 * the correct adapters and to adapters that fall into the trap of Nagle's algorithm and delayed acknowledgement.
 * {@link io.github.h11j.examples.keepalive.Bench} measures; all other classes do no I/O: figures, verdict, text,
 * picture.
 */
@NullMarked
package io.github.h11j.examples.keepalive;

import org.jspecify.annotations.NullMarked;
