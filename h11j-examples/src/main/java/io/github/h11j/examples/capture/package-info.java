/** Extracts the two byte streams of a TCP connection from a file that tcpdump or Wireshark has written. */
@NullMarked
package io.github.h11j.examples.capture;

import org.jspecify.annotations.NullMarked;
