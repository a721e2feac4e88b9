/**
 * The exchanges of a server or a client on one connection, without the connection. A
 * {@link io.github.h11j.engine.ServerSession} decides when to send 100 (Continue), what happens to a body that is not
 * read, how long to wait, what to answer when a handler fails, how to close the connection, and what a stop means. A
 * {@link io.github.h11j.engine.ClientSession} decides how long to wait for 100 and for a response, what an early
 * response means, whether the connection can be used again, and what may be sent again. A
 * {@link io.github.h11j.engine.RawSession} is a connection that never speaks HTTP, such as the far end of a tunnel.
 * They do no I/O, start no thread, take no lock, write no log, and read no clock except the one that the rules have for
 * {@code Date}. Bytes and time are parameters; queries return what is to be done.
 *
 * <p>No argument may be null. A method returns null, or accepts it, only if its documentation says so.
 *
 * <p>An adapter does the I/O. Whenever something happens, it does the following:
 *
 * <ol>
 *   <li>Report it: {@code opened}, {@code received}, {@code endOfInput}, {@code inputFailed}, {@code written},
 *       {@code outputFailed}, {@code timeout}, {@code stop}.
 *   <li>Make the calls that are due, one after another, and report the end of each: {@code call}, {@code run},
 *       {@code called}. After the last one, call {@code release}: then the memory of the received bytes may be reused.
 *   <li>Write what {@code take} returns, and report how much was {@code written}. If that made a call due, go to 2.
 *   <li>Do what {@code next} returns, read if {@code mostToRead} is more than 0, and come back at the {@code deadline}
 *       at the latest.
 * </ol>
 */
@NullMarked
package io.github.h11j.engine;

import org.jspecify.annotations.NullMarked;
