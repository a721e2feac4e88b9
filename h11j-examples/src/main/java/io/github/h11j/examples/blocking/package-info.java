/**
 * A server and a client over {@link java.net.Socket}, one thread per connection. The numbers in the client's comments
 * are those of the driving loop in the package documentation of {@code io.github.h11j}.
 *
 * <p>{@link io.github.h11j.examples.blocking.BlockingServer} runs a
 * {@link io.github.h11j.handler.Handler}. {@link io.github.h11j.examples.blocking.BlockingClient} is one
 * connection to a server, {@link io.github.h11j.examples.blocking.ConnectionPool} keeps several and uses them again.
 */
@NullMarked
package io.github.h11j.examples.blocking;

import org.jspecify.annotations.NullMarked;
