package io.github.h11j;

import io.github.h11j.StateMachine.Refusal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A breach of HTTP/1.1: {@linkplain RemoteProtocolException by the peer} or {@linkplain LocalProtocolException by us}. */
public abstract sealed class ProtocolException extends RuntimeException
        permits LocalProtocolException, RemoteProtocolException {

    private static final long serialVersionUID = 1L;

    /** The rule that was broken. */
    private final Violation violation;
    /** Position in the stream of the peer, -1 for none. */
    private final long offset;
    /** The bytes at fault, escaped. */
    private final String excerpt;

    /** Of what the states forbid: why. Its two strings do not need to travel. */
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
     * The rule that was broken.
     *
     * @return the violation
     */
    public final Violation violation() {
        return violation;
    }

    /**
     * Where it was broken.
     *
     * @return how many bytes the peer had sent on this connection before the offending one; empty if the fault is not
     *     in received bytes
     */
    public final OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /**
     * The received bytes at fault within their line: at most 64, around the byte at {@link #offset()} and with it, escaped
     * as in a Java string, with {@code ...} where they are cut; of a folded or long field line with its name. Of a fault of
     * a head as a whole, such as two framing fields, the fields that it is about. How much follows the byte at fault may
     * depend on how much has been received.
     *
     * <p>It can be logged: {@code ***} stands for the values of {@code Authorization}, {@code Proxy-Authorization},
     * {@code Cookie} and {@code Set-Cookie}, for values whose name is at fault, for user information in URIs and for what
     * follows a CR without LF. Only the byte at fault is shown there.
     *
     * @return empty if the fault is not in received bytes (an event that the states forbid, the end of the stream); what
     *     was to be sent is in the message
     */
    public final String excerpt() {
        return excerpt;
    }

    /**
     * Why the states of the two peers forbid what was tried, in a sentence that is about these states, with its section.
     *
     * @return present for {@link Violation#UNEXPECTED_EVENT}, and for {@link Violation#NOT_REUSABLE} where the states are
     *     the reason; empty for rules that hold in every state
     */
    public final Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * The status code for a server's answer.
     *
     * @return that of {@link #violation()}; see {@link Violation#statusHint()}
     */
    public final int statusHint() {
        return violation.statusHint();
    }
}
