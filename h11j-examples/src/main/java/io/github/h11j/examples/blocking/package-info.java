/**
 * A server and a client over {@link java.net.Socket}, whose threads block while they wait for their peers.
 *
 * <p>{@link io.github.h11j.examples.blocking.BlockingServer} runs a {@link io.github.h11j.handler.Handler}, with one
 * thread per connection. A {@code ServerConnection} does the I/O of a {@link io.github.h11j.engine.ServerSession},
 * which decides everything else. {@link io.github.h11j.examples.blocking.BlockingClient} keeps connections in
 * {@code ConnectionPool}. A {@code ClientCall} is one request, on the thread that waits for the response; a
 * {@code ClientConnection} does the I/O of a {@link io.github.h11j.engine.ClientSession}. Both use
 * {@code SocketTransport} and {@code OutputWriter}.
 */
@NullMarked
package io.github.h11j.examples.blocking;

import org.jspecify.annotations.NullMarked;
