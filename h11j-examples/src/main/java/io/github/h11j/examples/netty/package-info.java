/**
 * A server on Netty: {@link io.github.h11j.examples.netty.NettyHandler} is the last handler of a pipeline. It shows all
 * that an adapter on the engine needs: one class that moves bytes, sets a timer and makes calls.
 *
 * <p>Netty is not in {@code h11j.jar}: a program that uses this class already has it.
 */
@NullMarked
package io.github.h11j.examples.netty;

import org.jspecify.annotations.NullMarked;
