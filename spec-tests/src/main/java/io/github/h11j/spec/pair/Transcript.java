package io.github.h11j.spec.pair;

import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.ByteString;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Everything that happened between two connections.
 *
 * @param steps in order
 */
public record Transcript(List<Step> steps) {

    /**
     * Everything that happened.
     *
     * @param steps in order
     */
    public Transcript {
        steps = List.copyOf(steps);
    }

    /**
     * The states of both sides as each side sees them. They differ as long as bytes are in transit.
     *
     * @param clientAtClient the client's state, as the client sees it
     * @param serverAtClient the server's state, as the client sees it
     * @param clientAtServer the client's state, as the server sees it
     * @param serverAtServer the server's state, as the server sees it
     */
    public record States(State clientAtClient, State serverAtClient, State clientAtServer, State serverAtServer) {

        /** Returns the state of each side, and in brackets its view of the other. */
        @Override
        public String toString() {
            return "client " + clientAtClient + " (server " + serverAtClient + "), server " + serverAtServer
                    + " (client " + clientAtServer + ")";
        }
    }

    /**
     * One thing that happened.
     *
     * @param tick when
     * @param side the side that it happened to, or that did it
     * @param what in words: calls, and their results
     * @param bytes the bytes that were written or received
     * @param states after it
     */
    public record Step(long tick, Role side, String what, ByteString bytes, States states) {

        /** Three lines: what, the bytes if there are any, the states after it. */
        @Override
        public String toString() {
            String line = bytes.length() == 0 ? "" : "       " + bytes + "\n";
            return String.format(
                                    Locale.ROOT,
                                    "t=%-4d %s %s%n",
                                    tick,
                                    side.name().toLowerCase(Locale.ROOT),
                                    what)
                            .replace(System.lineSeparator(), "\n")
                    + line + "       " + states + "\n";
        }
    }

    /** Returns the steps, one below the other. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining());
    }
}
