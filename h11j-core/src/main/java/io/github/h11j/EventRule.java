package io.github.h11j;

import java.util.Optional;

/**
 * A row of {@link StateMachine}: when {@code sender} sends an event, {@code machine} goes from one state to another. An
 * event without a row is illegal in that state.
 *
 * @param machine whose state changes
 * @param from its state before
 * @param event the kind of event
 * @param sender who sends it
 * @param accepts the proposed switch that the event accepts, which must be pending; empty if it accepts none
 * @param to the state after
 * @param clearsProposals whether all pending switch proposals lapse
 */
public record EventRule(
        Role machine,
        State from,
        EventType event,
        Role sender,
        Optional<Switch> accepts,
        State to,
        boolean clearsProposals) {}
