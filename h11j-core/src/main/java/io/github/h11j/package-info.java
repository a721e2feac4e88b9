/**
 * HTTP/1.1 (RFC 9110, RFC 9112) as a pure protocol library: no sockets, no threads, no clock. It is a port of the model
 * of python-hyper/h11 by Nathaniel J. Smith.
 *
 * <p>Overview: a {@link io.github.h11j.Connection} has two halves. Received bytes are passed to {@code receiveData} and
 * returned by {@code nextEvent} as {@link io.github.h11j.Event}s. Events are passed to {@code send}, which returns the
 * bytes to write. Both halves move the same {@link io.github.h11j.StateMachine}, whose rows are the protocol. A
 * {@link io.github.h11j.Policy} defines what is tolerated, and its {@link io.github.h11j.Limits} define how much is
 * accepted. Each fault is a {@link io.github.h11j.Violation}.
 *
 * <p>No method returns null, and no argument may be null. Only {@code Connection}, {@code HeadersBuilder} and
 * {@code StateMachine} are mutable; every other object may be used by several threads, except borrowed {@code Bytes}
 * and the {@code Data} that contain them.
 *
 * <p>The driving loop of a server:
 *
 * <ol>
 *   <li>Call {@code nextEvent()}.
 *   <li>{@code NEED_DATA}: write what is still to be written, and read from the peer. Call {@code receiveData} with the
 *       bytes, {@code receiveEof} at the end of its stream, or {@code receiveAbort} after a reset. Go to 1.
 *       {@code receiveBorrowed} instead of {@code receiveData} avoids the copy, but requires step 9.
 *   <li>{@code Request}, {@code Data}, {@code EndOfMessage}: pass them to the handler. Go to 1, until the request has
 *       ended or the handler wants to answer.
 *   <li>Answer: {@code send(response, data, NO_TRAILERS)} returns one array, for one write. It sets the Content-Length,
 *       because head and end are in one call. Before the handler reads a body, send a 100 if
 *       {@code theyAreWaitingFor100Continue()}.
 *   <li>{@code isReusable()}: call {@code startNextCycle()} and go to 1. {@code isReusableOnceDrained()}: the answer
 *       was sent early. Go to 1 and drop the rest of the request ({@code theirRemainingBodyLength()} bytes, or an
 *       unknown number), as long as it is small and arrives soon. If neither is true, {@code closeReason()} says why:
 *       write everything, shut down the output, read and drop for a limited time, close. Neither is true, for example,
 *       after a final response to a client that was waiting for 100 (Continue): the client may send no body, so the
 *       response said that the connection closes.
 *   <li>{@code PAUSED}: {@code pauseReason()} returns one of three reasons. {@code NEXT_MESSAGE}: bytes of a later
 *       request are waiting; do not read more before the next cycle. {@code SWITCH_PROPOSED}: the request proposes a
 *       switch (Upgrade, CONNECT); answer it. {@code SWITCHED}: we have switched, by a 101 or a 2xx to CONNECT;
 *       {@code switchedProtocolData()} returns what has been received of the other protocol, which now owns the socket.
 *   <li>{@code ConnectionClosed}: the peer has closed its side, but may still read. If a response is due, send it; then
 *       close.
 *   <li>{@code RemoteProtocolException}: send {@code errorResponse(e)}, unless it is empty, and close as in 5.
 *   <li>{@code receiveBorrowed} begins a lease: bodies are views of the buffer. Do not use the buffer for anything else
 *       until {@code nextEvent()} returns {@code NEED_DATA}, {@code PAUSED} or {@code ConnectionClosed}, or throws; or
 *       until it returns {@code EndOfMessage} and the bodies are no longer needed. If you stop calling
 *       {@code nextEvent()} before that, call {@code endLease()}. To keep a body longer, detach it.
 * </ol>
 *
 * <p>The driving loop of a client:
 *
 * <ol>
 *   <li>{@code send(request, data, NO_TRAILERS)} returns one array, for one write, and sets the Content-Length. With
 *       {@code Expect: 100-continue}, first send the request alone, with its own {@code Content-Length} or
 *       {@code Transfer-Encoding: chunked}. Send the rest when {@code clientIsWaitingFor100Continue()} has become
 *       false, or after a time that you choose. If a final response arrives before that, see 5.
 *   <li>Call {@code nextEvent()}.
 *   <li>{@code NEED_DATA}: read from the server, and call {@code receiveData}, {@code receiveEof},
 *       {@code receiveAbort}, or {@code receiveBorrowed}, whose lease is that of step 9 above. Go to 2.
 *   <li>{@code InformationalResponse}: the final response is still to come, except after a 101. Go to 2.
 *   <li>{@code Response}, {@code Data}, {@code EndOfMessage}: pass them on, and go to 2 until the response has ended.
 *       The response may come before all of the request has been sent. If it is a refusal, stop sending, and close
 *       afterwards.
 *       If the body was waiting for 100 (Continue), either send all of it, to keep the connection, or none of it, and
 *       close the connection.
 *   <li>{@code isReusable()}: keep the connection. Before its next request, pass it whatever the server has sent since,
 *       including the end of the stream, and call {@code nextEvent()}: an end takes effect only then. If
 *       {@code isReusable()} is still true, call {@code startNextCycle()} and go to 1. Otherwise {@code closeReason()}
 *       says why: close.
 *   <li>{@code PAUSED}: the server has agreed to another protocol. When our request is complete,
 *       {@code switchedProtocolData()} returns what has been received of it.
 *   <li>{@code RemoteProtocolException}: close. If the response had not ended, it is invalid, incomplete or missing.
 *       {@code EOF_BEFORE_RESPONSE} means
 *       that no byte of the response has come. If the connection had been used before, a request that may be repeated
 *       can then be sent once more, on another connection.
 * </ol>
 */
@NullMarked
package io.github.h11j;

import org.jspecify.annotations.NullMarked;
