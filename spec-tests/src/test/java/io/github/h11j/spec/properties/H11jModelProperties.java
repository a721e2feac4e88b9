package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Option;
import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import io.github.h11j.spec.pair.Heard;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.lifecycle.AfterContainer;

/** h11j under {@link Policy#STRICT} against the model. Prints how often what happened. */
class H11jModelProperties implements ModelProperties {

    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @Override
    public ConnectionUnderTest connection(Role role) {
        // The model covers neither clients that wait for 100 nor responses that no request asked for: that such a
        // response says close is tested separately.
        return H11jConnection.of(
                role,
                Policy.STRICT
                        .without(Option.CLOSE_AFTER_UNMET_EXPECTATION)
                        .without(Option.CLOSE_AFTER_UNSOLICITED_RESPONSE));
    }

    @Override
    public void sequencePlayed(int actions, ModelledPair end) {
        count("sequences", 1);
        count("actions", actions);
        for (Role at : Role.values()) {
            count("messages heard by " + at, (int) end.pair().received(at).stream()
                    .filter(Heard.End.class::isInstance)
                    .count());
            count("refusals by " + at, end.pair().refused(at).isPresent() ? 1 : 0);
            for (Role of : Role.values()) {
                end.pair().transcript().steps().stream()
                        .map(step -> step.states())
                        .map(states -> at == Role.CLIENT
                                ? (of == Role.CLIENT ? states.clientAtClient() : states.serverAtClient())
                                : (of == Role.CLIENT ? states.clientAtServer() : states.serverAtServer()))
                        .distinct()
                        .forEach(state -> count(at + " saw " + of + " in " + state, 1));
            }
        }
    }

    private static void count(String what, int times) {
        SEEN.merge(what, times, Integer::sum);
    }

    @AfterContainer
    static void printed() {
        System.out.println("two connections beside the model: " + SEEN);
        assertThat(SEEN.get("sequences")).isGreaterThanOrEqualTo(10_000);
        for (Role role : Role.values()) {
            assertThat(SEEN.get("messages heard by " + role)).isGreaterThan(5000);
            assertThat(SEEN.get("refusals by " + role)).isGreaterThan(100);
            for (State state : State.values()) {
                boolean never = state == State.SEND_RESPONSE;
                if (!never) {
                    assertThat(SEEN).containsKey("CLIENT saw CLIENT in " + state);
                }
            }
        }
    }
}
