package io.github.h11j.spec.requirements;

import java.util.Collection;

/** A test cites a requirement that is not in the catalogue. */
public final class UnknownRequirementException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownRequirementException(Collection<String> ids) {
        super("not in the requirement catalogue: " + String.join(", ", ids)
                + "; ids look like RFC9112-6.3-3, docs/reference/requirements.md lists them");
    }
}
