/**
 * A server and a client on a {@link java.nio.channels.Selector}: no thread waits for a peer.
 *
 * <p>The tour: {@link io.github.h11j.examples.nio.NioServer} opens the address and the loops. An {@code Acceptor} hands
 * each accepted channel to an {@code EventLoop}, which owns one buffer for what is read, {@code Timers}, and many
 * connections. A {@code ServerConnection} does the I/O of a {@link io.github.h11j.engine.ServerSession}, which decides
 * everything else; a {@code ClientConnection} that of a {@link io.github.h11j.engine.ClientSession}. Both are a
 * {@code SessionConnection}.
 *
 * <p>{@link io.github.h11j.examples.nio.NioClient} has one loop of the same kind, or is on those of a server. On each loop it
 * has {@code LoopPools}; of these an {@code OriginPool} keeps the connections to one server and sends each {@code Pending}
 * request on one of them. Below every connection is a
 * {@code Transport}: {@code PlainTransport} is the socket itself, {@code TlsTransport} has the records of TLS made by the
 * library tls-channel.
 *
 * <p>A connection belongs to one loop, and only the loop's thread touches it. An idle connection holds no buffer.
 */
@NullMarked
package io.github.h11j.examples.nio;

import org.jspecify.annotations.NullMarked;
