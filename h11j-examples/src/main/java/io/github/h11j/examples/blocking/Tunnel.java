package io.github.h11j.examples.blocking;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * The bytes of a client's connection after a switch of protocols.
 *
 * @param in what the server sends, first what had arrived already
 * @param out what it is sent; not buffered
 */
public record Tunnel(InputStream in, OutputStream out) {}
