/**
 * The application that {@code h11j serve} serves: echo, bytes, streams, uploads, delays, files and a switch to another
 * protocol. It runs unchanged on every server of the package {@code handler}: it never blocks except to open a file,
 * and it stops sending while the peer does not keep up (backpressure).
 */
@NullMarked
package io.github.h11j.examples.app;

import org.jspecify.annotations.NullMarked;
