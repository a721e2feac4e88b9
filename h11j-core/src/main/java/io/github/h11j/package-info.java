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
 * <p>The driving loop of a server:
 *
 * <ol>
 *   <li>Ask {@code nextEvent()}.
 *   <li>{@code NEED_DATA}: flush what is to be written, read from the peer, and call {@code receiveData},
 *       {@code receiveEof} at the end of its stream, {@code receiveAbort} at a reset. Go to 1. {@code receiveBorrowed}
 *       instead of {@code receiveData} spares the copy, at the price of step 9.
 *   <li>{@code Request}, {@code Data}, {@code EndOfMessage}: hand them to the handler. Go to 1, until the request has
 *       ended or the handler wants to answer.
 *   <li>Answer: {@code send(response, data, NO_TRAILERS)} as one array, in one write; its Content-Length is set, as head and
 *       end are in one call. If the handler reads the body and {@code theyAreWaitingFor100Continue()}, send the 100 first.
 *   <li>{@code isReusable()}: {@code startNextCycle()} and go to 1. {@code isReusableOnceDrained()}: the answer was early;
 *       go to 1 and drop the rest of the request, {@code theirRemainingBodyLength()} bytes or an unknown number, as long as
 *       they are few and come soon. A client that was waiting for 100 (Continue) may send none: the response said that the
 *       connection closes. Otherwise {@code closeReason()} says why: flush, shut the output down, read and drop for a
 *       bounded time, close.
 *   <li>{@code PAUSED}, by its {@code pauseReason()}: bytes of a later request are waiting: do not read more before the
 *       next cycle. Or the request proposes a switch (Upgrade, CONNECT): answer it. Or we have switched, by a 101 or a 2xx
 *       to CONNECT: {@code switchedProtocolData()} has what came of the other protocol, and the socket belongs to that.
 *   <li>{@code ConnectionClosed}: the peer is done; close.
 *   <li>{@code RemoteProtocolException}: send {@code errorResponse(e)}, if it returns one, and close as in 5.
 *   <li>After {@code receiveBorrowed}, the lease: bodies are views of the buffer, which must not be used for anything else
 *       until {@code nextEvent()} returns {@code NEED_DATA}, {@code PAUSED} or {@code ConnectionClosed} or throws; or
 *       until it returns {@code EndOfMessage} and the bodies are no longer needed. If you stop asking before that, call
 *       {@code endLease()}. A body that is kept longer is detached.
 * </ol>
 *
 * <p>The driving loop of a client:
 *
 * <ol>
 *   <li>{@code send(request, data, NO_TRAILERS)} as one array, in one write; its Content-Length is set. With {@code Expect: 100-continue}
 *       send the request alone, and the rest when {@code clientIsWaitingFor100Continue()} has become false, or after a
 *       time of your choice; not after a final response.
 *   <li>Ask {@code nextEvent()}.
 *   <li>{@code NEED_DATA}: read from the server, and call {@code receiveData}, {@code receiveEof} or
 *       {@code receiveAbort}, or {@code receiveBorrowed}, whose lease is that of step 9 above. Go
 *       to 2.
 *   <li>{@code InformationalResponse}: the final one is still to come. Go to 2.
 *   <li>{@code Response}, {@code Data}, {@code EndOfMessage}: hand them out, and go to 2 until the response has ended. It
 *       may come before the request has been sent: stop sending if it is a refusal, and close then. A body that waited
 *       for 100 (Continue) is then either sent whole, to keep the connection, or not at all, and the connection closed.
 *   <li>{@code isReusable()}: keep the connection. Before its next request pass it what the server has sent meanwhile,
 *       its end included, and ask {@code nextEvent()}, without which an end does not count yet. If {@code isReusable()}
 *       still, {@code startNextCycle()} and go to 1. Otherwise {@code closeReason()} says why: close.
 *   <li>{@code PAUSED}: the server has agreed to another protocol; when our request is complete,
 *       {@code switchedProtocolData()} has what came of it.
 *   <li>{@code RemoteProtocolException}: the response is not complete, or there is none: close. After
 *       {@code EOF_BEFORE_RESPONSE}, when no byte of a response had come, on a connection that had been used before, a
 *       request that may be repeated can be sent once more on another.
 * </ol>
 */
@NullMarked
package io.github.h11j;

import org.jspecify.annotations.NullMarked;
