/**
 * The exchanges of a server or a client on one connection, without the connection: a
 * {@link io.github.h11j.engine.ServerSession} decides when to send 100 (Continue), what happens to a body that nobody reads,
 * how long to wait, what to answer when a handler fails, how to close the connection, and what a stop means; a
 * {@link io.github.h11j.engine.ClientSession} how long to wait for 100 and for an answer, what an early answer means, whether
 * the connection can be used again, and what may be sent again. They do no I/O, start no thread, take
 * no lock, write no log and read no clock but the one that the rules have for {@code Date}: bytes and time are parameters,
 * and what they want are queries.
 *
 * <p>An adapter, which does the I/O, repeats this for each thing that happens:
 *
 * <ol>
 *   <li>Report it: {@code opened}, {@code received}, {@code endOfInput}, {@code inputFailed}, {@code written},
 *       {@code outputFailed}, {@code timeout}, {@code stop}.
 *   <li>Make the calls that are due, one after another, and report the end of each: {@code call}, {@code run},
 *       {@code called}. After the last {@code release}: the memory of the bytes that were received is free again.
 *   <li>Write what {@code take} returns, and report how much was {@code written}. Go to 2 while that made a call due.
 *   <li>Do what {@code next} says, read if {@code mostToRead} is more than 0, and come back at the {@code deadline} at the
 *       latest.
 * </ol>
 */
@NullMarked
package io.github.h11j.engine;

import org.jspecify.annotations.NullMarked;
