package io.github.h11j;

import io.github.h11j.StateMachine.Refusal;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The peer broke HTTP/1.1, except for {@link Violation#READING_ABANDONED}, which is not its fault.
 * {@link Connection#nextEvent()} throws no other exception, except what a {@link Policy.ToleranceListener} throws. The
 * peer's state is then {@link State#ERROR}, and does not change again. The exception has no stack trace and keeps no
 * suppressed exceptions: the fault is not in this program, and during an attack the traces would be expensive.
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
     * Returns a copy. A later call must not throw the same exception object, which may still be propagating: if a
     * resource is closed because of it, and closing throws it again, it would be added to itself as suppressed, and
     * {@link Throwable#addSuppressed} rejects that.
     */
    RemoteProtocolException again() {
        return new RemoteProtocolException(this);
    }

    /** For an event that the states of the two peers forbid. */
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
     * Returns the status code in the bytes of an {@link Violation#UNSOLICITED_RESPONSE}, for the log. A server that
     * closes an idle connection may send 408 this way.
     *
     * @return the status code; empty for other violations, and if the bytes are not a status line
     */
    public OptionalInt unsolicitedStatus() {
        return unsolicitedStatus < 0 ? OptionalInt.empty() : OptionalInt.of(unsolicitedStatus);
    }
}
