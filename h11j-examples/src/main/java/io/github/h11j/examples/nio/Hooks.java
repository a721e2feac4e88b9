package io.github.h11j.examples.nio;

import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What tests replace.
 *
 * @param nanoTime the clock for timeouts
 * @param sink the channel that a connection writes to
 */
record Hooks(LongSupplier nanoTime, Function<SocketChannel, GatheringByteChannel> sink) {
    static final Hooks NONE = new Hooks(System::nanoTime, channel -> channel);
}
