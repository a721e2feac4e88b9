package io.github.h11j.spec.properties;

import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.spec.pair.ConnectionPair;
import io.github.h11j.spec.pair.Wire;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.ActionChain;

/**
 * A client and a server that talk through a wire with random delays and cuts do what the {@link ReferenceModel} does,
 * in every state of both. What is expected is the behavior of {@link Policy#STRICT}: bytes after the last message are
 * dropped, unsolicited bytes from a server are refused, and bodies that a response may not have are left out.
 */
public interface ModelProperties extends ConnectionSource {

    /**
     * Any sequence of sends, arrivals, cycles, ends and resets: states, legality, what is heard, keep-alive and closing
     * are those of the model after each step. A message that was cut short is never heard as complete.
     *
     * @param actions up to 24
     */
    @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
    default void two_connections_follow_the_model(@ForAll("actionSequences") ActionChain<ModelledPair> actions) {
        ModelledPair end = actions.run();
        end.run();
        sequencePlayed(actions.transformations().size(), end);
    }

    /**
     * Sequences of actions, and the wire.
     *
     * @return on a new pair each
     */
    @Provide
    default Arbitrary<ActionChain<ModelledPair>> actionSequences() {
        return Arbitraries.longs()
                .between(0, Integer.MAX_VALUE)
                .flatMap(seed -> ModelActions.chains(() -> new ModelledPair(
                        new ConnectionPair(connection(Role.CLIENT), connection(Role.SERVER), Wire.seeded(seed)))));
    }

    /**
     * Called after each sequence that agreed with the model. Does nothing by default.
     *
     * @param actions how many actions it had
     * @param end the pair after them
     */
    default void sequencePlayed(int actions, ModelledPair end) {}
}
