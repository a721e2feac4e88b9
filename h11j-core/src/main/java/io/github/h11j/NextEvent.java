package io.github.h11j;

/**
 * What {@link Connection#nextEvent()} answers: an {@link Event} that the peer sent, or a {@link Signal} that says why
 * there is none now.
 *
 * <p>The hierarchy is sealed: a {@code switch} over the six event records and the two signals is complete without
 * {@code default} on Java 21.
 */
public sealed interface NextEvent permits Event, Signal {}
