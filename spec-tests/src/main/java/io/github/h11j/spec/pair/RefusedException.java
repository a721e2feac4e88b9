package io.github.h11j.spec.pair;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A breach of HTTP/1.1: the only exception that an implementation may throw for one. Equal rules have equal names. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The broken rule. */
    private final String rule;
    /** The offset of the breach, or -1 if there is none. */
    private final long offset;

    /**
     * A breach.
     *
     * @param rule the implementation's name for it, the same for the same bytes however they are cut
     * @param offset how many bytes the peer had sent before the offending one; empty if the implementation does not
     *     say, or if it is not in received bytes
     * @param cause what the implementation threw, if it threw something; its message may be missing
     */
    public RefusedException(String rule, OptionalLong offset, @Nullable Throwable cause) {
        super(cause == null || cause.getMessage() == null ? rule : cause.getMessage(), cause, false, false);
        this.rule = rule;
        this.offset = offset.orElse(-1);
    }

    /**
     * Returns the broken rule.
     *
     * @return its name
     */
    public String rule() {
        return rule;
    }

    /**
     * Returns where it was broken.
     *
     * @return how many bytes the peer had sent before the offending one, if it is known
     */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /**
     * Rule and place.
     *
     * @return on one line
     */
    public String verdict() {
        return offset < 0 ? rule : rule + " at " + offset;
    }
}
