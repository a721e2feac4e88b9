package io.github.h11j.spec.properties;

import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** h11j under {@link Policy#H11}, both sides. */
@AddLifecycleHook(FewerTries.class)
class H11jParityProperties implements ConnectionProperties {

    @Override
    public ConnectionUnderTest connection(Role role) {
        return H11jConnection.of(role, Policy.H11);
    }
}
