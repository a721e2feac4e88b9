/**
 * The interfaces between an application and a server: the application receives the head of a request, and sends the
 * events of the response. The same handler runs on a server with one thread per connection and on an event loop,
 * because all calls of one connection are made one after the other and none has to block.
 *
 * <p>Overview: a server calls {@link io.github.h11j.handler.Handler#handle} with each request and its
 * {@link io.github.h11j.handler.Exchange}. The handler {@code send}s the response, in this call or later, and calls
 * {@code receiveBody} with a {@link io.github.h11j.handler.BodyHandler} if it wants the body.
 * {@link io.github.h11j.handler.Responses} returns complete responses. After a switch of protocols a
 * {@link io.github.h11j.handler.ProtocolHandler} receives the bytes and writes to a
 * {@link io.github.h11j.handler.Duplex}.
 *
 * <p>No argument may be null, and no method returns null.
 *
 * <p>With a client, an application passes the request's events and a {@link io.github.h11j.handler.ResponseHandler},
 * which receives the response and sends the rest of the request with its {@link io.github.h11j.handler.ClientExchange}.
 */
@NullMarked
package io.github.h11j.handler;

import org.jspecify.annotations.NullMarked;
