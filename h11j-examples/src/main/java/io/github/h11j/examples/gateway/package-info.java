/**
 * What sits between clients and an application: a chain of handlers, and proxies.
 *
 * <p>{@link io.github.h11j.examples.gateway.Gateway} is a chain of request and response handlers in front of a
 * {@link io.github.h11j.handler.Handler}. {@link io.github.h11j.examples.gateway.ReverseProxy} and
 * {@link io.github.h11j.examples.gateway.ForwardProxy} are handlers that forward: their rules are in
 * {@code ForwardedRequest} and {@code ForwardedResponse}, and nothing there copies how a message was framed. All of
 * them run on either server.
 */
@NullMarked
package io.github.h11j.examples.gateway;

import org.jspecify.annotations.NullMarked;
