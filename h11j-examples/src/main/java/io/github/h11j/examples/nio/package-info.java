/**
 * A server on a {@link java.nio.channels.Selector}: one event loop a core, and no thread waits for a peer.
 *
 * <p>The tour: {@link io.github.h11j.examples.nio.NioServer} opens the address and the loops. An {@code Acceptor} hands
 * each accepted channel to an {@code EventLoop}, which owns one buffer for what is read, {@code Timers}, and many
 * {@code NioConnection}s. A connection does the I/O: it reads into the loop's buffer, writes its {@code OutputQueue},
 * and closes in the right order. What the octets mean is its {@code Driver}'s matter: {@code HttpDriver} carries out the
 * numbered driving loop of {@link io.github.h11j}, {@code SwitchedDriver} speaks another protocol after a switch.
 *
 * <p>A connection belongs to one loop, and only the loop's thread touches it. An idle connection holds no buffer.
 */
@NullMarked
package io.github.h11j.examples.nio;

import org.jspecify.annotations.NullMarked;
