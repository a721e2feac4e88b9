/**
 * HTTP/1.1 (RFC 9110, RFC 9112) as a pure protocol library: no sockets, no threads, no clock. A port of the model of
 * python-hyper/h11 by Nathaniel J. Smith.
 *
 * <p>The tour: a {@link io.github.h11j.Connection} joins two halves. Bytes go in by {@code receiveData} and come out of
 * {@code nextEvent} as {@link io.github.h11j.Event}s; events go in by {@code send} and come out as bytes. Both halves
 * move the one {@link io.github.h11j.StateMachine}, whose rows are the protocol. A {@link io.github.h11j.Policy} says
 * what is tolerated, its {@link io.github.h11j.Limits} what is too much, and every breach is a
 * {@link io.github.h11j.Violation}.
 *
 * <p>The driving loop of a server; a client's is the same with the roles exchanged:
 *
 * <ol>
 *   <li>Ask {@code nextEvent()}.
 *   <li>{@code NEED_DATA}: flush what is to be written, read from the peer, and call {@code receiveData},
 *       {@code receiveEof} at the end of its stream, {@code receiveAbort} at a reset. Go to 1.
 *   <li>{@code Request}, {@code Data}, {@code EndOfMessage}: hand them to the handler. Go to 1, until the request has
 *       ended or the handler wants to answer.
 *   <li>Answer: {@code send(response, data, new EndOfMessage())} as one array, in one write. If the handler reads the
 *       body and {@code theyAreWaitingFor100Continue()}, send the 100 first.
 *   <li>{@code isReusable()}: {@code startNextCycle()} and go to 1. Otherwise {@code closeReason()} says why: flush, shut
 *       the output down, read and drop for a bounded time, close.
 *   <li>{@code PAUSED}: bytes of a later request are waiting: do not read more before the next cycle.
 *   <li>{@code ConnectionClosed}: the peer is done; close.
 *   <li>{@code RemoteProtocolException}: send {@code errorResponse(e)}, if it gives one, and close as in 5.
 * </ol>
 */
@NullMarked
package io.github.h11j;

import org.jspecify.annotations.NullMarked;
