package io.github.h11j;

import java.util.Optional;

/**
 * A row of {@link StateMachine}: where the conditions hold, {@code machine} goes to another state at once. After every
 * operation the first row that holds is applied, again and again, until none does.
 *
 * @param machine whose state changes
 * @param client the client's state; empty for any
 * @param server the server's state; empty for any
 * @param keepAlive whether the connection may be used again; empty for either
 * @param switchPending whether a switch proposal is pending; empty for either
 * @param to the state after
 */
public record StateRule(
        Role machine,
        Optional<State> client,
        Optional<State> server,
        Optional<Boolean> keepAlive,
        Optional<Boolean> switchPending,
        State to) {}
