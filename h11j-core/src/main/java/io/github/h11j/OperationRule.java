package io.github.h11j;

import java.util.Optional;
import java.util.Set;

/**
 * A row of {@link StateMachine}: what an operation that is not an event does.
 *
 * @param operation the operation
 * @param client the state that the client must be in; empty for any
 * @param server the state that the server must be in; empty for any
 * @param clientTo the client's state after; empty if it stays
 * @param serverTo the server's state after; empty if it stays
 * @param disablesKeepAlive whether the connection may not be used again
 * @param proposes the switches that become pending
 */
public record OperationRule(
        Operation operation,
        Optional<State> client,
        Optional<State> server,
        Optional<State> clientTo,
        Optional<State> serverTo,
        boolean disablesKeepAlive,
        Set<Switch> proposes) {

    /** What can happen to a {@link StateMachine} beside events. */
    public enum Operation {
        /** The client broke the protocol, or failed. */
        CLIENT_ERROR,
        /** The server broke the protocol, or failed. */
        SERVER_ERROR,
        /** A message says that the connection cannot be used again. */
        DISABLE_KEEP_ALIVE,
        /** A request proposes {@link Switch#UPGRADE}. */
        PROPOSE_UPGRADE,
        /** A request proposes {@link Switch#CONNECT}. */
        PROPOSE_CONNECT,
        /** The next request and response begin. */
        START_NEXT_CYCLE
    }
}
