package io.github.h11j.spec.properties;

import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.spec.generators.Calls;
import io.github.h11j.spec.generators.EventArbitraries;
import io.github.h11j.spec.generators.HttpArbitraries;
import io.github.h11j.spec.generators.Message;
import io.github.h11j.spec.generators.NearValid;
import io.github.h11j.spec.generators.Outgoing;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;

/** Where the properties get their connections from; a test class implements it. */
public interface ConnectionSource {

    /**
     * Returns a new connection.
     *
     * @param role one of {@link #roles()}
     * @return both peers are IDLE
     */
    ConnectionUnderTest connection(Role role);

    /**
     * Returns the sides that the implementation has. Properties of the other side alone are skipped; where a property
     * needs both, h11j is the other. Only {@link ModelProperties} need both sides of the implementation.
     *
     * @return both by default
     */
    default Set<Role> roles() {
        return EnumSet.allOf(Role.class);
    }

    /**
     * Returns a new connection, of h11j if the implementation does not have that side.
     *
     * @param role whose
     * @return both peers are IDLE
     */
    default ConnectionUnderTest connectionOrOther(Role role) {
        return roles().contains(role) ? connection(role) : H11jConnection.of(role, Policy.STRICT);
    }

    /**
     * Messages that a side of the implementation receives.
     *
     * @return valid ones
     */
    @Provide
    default Arbitrary<Message> receivedMessages() {
        return byRole(role -> HttpArbitraries.messages(role.peer()));
    }

    /**
     * Messages with one fault that a side of the implementation receives.
     *
     * @return near-valid ones
     */
    @Provide
    default Arbitrary<NearValid> receivedFaults() {
        return byRole(role -> HttpArbitraries.nearValid(role.peer()));
    }

    /**
     * Input without end that a side of the implementation receives.
     *
     * @return any of it
     */
    @Provide
    default Arbitrary<EndlessInput> receivedWithoutEnd() {
        return byRole(role -> Arbitraries.of(Arrays.stream(EndlessInput.values())
                .filter(input -> input.sender() == role.peer())
                .toList()));
    }

    /**
     * Calls of a side of the implementation.
     *
     * @return in any order
     */
    @Provide
    default Arbitrary<Calls> callsInAnyOrder() {
        return byRole(EventArbitraries::calls);
    }

    /**
     * Messages that a side of the implementation sends, or receives from h11j.
     *
     * @return to send
     */
    @Provide
    default Arbitrary<Outgoing> sentOrReceived() {
        return Arbitraries.of(Role.class)
                .filter(sender -> roles().contains(sender.peer())
                        || (roles().contains(sender) && connection(sender).sends()))
                .flatMap(EventArbitraries::outgoing);
    }

    /**
     * Messages that a side of the implementation sends.
     *
     * @return to send
     */
    @Provide
    default Arbitrary<Outgoing> sentMessages() {
        return byRole(EventArbitraries::outgoing);
    }

    /**
     * Returns the sides of the implementation.
     *
     * @return each of {@link #roles()}
     */
    @Provide
    default Arbitrary<Role> ownRoles() {
        return Arbitraries.of(roles());
    }

    private <T> Arbitrary<T> byRole(Function<Role, Arbitrary<T>> values) {
        return Arbitraries.of(roles()).flatMap(values);
    }
}
