package io.github.h11j;

/**
 * What {@link Connection#nextEvent()} returns: an {@link Event} that the peer sent, or a {@link Signal} that says why
 * there is none now.
 *
 * <p>The hierarchy is sealed. On Java 21, a {@code switch} over the six event records and the two signals is exhaustive
 * without {@code default}.
 */
public sealed interface NextEvent permits Event, Signal {}
