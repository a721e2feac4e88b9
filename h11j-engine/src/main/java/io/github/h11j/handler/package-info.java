/**
 * What an application is to a server: a request's head in, events of the response out. The same handler runs on a
 * server with one thread per connection and on an event loop, because all calls of one connection are made one after the
 * other and none has to wait.
 *
 * <p>The tour: a server calls {@link io.github.h11j.handler.Handler#handle} with each request and its
 * {@link io.github.h11j.handler.Exchange}. There the handler {@code send}s the response, at once or later, and
 * asks for the body if it wants it: {@code receiveBody} with a {@link io.github.h11j.handler.BodyHandler}.
 * {@link io.github.h11j.handler.Responses} has whole responses. After a switch of protocols a
 * {@link io.github.h11j.handler.ProtocolHandler} gets the bytes and writes to a
 * {@link io.github.h11j.handler.Duplex}.
 *
 * <p>To a client an application is the request's events and a {@link io.github.h11j.handler.ResponseHandler}, which gets the
 * response and sends the rest of the request by its {@link io.github.h11j.handler.ClientExchange}.
 */
@NullMarked
package io.github.h11j.handler;

import org.jspecify.annotations.NullMarked;
