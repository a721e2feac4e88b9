package io.github.h11j;

import io.github.h11j.StateMachine.Refusal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A breach of HTTP/1.1, {@linkplain RemoteProtocolException by the peer} or {@linkplain LocalProtocolException by us}.
 */
public abstract sealed class ProtocolException extends RuntimeException
        permits LocalProtocolException, RemoteProtocolException {

    private static final long serialVersionUID = 1L;

    /** The rule that was broken. */
    private final Violation violation;
    /** Position in the peer's stream, -1 for none. */
    private final long offset;
    /** The bytes at fault, escaped. */
    private final String excerpt;

    /** Why the states forbid what was tried. It is not serialized. */
    private final transient @Nullable Refusal refusal;

    ProtocolException(
            Violation violation,
            long offset,
            String excerpt,
            @Nullable Refusal refusal,
            String message,
            boolean withTrace) {
        super(message, null, withTrace, withTrace);
        this.refusal = refusal;
        this.violation = violation;
        this.offset = offset;
        this.excerpt = excerpt;
    }

    /**
     * Returns the rule that was broken.
     *
     * @return the violation
     */
    public final Violation violation() {
        return violation;
    }

    /**
     * Returns the position of the fault in the peer's stream.
     *
     * @return how many bytes the peer had sent on this connection before the offending one. For a fault of a head or of
     *     a trailer section as a whole it is the position after it, and for one at the end of the stream the number of
     *     received bytes. Empty for a {@link LocalProtocolException}
     */
    public final OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /**
     * Returns the received bytes at fault, with the rest of their line: at most 64 bytes, for a fault at one byte
     * including that byte, and bytes before and after it. They are escaped as in a Java string, with {@code ...} where
     * they are cut. For a folded or long field line, the field name is included. For a fault of a head as a whole, such
     * as two framing fields, it is the fields in question. How many bytes follow the byte at fault may depend on how
     * many have been received.
     *
     * <p>The excerpt can be logged: {@code ***} replaces the values of {@code Authorization},
     * {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie}, values whose field name is at fault, user
     * information in URIs, and what follows a CR without LF. Of these, only the byte at fault is shown.
     *
     * @return the excerpt; empty if no received bytes are at fault (an event that the states forbid, the end of the
     *     stream), or if the fault is in the content of a body. For events to send, the message contains what was to be
     *     sent
     */
    public final String excerpt() {
        return excerpt;
    }

    /**
     * Returns why the states of the two peers forbid what was tried: a sentence about these states, and the section of
     * the RFC.
     *
     * @return present for {@link Violation#UNEXPECTED_EVENT}, and for {@link Violation#NOT_REUSABLE} if the states are
     *     the reason; empty for rules that hold in every state
     */
    public final Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Returns the status code with which a server answers this fault of a request. A {@link LocalProtocolException} is
     * a fault of this program, which a server answers with 500, whatever this returns.
     *
     * @return the {@link Violation#statusHint()} of {@link #violation()}
     */
    public final int statusHint() {
        return violation.statusHint();
    }
}
