package io.github.h11j.spec.properties;

import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** h11j's client under {@link Policy#TOLERANT_CLIENT}; its peers are strict servers. */
@AddLifecycleHook(FewerTries.class)
class H11jTolerantClientProperties implements ConnectionProperties {

    @Override
    public ConnectionUnderTest connection(Role role) {
        return H11jConnection.of(role, role == Role.CLIENT ? Policy.TOLERANT_CLIENT : Policy.STRICT);
    }
}
