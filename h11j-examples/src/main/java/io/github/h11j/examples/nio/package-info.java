/**
 * A server and a client on a {@link java.nio.channels.Selector}: no thread blocks while waiting for a peer.
 *
 * <p>Overview: {@link io.github.h11j.examples.nio.NioServer} opens the address and the loops. An {@code Acceptor}
 * passes each accepted channel to an {@code EventLoop}, which has one buffer for reading, {@code Timers}, and many
 * connections. A {@code ServerConnection} does the I/O of a {@link io.github.h11j.engine.ServerSession}, which decides
 * everything else; a {@code ClientConnection} does that of a {@link io.github.h11j.engine.ClientSession}. Both are a
 * {@code SessionConnection}.
 *
 * <p>{@link io.github.h11j.examples.nio.NioClient} has one loop of the same kind, or uses those of a server. On each
 * loop it has {@code LoopPools}. In these, an {@code OriginPool} keeps the connections to one server and sends each
 * {@code Pending} request on one of them. Each connection uses a {@code Transport}: {@code PlainTransport} is a plain
 * socket; {@code TlsTransport} leaves TLS records to the library tls-channel.
 *
 * <p>A connection belongs to one loop, and only the loop's thread uses it. An idle connection holds no buffer.
 */
@NullMarked
package io.github.h11j.examples.nio;

import org.jspecify.annotations.NullMarked;
