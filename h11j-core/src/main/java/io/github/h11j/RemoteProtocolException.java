package io.github.h11j;

import io.github.h11j.StateMachine.Refusal;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The peer broke HTTP/1.1. The only exception that {@link Connection#nextEvent()} throws, but for what a
 * {@link Policy.ToleranceListener} throws; their state is {@link State#ERROR} then, and stays so. It carries no stack
 * trace: the fault is not in this program, and under attack the trace would be the cost.
 */
public final class RemoteProtocolException extends ProtocolException {

    private static final long serialVersionUID = 1L;

    /** The status code of an unsolicited response, -1 for none. */
    private final int unsolicitedStatus;

    RemoteProtocolException(Violation violation, long offset, String excerpt, String detail, int unsolicitedStatus) {
        this(violation, offset, excerpt, null, detail, unsolicitedStatus);
    }

    private RemoteProtocolException(
            Violation violation,
            long offset,
            String excerpt,
            @Nullable Refusal refusal,
            String detail,
            int unsolicitedStatus) {
        super(violation, offset, excerpt, refusal, message(violation, offset, excerpt, detail), false);
        this.unsolicitedStatus = unsolicitedStatus;
    }

    private RemoteProtocolException(RemoteProtocolException other) {
        super(
                other.violation(),
                other.offset().orElse(-1),
                other.excerpt(),
                other.refusal().orElse(null),
                Objects.requireNonNull(other.getMessage()),
                false);
        this.unsolicitedStatus = other.unsolicitedStatus;
    }

    /**
     * The same again. A later call must not throw the very exception that is perhaps on its way: where a resource is
     * closed because of it, and closing throws it once more, it would be added to itself as suppressed, and
     * {@link Throwable#addSuppressed} throws then.
     */
    RemoteProtocolException again() {
        return new RemoteProtocolException(this);
    }

    /** Of what the states of the two peers forbid. */
    static RemoteProtocolException ofState(Violation violation, Refusal refusal, EventType event, long offset) {
        String detail = event + ": " + refusal.explanation() + " (" + refusal.source() + ")";
        return new RemoteProtocolException(violation, offset, "", refusal, detail, -1);
    }

    private static String message(Violation violation, long offset, String excerpt, String detail) {
        StringBuilder message = new StringBuilder(violation.text())
                .append(" (")
                .append(violation.source())
                .append(") at byte ")
                .append(offset);
        if (!detail.isEmpty()) {
            message.append(": ").append(detail);
        }
        if (!excerpt.isEmpty()) {
            message.append(": \"").append(excerpt).append('"');
        }
        return message.toString();
    }

    /**
     * Of an {@link Violation#UNSOLICITED_RESPONSE}: the status code that the bytes carry, for the log. A server that
     * closes an idle connection may say 408 so.
     *
     * @return empty for other violations, and where the bytes are no status line
     */
    public OptionalInt unsolicitedStatus() {
        return unsolicitedStatus < 0 ? OptionalInt.empty() : OptionalInt.of(unsolicitedStatus);
    }
}
