package io.github.h11j.explorer;

import io.github.h11j.Policy;
import io.github.h11j.Role;

/** The presets of {@link Policy} by the names that the page and its links have for them. */
final class Policies {

    private Policies() {}

    /** The policy; STRICT for a name that is not known, as in a link that someone has changed. */
    static Policy named(String name) {
        return switch (name) {
            case "h11" -> Policy.H11;
            case "browser" -> Policy.BROWSER_FACING_SERVER;
            case "tolerant-client" -> Policy.TOLERANT_CLIENT;
            default -> Policy.STRICT;
        };
    }

    /** The same for one of the two peers: a server cannot have the policy of a tolerant client. */
    static Policy named(String name, Role role) {
        return role == Role.SERVER && name.equals("tolerant-client") ? Policy.STRICT : named(name);
    }
}
