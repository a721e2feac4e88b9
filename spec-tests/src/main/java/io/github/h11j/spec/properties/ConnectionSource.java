package io.github.h11j.spec.properties;

import io.github.h11j.Role;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import java.util.EnumSet;
import java.util.Set;

/** Where the properties get their connections from; a test class implements it. */
public interface ConnectionSource {

    /**
     * A new connection.
     *
     * @param role one of {@link #roles()}
     * @return both peers are IDLE
     */
    ConnectionUnderTest connection(Role role);

    /**
     * The sides that the implementation has. Properties of the other are passed over.
     *
     * @return both by default
     */
    default Set<Role> roles() {
        return EnumSet.allOf(Role.class);
    }
}
